// SPDX-License-Identifier: Apache-2.0
//
// PutExchange: a body that streams into the store, as an object or as a part of an upload.

#pragma once

#include <memory>
#include <optional>

#include "portside/http/exchange.h"
#include "services/s3/body_intake.h"
#include "services/s3/call.h"

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

class PutExchange final : public Exchange {
 public:
  PutExchange(S3Call call, const PutTarget& target);

  std::optional<HttpResponse> EarlyResponse() override;
  [[nodiscard]] std::uint64_t BodyLimit() const override;
  bool Write(std::string_view piece) override;
  void Finish(Respond respond) override;

 private:
  // Once, when the first of the calls above comes. False: error_ says why not.
  bool Prepare();
  S3Result<void> Open();
  S3Result<HttpResponse> Complete();
  HttpResponse ErrorAnswer();

  S3Call call_;
  const PutTarget& target_;
  bool prepared_ = false;
  std::optional<S3Error> error_;
  std::optional<BodyIntake> intake_;
  std::unique_ptr<ObjectWriter> writer_;
};

}  // namespace portside::s3
