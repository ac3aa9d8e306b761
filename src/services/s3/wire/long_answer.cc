// SPDX-License-Identifier: Apache-2.0

#include "services/s3/wire/long_answer.h"

#include "services/s3/wire/breakage.h"

namespace portside::s3 {
namespace {

struct UnderWay {
  S3Call call;
  Respond respond;
  std::unique_ptr<LongAnswer> answer;

  void Finish(S3Result<HttpResponse> result) {
    HttpResponse response = result ? std::move(*result) : ErrorResponse(call, result.error());
    AddCommonHeaders(call, response);
    answer.reset();
    respond(std::move(response));
  }
};

void TakeStep(const std::shared_ptr<UnderWay>& under_way) {
  for (;;) {
    S3Result<std::optional<HttpResponse>> step = std::nullopt;
    const S3Result<void> taken = CatchBreakage([&] { step = under_way->answer->Step(); });
    if (!taken) return under_way->Finish(Fail(taken.error()));
    if (!step) return under_way->Finish(Fail(step.error()));
    if (*step) return under_way->Finish(std::move(**step));
    const auto& post = under_way->call.surroundings.options.post;
    if (post) return post([under_way] { TakeStep(under_way); });
  }
}

}  // namespace

void Answer(S3Call call, LongHandler handler, Respond respond) {
  const Aside& aside = call.surroundings.options.aside;
  const auto under_way =
      std::make_shared<UnderWay>(UnderWay{std::move(call), std::move(respond), nullptr});
  RunInHaste(aside, [under_way, handler] {
    S3Result<void> begun;
    const S3Result<void> taken = CatchBreakage([&] {
      auto answer = handler(under_way->call);
      if (answer) under_way->answer = std::move(*answer);
      if (!answer) begun = Fail(answer.error());
    });
    if (!taken) return under_way->Finish(Fail(taken.error()));
    if (!begun) return under_way->Finish(Fail(begun.error()));
    // Its steps have turns of their own.
    TakeStep(under_way);
  });
}

void Answer(S3Call call, Handler handler, Respond respond) {
  const Aside& aside = call.surroundings.options.aside;
  const auto under_way =
      std::make_shared<UnderWay>(UnderWay{std::move(call), std::move(respond), nullptr});
  RunInHaste(aside, [under_way, handler] {
    S3Result<HttpResponse> answer = Fail(S3Error{});
    const S3Result<void> taken = CatchBreakage([&] { answer = handler(under_way->call); });
    if (!taken) answer = Fail(taken.error());
    under_way->Finish(std::move(answer));
  });
}

}  // namespace portside::s3
