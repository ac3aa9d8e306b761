// SPDX-License-Identifier: Apache-2.0

#include "services/s3/forms/post_fields.h"

#include "portside/aws/credential_scope.h"
#include "portside/base/encoding.h"
#include "services/s3/wire/address.h"
#include "services/s3/wire/body_intake.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

// Fields that are headers of the same name; a star stands for any ending. The first seven and the
// x-amz-* ones are those of RESTObjectPOST in the developer guide. If-Match and If-None-Match are
// not among them.
constexpr std::string_view kHeaderFields[] = {
    "cache-control",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-md5",
    "content-type",
    "expires",
    "x-amz-checksum-*",
    "x-amz-meta-*",
    "x-amz-object-lock-*",
    "x-amz-server-side-encryption*",
    "x-amz-storage-class",
    "x-amz-website-redirect-location",
};

bool Matches(std::string_view pattern, std::string_view name) {
  if (!pattern.ends_with('*')) return EqualsIgnoreCase(pattern, name);
  pattern.remove_suffix(1);
  return EqualsIgnoreCase(pattern, name.substr(0, pattern.size()));
}

// What is known of the form of application/x-www-form-urlencoded: a space is a plus.
std::string FormEncode(std::string_view text) {
  std::string encoded = PercentEncode(text, " ");
  for (char& c : encoded) {
    if (c == ' ') c = '+';
  }
  return encoded;
}

// S3 encodes the key's slashes too: github.com/ceph/ceph/pull/20330 and
// github.com/waynehoover/s3_direct_upload/issues/93 show answers of AWS.
std::string LocationOf(const S3Call& call, std::string_view host) {
  std::string location = host.empty() ? "" : std::string(call.request.Scheme()).append(host);
  if (!call.is_virtual) location += "/" + PercentEncode(call.bucket);
  return location + "/" + PercentEncode(call.key);
}

// Where S3 cannot read the URL it is "as if the field is not present" (developer guide). A relative
// one is of that sort: LocalStack's recordings of AWS, its test of success_action_redirect.
bool IsRedirect(std::string_view url) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!EqualsIgnoreCase(url.substr(0, scheme.size()), scheme)) continue;
    const std::string_view rest = url.substr(scheme.size());
    return rest.find_first_of("/?#") != 0 && !rest.empty();
  }
  return false;
}

std::string_view RedirectOf(const PostForm& form) {
  for (const std::string_view name : {"success_action_redirect", "redirect"}) {
    if (IsRedirect(form.Get(name))) return form.Get(name);
  }
  return {};
}

// As github.com/layervault/layervault_ruby_client/issues/8 shows it: what the URL has stays, raw;
// the ETag comes in its quotes.
std::string RedirectedTo(std::string_view url, const S3Call& call, std::string_view etag) {
  std::string location(url);
  location += url.find('?') == std::string_view::npos ? '?' : '&';
  return location + "bucket=" + FormEncode(call.bucket) + "&key=" + FormEncode(call.key) +
         "&etag=" + FormEncode(etag);
}

// No namespace, and the ETag in plain quotes: github.com/ceph/ceph/pull/20330 and
// github.com/jamhall/s3rver/issues/504 show answers of AWS.
std::string PostResponse(const S3Call& call, std::string_view location, std::string_view etag) {
  XmlWriter xml("PostResponse", /*has_namespace=*/false);
  xml.Add("Location", location).Add("Bucket", call.bucket).Add("Key", call.key);
  return xml.AddRaw("ETag", etag).Finish();
}

}  // namespace

Headers HeadersOf(const PostForm& form) {
  Headers headers;
  for (const auto& [name, value] : form.fields) {
    // AWS wants the checksum of that algorithm beside it, as it does of the header that SDKs send.
    if (EqualsIgnoreCase(name, "x-amz-checksum-algorithm")) {
      headers.Add("x-amz-sdk-checksum-algorithm", value);
      continue;
    }
    for (const std::string_view pattern : kHeaderFields) {
      if (!Matches(pattern, name)) continue;
      // The file is not in the coding of aws-chunked, whatever a field says.
      const bool is_encoding = pattern == "content-encoding";
      headers.Add(name, is_encoding ? StoredContentEncoding(value) : value);
    }
  }
  if (const std::string* acl = form.Find("acl")) headers.Add("x-amz-acl", *acl);
  return headers;
}

// XML that is something else is no tags, and no error: LocalStack's recordings of AWS,
// test_post_object_with_tags.
S3Result<Tags> TagsOf(const PostForm& form) {
  const std::string* field = form.Find("tagging");
  if (field == nullptr) return Tags();
  const std::optional<XmlElement> xml = ParseXml(*field);
  if (!xml) return Fail(MalformedXml());
  const XmlElement* tag_set = xml->name == "Tagging" ? xml->Find("TagSet") : nullptr;
  if (tag_set == nullptr) return Tags();
  return ParseTagSet(*tag_set, kObjectTags);
}

Caller CallerOf(const PostForm& form, const S3Call& call) {
  HttpRequest request;
  if (const std::string* credential = form.Find("x-amz-credential")) {
    request.headers.Add("Authorization", "AWS4-HMAC-SHA256 Credential=" + *credential);
  } else if (const std::string* access_key = form.Find("AWSAccessKeyId")) {
    request.headers.Add("Authorization", "AWS " + *access_key + ":");
  }
  const std::optional<CredentialScope> scope = ParseCredentialScope(request);
  if (!scope) return call.caller;
  Caller named = call.caller;
  named.access_key = scope->access_key;
  const Credentials* credentials = call.surroundings.options.signatures.credentials;
  const Credentials none;
  named.account = (credentials != nullptr ? *credentials : none)
                      .AccountOf(scope->access_key, call.caller.account);
  if (!scope->region.empty()) named.region = scope->region;
  return named;
}

HttpResponse AnswerOf(const PostForm& form, const S3Call& call, std::string_view host,
                      HttpResponse put) {
  HttpResponse response = std::move(put);
  const std::string etag(response.headers.Get("ETag"));
  if (const std::string_view url = RedirectOf(form); !url.empty()) {
    response.status = 303;
    response.headers.Add("Location", RedirectedTo(url, call, etag));
    return response;
  }
  const std::string location = LocationOf(call, host);
  response.headers.Add("Location", location);
  const std::string_view status = form.Get("success_action_status");
  response.status = status == "200" ? 200 : status == "201" ? 201 : 204;
  if (response.status == 201) {
    response.headers.Add("Content-Type", "application/xml");
    response.body = PostResponse(call, location, etag);
  }
  return response;
}

}  // namespace portside::s3
