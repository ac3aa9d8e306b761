// SPDX-License-Identifier: Apache-2.0
//
// StreamedExchange: a request whose body goes through to the store as it arrives: what PutObject,
// UploadPart and a browser's form have in common. What can be refused before the body is refused
// before it is asked for; after the first error the rest of the body is not taken.

#pragma once

#include <optional>

#include "portside/http/exchange.h"
#include "services/s3/wire/call.h"

namespace portside::s3 {

class StreamedExchange : public Exchange {
 public:
  explicit StreamedExchange(S3Call call) : call_(std::move(call)) {}

  std::optional<HttpResponse> EarlyResponse() final;
  // The limit is S3's own and has an answer of its own; what is around the bytes does not count.
  [[nodiscard]] std::uint64_t BodyLimit() const final;
  bool Write(std::string_view piece) final;
  void Finish(Respond respond) final;

 protected:
  // Once, before anything of the body: all that the request's head can be refused for.
  virtual S3Result<void> Open() = 0;
  virtual S3Result<void> Take(std::string_view piece) = 0;
  // The body is complete: commits, and answers.
  virtual S3Result<HttpResponse> Complete() = 0;

  S3Call call_;

 private:
  // Opens when the first of the calls above comes. False: error_ says why not.
  bool Prepare();
  HttpResponse ErrorAnswer();

  bool prepared_ = false;
  std::optional<S3Error> error_;
};

}  // namespace portside::s3
