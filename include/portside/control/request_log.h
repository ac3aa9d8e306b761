// SPDX-License-Identifier: Apache-2.0
//
// RequestLog: the last calls of services, so that a test can look at what its program has really
// sent, and send it again. In memory, bounded in number and in bytes. What signs a request is never
// kept. Core thread.

#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "portside/base/clock.h"
#include "portside/services/core/call_observer.h"

namespace portside {

// A body as far as it is kept: all of it, or only its size.
struct KeptBody {
  std::optional<std::string> bytes;
  std::uint64_t size = 0;
};

struct LoggedRequest {
  Timestamp time{};  // of the users' clock, when it was answered
  Caller caller;     // with the request's id
  std::string method;
  std::string target;  // signatures are taken out
  Headers headers;     // without those that hold secrets
  KeptBody input;
  CallRecord record;
  int status = 0;
  Headers output_headers;
  KeptBody output;
  std::chrono::microseconds duration{};
};

class RequestLog final : public CallObserver {
 public:
  // Keeps at most so many requests; 0: none. The clock outlives the log.
  RequestLog(const Clock& clock, std::size_t most) : clock_(clock), most_(most) {}

  // Calls of the control plane are passed over.
  void Ended(const EndedCall& call) override;
  [[nodiscard]] bool WantsRequest() const override { return most_ > 0; }

  [[nodiscard]] const std::deque<LoggedRequest>& requests() const {
    return requests_;
  }  // oldest first
  [[nodiscard]] const LoggedRequest* Find(std::string_view id) const;
  std::size_t Clear();

 private:
  const Clock& clock_;
  std::size_t most_;
  std::deque<LoggedRequest> requests_;
  std::size_t bytes_ = 0;  // of all requests
};

// The body of a browser's form without the fields that sign it; other bodies as they are.
std::string WithoutFormSecrets(std::string_view body, std::string_view content_type);
// A target without what signs it: the values of those parameters become "-".
std::string WithoutSignature(std::string_view target);

}  // namespace portside
