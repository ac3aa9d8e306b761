// SPDX-License-Identifier: Apache-2.0

#include "services/s3/wire/breakage.h"

#include <exception>

namespace portside::s3 {
namespace {

class GuardedExchange final : public Exchange {
 public:
  GuardedExchange(std::unique_ptr<Exchange> inner, S3Call call)
      : inner_(std::move(inner)), call_(std::move(call)) {}

  std::optional<HttpResponse> EarlyResponse() override {
    std::optional<HttpResponse> early;
    if (!Try([&] { early = inner_->EarlyResponse(); })) return ErrorAnswer();
    return early;
  }

  [[nodiscard]] std::uint64_t BodyLimit() const override { return inner_->BodyLimit(); }

  [[nodiscard]] std::size_t HeldBytes() const override { return inner_->HeldBytes(); }

  bool Write(std::string_view piece) override {
    bool wants_more = false;
    return Try([&] { wants_more = inner_->Write(piece); }) && wants_more;
  }

  void Finish(Respond respond) override {
    // The last thing that the exchange does is to respond: what throws, throws before.
    if (error_ || !Try([&] { inner_->Finish(respond); })) respond(ErrorAnswer());
  }

 private:
  bool Try(const std::function<void()>& work) {
    const S3Result<void> done = CatchBreakage(work);
    if (!done) error_ = done.error();
    return done.has_value();
  }

  HttpResponse ErrorAnswer() {
    HttpResponse response = ErrorResponse(call_, *error_);
    AddCommonHeaders(call_, response);
    return response;
  }

  std::unique_ptr<Exchange> inner_;
  S3Call call_;
  std::optional<S3Error> error_;
};

}  // namespace

S3Result<void> CatchBreakage(const std::function<void()>& work) {
  try {
    work();
    return {};
  } catch (const std::exception& breakage) {
    return Fail(InternalError(breakage.what()));
  }
}

std::unique_ptr<Exchange> Guarded(std::unique_ptr<Exchange> inner, S3Call call) {
  return std::make_unique<GuardedExchange>(std::move(inner), std::move(call));
}

}  // namespace portside::s3
