// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <charconv>

#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "portside/base/limits.h"
#include "services/s3/multipart/upload_rules.h"
#include "services/s3/objects/attributes.h"
#include "services/s3/wire/conditions.h"
#include "services/s3/wire/handlers.h"
#include "services/s3/wire/s3_limits.h"

namespace portside::s3 {
namespace {

std::string_view WithoutQuotes(std::string_view etag) {
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') {
    return etag.substr(1, etag.size() - 2);
  }
  return etag;
}

S3Result<WantedPart> ParsePart(const XmlElement& element) {
  const std::optional<int> number = ParseInt(element.Text("PartNumber").value_or(""));
  const std::optional<std::string> etag = element.Text("ETag");
  if (!number || !etag) return Fail(MalformedXml());
  if (*number < 1 || *number > kPartNumber) {
    return Fail(InvalidArgument("PartNumber must be >= 1", "PartNumber", std::to_string(*number)));
  }
  WantedPart part{*number, std::string(WithoutQuotes(*etag)), {}};
  for (const ChecksumAlgorithm& algorithm : ChecksumAlgorithms()) {
    if (const auto value = element.Text(algorithm.element)) {
      part.checksums[std::string(algorithm.name)] = *value;
    }
  }
  return part;
}

S3Result<std::vector<WantedPart>> ParseParts(const std::string& body) {
  const std::optional<XmlElement> xml = ParseXml(body);
  if (!xml || xml->name != "CompleteMultipartUpload") return Fail(MalformedXml());
  std::vector<WantedPart> parts;
  for (const XmlElement& element : xml->children) {
    if (element.name == "Part") parts.push_back(TRY(ParsePart(element)));
  }
  if (parts.empty()) return Fail(InvalidRequest("You must specify at least one part"));
  return parts;
}

// Headers that say what the whole is expected to be.
S3Result<void> CheckWhole(const S3Call& call, const UploadChecksum& checksum,
                          const std::optional<std::string>& value,
                          const std::vector<ObjectPart>& parts) {
  const std::string_view type = call.Header("x-amz-checksum-type");
  if (!type.empty() && !EqualsIgnoreCase(type, checksum.TypeName())) {
    return Fail(InvalidRequest("The upload was created using the " +
                               std::string(checksum.TypeName()) +
                               " checksum mode. The complete request must use the same checksum "
                               "mode."));
  }
  const std::string header = "x-amz-checksum-" + std::string(checksum.algorithm->name);
  const std::string_view expected = call.request.headers.Get(header);
  if (!expected.empty() && value && expected != *value) {
    return Fail(ChecksumMismatch(std::string(checksum.algorithm->label)));
  }
  std::uint64_t size = 0;
  for (const ObjectPart& part : parts) size += part.size;
  const std::string_view expected_size = call.Header("x-amz-mp-object-size");
  if (!expected_size.empty() && expected_size != std::to_string(size)) {
    return Fail(InvalidRequest("The provided 'x-amz-mp-object-size' header value " +
                               std::string(expected_size) +
                               " does not match what was computed: " + std::to_string(size)));
  }
  return {};
}

HttpResponse CompletedAnswer(const S3Call& call, const ObjectInfo& info) {
  XmlWriter xml("CompleteMultipartUploadResult");
  const std::string host(call.request.headers.Get("host"));
  // A host that names the bucket needs no bucket in the path.
  xml.Add("Location", std::string(call.request.Scheme()) + host +
                          (call.is_virtual ? "/" : "/" + call.bucket + "/") +
                          PercentEncode(call.key));
  xml.Add("Bucket", call.bucket).Add("Key", call.key).Add("ETag", Quoted(info.etag));
  AddChecksumElements(info.attributes, xml);
  HttpResponse response = XmlResponse(200, xml.Finish());
  AddEncryptionHeaders(info.attributes, response);
  return response;
}

class CompletionAnswer final : public LongAnswer {
 public:
  // Without a join, the upload is one that is not there; `missing` says so.
  CompletionAnswer(S3Call& call, S3Error missing, std::unique_ptr<UploadJoin> join = nullptr)
      : call_(call), missing_(std::move(missing)), join_(std::move(join)) {}

  S3Result<std::optional<HttpResponse>> Step() override {
    // Another completion of this upload may have been faster since.
    if (join_ == nullptr || !FindUpload(call_)) return AnswerAgain();
    if (!TRY(FromStore(join_->Step(kStepBytes)))) return std::nullopt;
    // Asked again: another writer may have been faster.
    TRY(CheckWrite(call_, call_.objects()));
    return CompletedAnswer(call_, TRY(FromStore(join_->Commit())));
  }

 private:
  // Completing twice is answered twice: the object says which upload made it.
  S3Result<std::optional<HttpResponse>> AnswerAgain() {
    const ObjectResult<ObjectInfo> info = call_.surroundings.objects.Head(call_.bucket, call_.key);
    if (!info || info->attributes.upload_id.empty() ||
        info->attributes.upload_id != call_.query.Get("uploadId")) {
      return Fail(missing_);
    }
    return CompletedAnswer(call_, *info);
  }

  S3Call& call_;
  S3Error missing_;
  std::unique_ptr<UploadJoin> join_;
};

}  // namespace

S3Result<HttpResponse> CreateMultipartUpload(S3Call& call) {
  if (call.key.size() > limits::kObjectKeyBytes) return Fail(KeyTooLong(call.key.size()));
  TRY(OwnBucketForWriting(call));
  const UploadChecksum checksum = TRY(ParseUploadChecksum(call));
  Upload upload;
  upload.key = call.key;
  upload.attributes = TRY(ParseAttributes(call));
  KeepUploadChecksum(checksum, upload);
  ObjectResult<Upload> made = Fail(ObjectError{});
  do {
    upload.id = call.surroundings.options.draw_upload_id(call.caller);
    made = call.surroundings.objects.CreateUpload(call.bucket, upload);
  } while (!made && made.error().code == ObjectErrorCode::kUploadExists);
  upload = TRY(FromStore(std::move(made)));

  XmlWriter xml("InitiateMultipartUploadResult");
  xml.Add("Bucket", call.bucket).Add("Key", call.key).Add("UploadId", upload.id);
  HttpResponse response = XmlResponse(200, xml.Finish());
  AddEncryptionHeaders(upload.attributes, response);
  if (checksum.was_named) {
    response.headers.Add("x-amz-checksum-algorithm", std::string(checksum.algorithm->label));
    response.headers.Add("x-amz-checksum-type", std::string(checksum.TypeName()));
  }
  return response;
}

S3Result<std::unique_ptr<LongAnswer>> CompleteMultipartUpload(S3Call& call) {
  TRY(OwnBucket(call));
  const std::vector<WantedPart> wanted = TRY(ParseParts(call.request.body));
  S3Result<Upload> upload = FindUpload(call);
  if (!upload) return std::make_unique<CompletionAnswer>(call, upload.error());
  TRY(CheckWrite(call, call.objects()));

  const std::vector<ObjectPart> stored =
      TRY(FromStore(call.surroundings.objects.ListParts(call.bucket, call.key, upload->id)));
  const std::vector<ObjectPart> parts = TRY(CheckParts(wanted, stored, *upload));
  const UploadChecksum checksum = UploadChecksumOf(*upload);
  const std::optional<std::string> value = JoinChecksums(checksum, parts);
  TRY(CheckWhole(call, checksum, value, parts));

  UploadCompletion completion;
  completion.etag = MultipartEtag(parts);
  completion.attributes = upload->attributes;
  for (const ObjectPart& part : parts) completion.part_numbers.push_back(part.number);
  if (value) {
    completion.attributes.checksums = {{std::string(checksum.algorithm->name), *value}};
    completion.attributes.composite_checksum = checksum.is_composite;
  }
  std::unique_ptr<UploadJoin> join = TRY(FromStore(call.surroundings.objects.CompleteUpload(
      call.bucket, call.key, upload->id, std::move(completion))));
  return std::make_unique<CompletionAnswer>(call, NoSuchUpload(upload->id), std::move(join));
}

S3Result<HttpResponse> AbortMultipartUpload(S3Call& call) {
  TRY(OwnBucket(call));
  const Upload upload = TRY(FindUpload(call));
  TRY(FromStore(call.surroundings.objects.AbortUpload(call.bucket, call.key, upload.id)));
  return EmptyResponse(204);
}

}  // namespace portside::s3
