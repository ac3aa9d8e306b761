// SPDX-License-Identifier: Apache-2.0
//
// The operations on ACLs, and on who owns the objects of a bucket.

#include <algorithm>
#include <iterator>

#include "portside/base/encoding.h"
#include "services/s3/access/acl.h"
#include "services/s3/access/ownership.h"
#include "services/s3/wire/handlers.h"

namespace portside::s3 {
namespace {

S3Error MissingAcl() {
  return {"MissingSecurityHeader",
          400,
          "Your request was missing a required header",
          {{"MissingHeaderName", "x-amz-acl"}}};
}

// The ACL that a Put…Acl gives, in its headers or its body.
S3Result<Acl> GivenAcl(const S3Call& call, const std::string& owner) {
  const bool has_body = !TrimSpace(call.request.body).empty();
  if (!HasAclHeaders(call)) {
    return has_body ? AclOfPolicy(call.request.body, owner) : Fail(MissingAcl());
  }
  if (has_body) {
    return Fail(S3Error{"UnexpectedContent", 400, "This request does not support content"});
  }
  return AclOfHeaders(call, call.key.empty() ? AclOf::kBucket : AclOf::kObject, owner);
}

}  // namespace

S3Result<std::string> ParseOwnership(std::string_view value) {
  constexpr std::string_view kKnown[] = {"BucketOwnerPreferred", "ObjectWriter", kEnforced};
  if (std::find(std::begin(kKnown), std::end(kKnown), value) != std::end(kKnown)) {
    return std::string(value);
  }
  return Fail(InvalidArgument("Invalid x-amz-object-ownership header: " + std::string(value),
                              "x-amz-object-ownership", std::string(value)));
}

S3Result<HttpResponse> GetAcl(S3Call& call) {
  const Bucket bucket = TRY(OwnBucket(call));
  Acl acl = bucket.acl;
  if (!call.key.empty()) {
    TRY(CheckVersion(call));
    acl = TRY(FromStore(call.surroundings.objects.Head(call.bucket, call.key))).attributes.acl;
  }
  if (bucket.ownership == kEnforced) acl.clear();
  return XmlResponse(200, AclDocument(acl, OwnerId(bucket.account)));
}

S3Result<HttpResponse> PutAcl(S3Call& call) {
  const Bucket bucket = TRY(OwnBucket(call));
  ObjectStore& objects = call.surroundings.objects;
  if (!call.key.empty()) {
    TRY(CheckVersion(call));
    TRY(FromStore(objects.Head(call.bucket, call.key)));
  }
  Acl acl = TRY(GivenAcl(call, OwnerId(bucket.account)));
  if (bucket.ownership == kEnforced && call.Header("x-amz-acl") != "bucket-owner-full-control") {
    return Fail(AclNotSupported());
  }
  if (call.key.empty()) {
    TRY(FromStore(objects.ChangeBucket(call.bucket,
                                       [&acl](Bucket& changed) { changed.acl = std::move(acl); })));
  } else {
    TRY(FromStore(objects.ChangeAttributes(
        call.bucket, call.key, [&acl](ObjectAttributes& it) { it.acl = std::move(acl); })));
  }
  return EmptyResponse(200);
}

S3Result<HttpResponse> GetOwnership(S3Call& call) {
  const Bucket bucket = TRY(OwnBucket(call));
  if (bucket.ownership.empty()) {
    return Fail(S3Error{"OwnershipControlsNotFoundError",
                        404,
                        "The bucket ownership controls were not found",
                        {{"BucketName", bucket.name}}});
  }
  XmlWriter xml("OwnershipControls");
  xml.Open("Rule").Add("ObjectOwnership", bucket.ownership);
  return XmlResponse(200, xml.Finish());
}

S3Result<HttpResponse> PutOwnership(S3Call& call) {
  const Bucket bucket = TRY(OwnBucket(call));
  const std::optional<XmlElement> xml = ParseXml(call.request.body);
  if (!xml || xml->name != "OwnershipControls" || xml->children.size() != 1) {
    return Fail(MalformedXml());
  }
  const auto given = ParseOwnership(xml->children.front().Text("ObjectOwnership").value_or(""));
  if (xml->children.front().name != "Rule" || !given) return Fail(MalformedXml());
  if (*given == kEnforced && !bucket.acl.empty()) return Fail(AclUnderEnforcedOwnership());
  TRY(FromStore(call.surroundings.objects.ChangeBucket(
      call.bucket, [&given](Bucket& changed) { changed.ownership = *given; })));
  return EmptyResponse(200);
}

S3Result<HttpResponse> DeleteOwnership(S3Call& call) {
  TRY(OwnBucket(call));
  TRY(FromStore(call.surroundings.objects.ChangeBucket(
      call.bucket, [](Bucket& changed) { changed.ownership.clear(); })));
  return EmptyResponse(204);
}

}  // namespace portside::s3
