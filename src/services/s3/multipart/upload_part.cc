// SPDX-License-Identifier: Apache-2.0

#include "portside/base/encoding.h"
#include "services/s3/multipart/upload_rules.h"
#include "services/s3/objects/attributes.h"
#include "services/s3/objects/copy_source.h"
#include "services/s3/objects/put_object.h"
#include "services/s3/wire/handlers.h"
#include "services/s3/wire/range.h"

namespace portside::s3 {
namespace {

S3Result<std::unique_ptr<ObjectWriter>> OpenPart(const S3Call& call, const BodyIntake& intake) {
  TRY(OwnBucket(call));
  const int number = TRY(ParsePartNumber(call));
  TRY(CheckAnnouncedSize(call, intake));
  const Upload upload = TRY(FindUpload(call));
  const UploadChecksum checksum = UploadChecksumOf(upload);
  const ChecksumAlgorithm* sent = intake.checksum_request().algorithm;
  if (checksum.was_named && sent != nullptr && sent != checksum.algorithm) {
    return Fail(InvalidRequest("Checksum Type mismatch occurred, expected checksum Type: " +
                               std::string(checksum.algorithm->name) +
                               ", actual checksum Type: " + std::string(sent->name)));
  }
  return FromStore(call.surroundings.objects.PutPart(call.bucket, call.key, upload.id, number));
}

// Whatever the client sends, the checksum of the whole needs that of each part.
S3Result<const ChecksumAlgorithm*> ChecksumOfUpload(const S3Call& call) {
  TRY(OwnBucket(call));
  return UploadChecksumOf(TRY(FindUpload(call))).algorithm;
}

S3Result<HttpResponse> CommitPart(const S3Call&, ObjectWriter& writer, const BodyDigests& digests) {
  const Checksum& told = digests.told();
  for (const Checksum& checksum : {told, digests.needed}) {
    writer.attributes().checksums[std::string(checksum.algorithm->name)] = checksum.value;
  }
  const ObjectInfo info = TRY(FromStore(writer.Commit()));

  HttpResponse response = EmptyResponse(200);
  response.headers.Add("ETag", Quoted(info.etag));
  response.headers.Add("x-amz-checksum-" + std::string(told.algorithm->name), told.value);
  AddEncryptionHeaders({}, response);
  return response;
}

// The bytes of the source that the part is to be.
S3Result<ByteRange> RangeOfPart(const S3Call& call, std::uint64_t size) {
  const std::string_view header = call.Header("x-amz-copy-source-range");
  if (header.empty()) return ByteRange{0, size - 1};
  const std::optional<ByteRange> range = ParseCopyRange(header);
  if (!range) {
    return Fail(InvalidArgument(
        "The x-amz-copy-source-range value must be of the form bytes=first-last where first and "
        "last are the zero-based offsets of the first and last bytes to copy",
        "x-amz-copy-source-range", std::string(header)));
  }
  if (range->last >= size) {
    return Fail(InvalidArgument(
        "Range specified is not valid for source object of size: " + std::to_string(size),
        "x-amz-copy-source-range", std::string(header)));
  }
  return *range;
}

class PartCopyAnswer final : public LongAnswer {
 public:
  PartCopyAnswer(ByteCopy copy, bool tells_checksum)
      : copy_(std::move(copy)), tells_checksum_(tells_checksum) {}

  S3Result<std::optional<HttpResponse>> Step() override {
    if (!TRY(copy_.Step())) return std::nullopt;
    const ObjectInfo part = TRY(FromStore(copy_.writer().Commit()));
    XmlWriter xml("CopyPartResult");
    xml.Add("LastModified", XmlTime(part.last_modified)).Add("ETag", Quoted(part.etag));
    if (tells_checksum_) {
      xml.Add(copy_.algorithm().element, copy_.writer().attributes().checksums.begin()->second);
    }
    HttpResponse response = XmlResponse(200, xml.Finish());
    AddEncryptionHeaders({}, response);
    return response;
  }

 private:
  ByteCopy copy_;
  bool tells_checksum_;
};

}  // namespace

const PutTarget kUploadPart = {OpenPart, ChecksumOfUpload, CommitPart};

S3Result<std::unique_ptr<LongAnswer>> UploadPartCopy(S3Call& call) {
  TRY(OwnBucket(call));
  const int number = TRY(ParsePartNumber(call));
  const Upload upload = TRY(FindUpload(call));
  const CopySource source = TRY(ParseCopySource(call));
  std::unique_ptr<ObjectReader> reader = TRY(OpenCopySource(call, source));
  const ByteRange range = TRY(RangeOfPart(call, reader->info().size));

  std::unique_ptr<ObjectWriter> writer =
      TRY(FromStore(call.surroundings.objects.PutPart(call.bucket, call.key, upload.id, number)));
  const UploadChecksum checksum = UploadChecksumOf(upload);
  // The part of an empty source is empty: its range, 0 to -1, has no length.
  return std::make_unique<PartCopyAnswer>(ByteCopy(std::move(reader), range.first, range.length(),
                                                   std::move(writer), *checksum.algorithm),
                                          checksum.was_named);
}

}  // namespace portside::s3
