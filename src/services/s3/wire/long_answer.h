// SPDX-License-Identifier: Apache-2.0
//
// LongAnswer: an answer for which many bytes are moved first. It is made in steps, between which
// other requests have their turn; what it decides, it decides in its last step, at once with what
// it puts in place.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "portside/http/exchange.h"
#include "services/s3/wire/call.h"

namespace portside::s3 {

// What one step moves: a few milliseconds' worth.
inline constexpr std::uint64_t kStepBytes = 4 * 1024 * 1024;

class LongAnswer {
 public:
  virtual ~LongAnswer() = default;
  // Nothing while more steps are to follow.
  virtual S3Result<std::optional<HttpResponse>> Step() = 0;
};

// The handler of an operation that takes long. `call` lives as long as what is returned.
using LongHandler = S3Result<std::unique_ptr<LongAnswer>> (*)(S3Call& call);

// Takes the steps, the first at once and each other one posted through S3Options::post (without
// one, all at once), and responds with the outcome. A client that goes away does not stop it, as in
// S3.
void Answer(S3Call call, LongHandler handler, Respond respond);
// The usual answer, which may only have to wait until a person's files were read
// (S3Options::aside).
void Answer(S3Call call, Handler handler, Respond respond);

}  // namespace portside::s3
