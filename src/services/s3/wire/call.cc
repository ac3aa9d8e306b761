// SPDX-License-Identifier: Apache-2.0

#include "services/s3/wire/call.h"

#include <algorithm>
#include <charconv>

#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "portside/base/random.h"

namespace portside::s3 {
namespace {

bool MayBeHoisted(std::string_view lower_name) {
  if (!lower_name.starts_with("x-amz-") || lower_name == "x-amz-content-sha256") return false;
  return !lower_name.starts_with("x-amz-checksum-") || lower_name == "x-amz-checksum-mode" ||
         lower_name == "x-amz-checksum-algorithm" || lower_name == "x-amz-checksum-type";
}

bool IsControlCharacter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

bool HasControlCharacter(const std::string& text) {
  return std::any_of(text.begin(), text.end(), IsControlCharacter);
}

std::string WithoutControlCharacters(std::string text) {
  std::replace_if(text.begin(), text.end(), IsControlCharacter, ' ');
  return text;
}

}  // namespace

std::string_view S3Call::Header(std::string_view name) const {
  if (const auto value = request.headers.Find(name)) return *value;
  if (!MayBeHoisted(name)) return {};
  for (const auto& [parameter, value] : query.pairs()) {
    if (EqualsIgnoreCase(parameter, name)) return value;
  }
  return {};
}

// 56 bytes in base64, as AWS's are.
std::string S3Call::HostId() const {
  std::string bytes;
  for (std::uint64_t word = 0; word < 7; ++word) {
    std::uint64_t bits = StableHash(caller.request_id, word);
    for (int i = 0; i < 8; ++i, bits >>= 8) bytes += static_cast<char>(bits & 0xFF);
  }
  return Base64Encode(bytes);
}

S3Result<Bucket> OwnBucket(const S3Call& call) {
  Bucket bucket = TRY(FromStore(call.objects().FindBucket(call.bucket)));
  const std::string_view expected = call.Header("x-amz-expected-bucket-owner");
  if (!expected.empty() && expected != bucket.account) return Fail(AccessDenied());
  return bucket;
}

S3Result<Bucket> OwnBucketForWriting(const S3Call& call) {
  S3Result<Bucket> bucket = OwnBucket(call);
  if (bucket || bucket.error().code != "NoSuchBucket" ||
      !call.surroundings.options.create_buckets) {
    return bucket;
  }
  Bucket made{
      call.bucket, call.caller.account, call.caller.region, call.surroundings.clock.Now(), {}};
  return FromStore(call.surroundings.objects.CreateBucket(made));
}

S3Result<void> CheckVersion(const S3Call& call) {
  const std::optional<std::string_view> version = call.query.Find("versionId");
  if (!version || *version == "null") return {};
  return Fail(InvalidArgument("Invalid version id specified", "versionId", std::string(*version)));
}

std::string OwnerId(std::string_view account) {
  return HexDigest(DigestAlgorithm::kSha256, "canonical user " + std::string(account));
}

HttpResponse XmlResponse(int status, std::string document) {
  HttpResponse response;
  response.status = status;
  response.headers.Add("Content-Type", "application/xml");
  response.body = std::move(document);
  return response;
}

HttpResponse EmptyResponse(int status) {
  HttpResponse response;
  response.status = status;
  return response;
}

HttpResponse ErrorResponse(const S3Call& call, const S3Error& error) {
  call.record.error = error.code;
  HttpResponse response;
  // A body on the answer to HEAD would be read as the next answer on this connection.
  if (call.IsHead()) {
    response = EmptyResponse(error.status);
    response.headers.Add("Content-Type", "application/xml");
  } else {
    XmlWriter xml("Error", /*has_namespace=*/false);
    xml.Add("Code", error.code).Add("Message", error.message);
    for (const auto& [name, value] : error.elements) xml.Add(name, value);
    xml.Add("RequestId", call.caller.request_id).Add("HostId", call.HostId());
    response = XmlResponse(error.status, xml.Finish());
  }
  for (const auto& [name, value] : error.headers) response.headers.Add(name, value);
  return response;
}

void AddCommonHeaders(const S3Call& call, HttpResponse& response) {
  // Values that came decoded from a query must not end their line.
  const auto& fields = response.headers.fields();
  if (std::any_of(fields.begin(), fields.end(),
                  [](const Headers::Field& field) { return HasControlCharacter(field.second); })) {
    Headers clean;
    for (const auto& [name, value] : fields) clean.Add(name, WithoutControlCharacters(value));
    response.headers = std::move(clean);
  }
  response.headers.Add("x-amz-request-id", call.caller.request_id);
  response.headers.Add("x-amz-id-2", call.HostId());
  response.headers.Add("Server", "AmazonS3");
}

std::optional<int> ParseInt(std::string_view text) {
  int number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

std::string XmlTime(Timestamp time) {
  return FormatIso8601(std::chrono::floor<std::chrono::seconds>(time), 3);
}

}  // namespace portside::s3
