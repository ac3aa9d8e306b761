// SPDX-License-Identifier: Apache-2.0

#include "services/s3/objects/put_object.h"

#include "portside/base/limits.h"
#include "services/s3/objects/attributes.h"
#include "services/s3/wire/conditions.h"

namespace portside::s3 {
namespace {

S3Result<std::unique_ptr<ObjectWriter>> OpenObject(const S3Call& call, const BodyIntake& intake) {
  if (call.key.size() > limits::kObjectKeyBytes) return Fail(KeyTooLong(call.key.size()));
  TRY(OwnBucketForWriting(call));
  TRY(CheckAnnouncedSize(call, intake));
  TRY(CheckWrite(call, call.objects()));
  ObjectAttributes attributes = TRY(ParseAttributes(call));
  return FromStore(call.objects().Put(call.bucket, call.key, std::move(attributes)));
}

// The default one, unless the request brings another.
S3Result<const ChecksumAlgorithm*> ChecksumNeeded(const S3Call& call) {
  const ChecksumRequest request = TRY(ParseChecksumHeaders(call));
  return request.algorithm != nullptr ? nullptr : &DefaultChecksum();
}

S3Result<HttpResponse> CommitObject(const S3Call& call, ObjectWriter& writer,
                                    const BodyDigests& digests) {
  // Asked again: another writer may have been faster.
  TRY(CheckWrite(call, call.objects()));
  const Checksum& checksum = digests.told();
  writer.attributes().checksums[std::string(checksum.algorithm->name)] = checksum.value;
  const ObjectInfo info = TRY(FromStore(writer.Commit()));

  HttpResponse response = EmptyResponse(200);
  response.headers.Add("ETag", Quoted(info.etag));
  AddChecksumHeaders(info.attributes, response);
  AddEncryptionHeaders(info.attributes, response);
  return response;
}

}  // namespace

// A body in HTTP's chunks without the size of aws-chunked is one of unknown size.
S3Result<void> CheckAnnouncedSize(const S3Call& call, const BodyIntake& intake) {
  if (!intake.announced_size()) {
    if (call.request.headers.Has("transfer-encoding")) {
      return Fail(NotImplementedHeader("Transfer-Encoding"));
    }
    return Fail(MissingContentLength());
  }
  if (*intake.announced_size() > limits::kObjectBytes) {
    return Fail(EntityTooLarge(*intake.announced_size()));
  }
  return {};
}

const PutTarget kPutObject = {OpenObject, ChecksumNeeded, CommitObject};

S3Result<void> PutExchange::Open() {
  const ChecksumAlgorithm* needed = TRY(target_.needed(call_));
  intake_.emplace(TRY(BodyIntake::Make(call_, needed)));
  writer_ = TRY(target_.open(call_, *intake_));
  return {};
}

S3Result<void> PutExchange::Take(std::string_view piece) {
  return intake_->Write(
      piece, [this](std::string_view bytes) { return FromStore(writer_->Write(bytes)); });
}

S3Result<HttpResponse> PutExchange::Complete() {
  const BodyDigests digests = TRY(intake_->Finish(writer_->Etag()));
  return target_.commit(call_, *writer_, digests);
}

}  // namespace portside::s3
