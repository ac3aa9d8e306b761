// SPDX-License-Identifier: Apache-2.0

#include "services/s3/access/acl.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "portside/base/encoding.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

constexpr std::string_view kLogDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";
constexpr std::string_view kGroups[] = {kAllUsers, kAuthenticatedUsers, kLogDelivery};
// The account that Amazon EC2 reads machine images with (user guide, "Canned ACL").
constexpr std::string_view kEc2 =
    "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c";

// In the order in which a document shows them.
constexpr std::string_view kPermissions[] = {"FULL_CONTROL", "READ", "WRITE", "READ_ACP",
                                             "WRITE_ACP"};

struct GrantHeader {
  std::string_view name;
  std::string_view permission;
};
constexpr GrantHeader kGrantHeaders[] = {{"x-amz-grant-full-control", "FULL_CONTROL"},
                                         {"x-amz-grant-read", "READ"},
                                         {"x-amz-grant-write", "WRITE"},
                                         {"x-amz-grant-read-acp", "READ_ACP"},
                                         {"x-amz-grant-write-acp", "WRITE_ACP"}};

// What a canned ACL gives besides the owner's FULL_CONTROL. The owner of a bucket owns all its
// objects here, so bucket-owner-* give nothing more.
struct CannedAcl {
  std::string_view name;
  std::string_view group;
  std::vector<std::string_view> permissions;
};
const CannedAcl kCanned[] = {
    {"private", "", {}},
    {"public-read", kAllUsers, {"READ"}},
    {"public-read-write", kAllUsers, {"READ", "WRITE"}},
    {"authenticated-read", kAuthenticatedUsers, {"READ"}},
    {"aws-exec-read", "", {}},
    {"bucket-owner-read", "", {}},
    {"bucket-owner-full-control", "", {}},
    {"log-delivery-write", kLogDelivery, {"WRITE", "READ_ACP"}},
};

std::string IdOf(std::string_view canonical) { return "id=" + std::string(canonical); }
std::string UriOf(std::string_view group) { return "uri=" + std::string(group); }

void Give(Acl& acl, const std::string& grantee, std::string_view permission) {
  std::string& given = acl[grantee];
  for (const std::string_view had : Split(given, ',')) {
    if (had == permission) return;
  }
  if (!given.empty()) given += ',';
  given += permission;
}

S3Result<Acl> OfCanned(std::string_view name, const std::string& owner) {
  const auto* canned = std::find_if(std::begin(kCanned), std::end(kCanned),
                                    [name](const CannedAcl& one) { return one.name == name; });
  if (canned == std::end(kCanned)) {
    return Fail(InvalidArgument("", "x-amz-acl", std::string(name)));
  }
  Acl acl;
  for (const std::string_view permission : canned->permissions) {
    Give(acl, UriOf(canned->group), permission);
  }
  if (name == "aws-exec-read") Give(acl, IdOf(kEc2), "READ");
  if (!acl.empty()) Give(acl, IdOf(owner), "FULL_CONTROL");
  return acl;
}

S3Error UnknownEmail() {
  return {"UnresolvableGrantByEmailAddress", 400,
          "The e-mail address you provided does not match any account on record."};
}

S3Result<std::string> GranteeOf(std::string_view kind, std::string_view value) {
  if (EqualsIgnoreCase(kind, "id")) {
    if (value.size() == 64 && HexDecode(value)) return IdOf(ToLower(value));
    return Fail(InvalidArgument("Invalid id", "CanonicalUser/ID", std::string(value)));
  }
  if (EqualsIgnoreCase(kind, "uri")) {
    if (std::find(std::begin(kGroups), std::end(kGroups), value) != std::end(kGroups)) {
      return UriOf(value);
    }
    return Fail(InvalidArgument("Invalid group uri", "uri", std::string(value)));
  }
  return Fail(UnknownEmail());
}

// `id="…", uri="…"`, with or without quotes.
S3Result<void> AddGrants(Acl& acl, std::string_view header, std::string_view text,
                         std::string_view permission) {
  for (const std::string_view grant : Split(text, ',')) {
    const std::string_view plain = TrimSpace(grant);
    const std::size_t equals = plain.find('=');
    const std::string_view kind = TrimSpace(plain.substr(0, equals));
    const bool is_known = EqualsIgnoreCase(kind, "id") || EqualsIgnoreCase(kind, "uri") ||
                          EqualsIgnoreCase(kind, "emailAddress");
    if (equals == std::string_view::npos || !is_known) {
      return Fail(InvalidArgument("Argument format not recognized", std::string(header),
                                  std::string(text)));
    }
    std::string_view value = TrimSpace(plain.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    Give(acl, TRY(GranteeOf(kind, value)), permission);
  }
  return {};
}

S3Error MalformedAcl() {
  return {"MalformedACLError", 400,
          "The XML you provided was not well-formed or did not validate against our published "
          "schema"};
}

S3Result<void> AddGrant(Acl& acl, const XmlElement& grant) {
  const XmlElement* grantee = grant.Find("Grantee");
  const std::string permission = grant.Text("Permission").value_or("");
  const bool is_known = std::find(std::begin(kPermissions), std::end(kPermissions), permission) !=
                        std::end(kPermissions);
  if (grant.name != "Grant" || grantee == nullptr || !is_known) return Fail(MalformedAcl());
  // Its kind stands in an attribute, and shows in which of these it has.
  if (const auto id = grantee->Text("ID")) {
    Give(acl, TRY(GranteeOf("id", *id)), permission);
  } else if (const auto uri = grantee->Text("URI")) {
    Give(acl, TRY(GranteeOf("uri", *uri)), permission);
  } else {
    return Fail(grantee->Find("EmailAddress") == nullptr ? MalformedAcl() : UnknownEmail());
  }
  return {};
}

void AddGrantElements(XmlWriter& xml, const std::string& grantee, std::string_view permissions) {
  const bool is_group = grantee.starts_with("uri=");
  const std::vector<std::string_view> given = Split(permissions, ',');
  for (const std::string_view permission : kPermissions) {
    if (std::find(given.begin(), given.end(), permission) == given.end()) continue;
    // The only attributes that S3 ever writes: SDKs tell the kinds of grantees by them.
    xml.Open("Grant").OpenWith("Grantee",
                               " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                               " xsi:type=\"" +
                                   std::string(is_group ? "Group" : "CanonicalUser") + "\"");
    xml.Add(is_group ? "URI" : "ID", grantee.substr(grantee.find('=') + 1)).Close();
    xml.Add("Permission", permission).Close();
  }
}

}  // namespace

bool HasAclHeaders(const S3Call& call) {
  if (!call.Header("x-amz-acl").empty()) return true;
  return std::any_of(
      std::begin(kGrantHeaders), std::end(kGrantHeaders),
      [&call](const GrantHeader& header) { return !call.Header(header.name).empty(); });
}

S3Result<Acl> AclOfHeaders(const S3Call& call, AclOf what, const std::string& owner) {
  const std::string_view canned = call.Header("x-amz-acl");
  Acl acl;
  for (const GrantHeader& header : kGrantHeaders) {
    const std::string_view text = call.Header(header.name);
    if (text.empty()) continue;
    if (!canned.empty()) {
      return Fail(InvalidRequest("Specifying both Canned ACLs and Header Grants is not allowed"));
    }
    // Nobody writes an object but its bucket's writers.
    if (what == AclOf::kObject && header.permission == "WRITE") continue;
    TRY(AddGrants(acl, header.name, text, header.permission));
  }
  return canned.empty() ? acl : OfCanned(canned, owner);
}

S3Result<Acl> AclOfNewObject(const S3Call& call) {
  if (!HasAclHeaders(call)) return Acl();
  const auto bucket = call.surroundings.objects.FindBucket(call.bucket);
  const std::string owner = OwnerId(bucket ? bucket->account : call.caller.account);
  Acl acl = TRY(AclOfHeaders(call, AclOf::kObject, owner));
  const bool is_enforced = bucket && bucket->ownership == kEnforced;
  if (is_enforced && call.Header("x-amz-acl") != "bucket-owner-full-control") {
    return Fail(AclNotSupported());
  }
  return acl;
}

S3Result<Acl> AclOfPolicy(const std::string& body, const std::string& owner) {
  const std::optional<XmlElement> xml = ParseXml(body);
  if (!xml || xml->name != "AccessControlPolicy") return Fail(MalformedAcl());
  if (const XmlElement* named = xml->Find("Owner")) {
    // An ACL does not give its resource away.
    if (named->Text("ID").value_or(owner) != owner) return Fail(AccessDenied());
  }
  const XmlElement* list = xml->Find("AccessControlList");
  if (list == nullptr || list->children.size() > kAclGrants) return Fail(MalformedAcl());
  Acl acl;
  for (const XmlElement& grant : list->children) TRY(AddGrant(acl, grant));
  // An empty list takes everything from everybody, but the owner keeps the ACL itself.
  if (acl.empty()) Give(acl, IdOf(owner), "WRITE_ACP");
  return acl;
}

std::string AclDocument(const Acl& acl, const std::string& owner) {
  XmlWriter xml("AccessControlPolicy");
  xml.Open("Owner").Add("ID", owner).Close().Open("AccessControlList");
  const std::string owners = IdOf(owner);
  const auto own = acl.find(owners);
  if (acl.empty()) AddGrantElements(xml, owners, "FULL_CONTROL");
  if (own != acl.end()) AddGrantElements(xml, owners, own->second);
  for (const auto& [grantee, permissions] : acl) {
    if (grantee != owners) AddGrantElements(xml, grantee, permissions);
  }
  return xml.Finish();
}

}  // namespace portside::s3
