// SPDX-License-Identifier: Apache-2.0

#include "portside/base/encoding.h"
#include "portside/base/limits.h"
#include "services/s3/objects/attributes.h"
#include "services/s3/objects/copy_source.h"
#include "services/s3/wire/checksums.h"
#include "services/s3/wire/conditions.h"
#include "services/s3/wire/handlers.h"

namespace portside::s3 {
namespace {

// COPY (the default) or REPLACE.
S3Result<bool> Replaces(const S3Call& call, std::string_view header) {
  const std::string_view directive = call.Header(header);
  if (directive.empty() || directive == "COPY") return false;
  if (directive == "REPLACE") return true;
  const std::string_view name = header == "x-amz-metadata-directive" ? "metadata" : "tagging";
  return Fail(InvalidArgument("Unknown " + std::string(name) + " directive.", std::string(header),
                              std::string(directive)));
}

// A copy onto itself must change something.
S3Result<void> CheckSelfCopy(const S3Call& call, const CopySource& source, bool replaces) {
  if (source.bucket != call.bucket || source.key != call.key || replaces) return {};
  for (const std::string_view changing :
       {"x-amz-storage-class", "x-amz-website-redirect-location", "x-amz-server-side-encryption",
        "x-amz-checksum-algorithm"}) {
    if (!call.Header(changing).empty()) return {};
  }
  return Fail(InvalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without "
      "changing the object's metadata, storage class, website redirect location or encryption "
      "attributes."));
}

S3Result<ObjectAttributes> AttributesOfCopy(const S3Call& call, const ObjectInfo& source,
                                            bool replaces_metadata) {
  // Storage class, encryption and the like are never copied.
  ObjectAttributes attributes = TRY(ParseAttributes(call));
  if (!replaces_metadata) {
    attributes.content_type = source.attributes.content_type;
    attributes.metadata = source.attributes.metadata;
    for (const char* name : {"cache-control", "content-disposition", "content-encoding",
                             "content-language", "expires"}) {
      attributes.headers.erase(name);
      const auto it = source.attributes.headers.find(name);
      if (it != source.attributes.headers.end()) attributes.headers.insert(*it);
    }
  }
  if (!TRY(Replaces(call, "x-amz-tagging-directive"))) attributes.tags = source.attributes.tags;
  return attributes;
}

// The algorithm that the request asks for, or that of the source, or the default.
S3Result<const ChecksumAlgorithm*> ChecksumOfCopy(const S3Call& call, const ObjectInfo& source) {
  const std::string_view wanted = call.Header("x-amz-checksum-algorithm");
  if (!wanted.empty()) {
    const ChecksumAlgorithm* algorithm = FindChecksum(wanted);
    if (algorithm == nullptr) {
      return Fail(
          InvalidRequest("Checksum algorithm provided is unsupported. Please try again "
                         "with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, "
                         "SHA256]"));
    }
    return algorithm;
  }
  for (const auto& [name, value] : source.attributes.checksums) {
    if (const ChecksumAlgorithm* algorithm = FindChecksum(name)) return algorithm;
  }
  return &DefaultChecksum();
}

class CopyAnswer final : public LongAnswer {
 public:
  CopyAnswer(S3Call& call, ByteCopy copy) : call_(call), copy_(std::move(copy)) {}

  S3Result<std::optional<HttpResponse>> Step() override {
    if (!TRY(copy_.Step())) return std::nullopt;
    // Asked again: another writer may have been faster.
    TRY(CheckWrite(call_, call_.objects()));
    const ObjectInfo copy = TRY(FromStore(copy_.writer().Commit()));

    XmlWriter xml("CopyObjectResult");
    xml.Add("LastModified", XmlTime(copy.last_modified)).Add("ETag", Quoted(copy.etag));
    AddChecksumElements(copy.attributes, xml);
    HttpResponse response = XmlResponse(200, xml.Finish());
    AddEncryptionHeaders(copy.attributes, response);
    return response;
  }

 private:
  S3Call& call_;
  ByteCopy copy_;
};

}  // namespace

S3Result<std::unique_ptr<LongAnswer>> CopyObject(S3Call& call) {
  if (call.key.size() > limits::kObjectKeyBytes) return Fail(KeyTooLong(call.key.size()));
  const CopySource source = TRY(ParseCopySource(call));
  TRY(OwnBucketForWriting(call));
  const bool replaces_metadata = TRY(Replaces(call, "x-amz-metadata-directive"));
  TRY(CheckSelfCopy(call, source, replaces_metadata));
  TRY(CheckWrite(call, call.objects()));
  std::unique_ptr<ObjectReader> reader = TRY(OpenCopySource(call, source));
  const ObjectInfo& original = reader->info();
  if (original.size > limits::kObjectBytes) {
    return Fail(
        InvalidRequest("The specified copy source is larger than the maximum allowable "
                       "size for a copy source: " +
                       std::to_string(limits::kObjectBytes)));
  }

  ObjectAttributes attributes = TRY(AttributesOfCopy(call, original, replaces_metadata));
  const ChecksumAlgorithm* algorithm = TRY(ChecksumOfCopy(call, original));
  const std::uint64_t size = original.size;
  std::unique_ptr<ObjectWriter> writer =
      TRY(FromStore(call.surroundings.objects.Put(call.bucket, call.key, std::move(attributes))));
  return std::make_unique<CopyAnswer>(
      call, ByteCopy(std::move(reader), 0, size, std::move(writer), *algorithm));
}

}  // namespace portside::s3
