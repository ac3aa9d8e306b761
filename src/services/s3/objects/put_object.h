// SPDX-License-Identifier: Apache-2.0
//
// PutExchange: a body that streams into the store, as an object or as a part of an upload.

#pragma once

#include <memory>
#include <optional>

#include "portside/http/exchange.h"
#include "services/s3/wire/body_intake.h"
#include "services/s3/wire/call.h"
#include "services/s3/wire/streamed_exchange.h"

namespace portside::s3 {

// What differs between PutObject and UploadPart. Functions of a call, without state.
struct PutTarget {
  // Everything that can be refused before the body; then the writer.
  S3Result<std::unique_ptr<ObjectWriter>> (*open)(const S3Call& call, const BodyIntake& intake);
  // The checksum that is computed whatever the client names; null for none.
  S3Result<const ChecksumAlgorithm*> (*needed)(const S3Call& call);
  // The body is complete and all digests are right: commits, and answers.
  S3Result<HttpResponse> (*commit)(const S3Call& call, ObjectWriter& writer,
                                   const BodyDigests& digests);
};

// S3 wants to know the size ahead, and allows 5 GiB.
S3Result<void> CheckAnnouncedSize(const S3Call& call, const BodyIntake& intake);

extern const PutTarget kPutObject;
extern const PutTarget kUploadPart;

class PutExchange final : public StreamedExchange {
 public:
  PutExchange(S3Call call, const PutTarget& target)
      : StreamedExchange(std::move(call)), target_(target) {}

 private:
  S3Result<void> Open() override;
  S3Result<void> Take(std::string_view piece) override;
  S3Result<HttpResponse> Complete() override;

  const PutTarget& target_;
  std::optional<BodyIntake> intake_;
  std::unique_ptr<ObjectWriter> writer_;
};

}  // namespace portside::s3
