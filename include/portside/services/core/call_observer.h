// SPDX-License-Identifier: Apache-2.0
//
// CallObserver: is told of every request that has ended: answered, or left by its client. It counts
// or records; it changes nothing. Core thread only.

#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "portside/services/core/service.h"

namespace portside {

// Valid during the call of Ended.
struct EndedCall {
  std::string_view method;
  std::string_view target;  // as sent: path and query, still encoded
  const Headers& headers;   // of the request; empty where no observer wants it
  // The request's body where an observer wants it and it is no longer than limits::kKeptBodyBytes,
  // else nothing of it.
  std::string_view body;
  std::uint64_t body_size;
  const Caller& caller;
  const CallRecord& record;
  // As it is sent. Status 499 without a body: the client went away before it was answered.
  const HttpResponse& response;
  std::chrono::microseconds duration;  // from the request's head to its answer
};

class CallObserver {
 public:
  virtual ~CallObserver() = default;
  virtual void Ended(const EndedCall& call) = 0;
  // Whether Ended looks at the request's headers and body, which are copied for it.
  [[nodiscard]] virtual bool WantsRequest() const { return false; }
};

}  // namespace portside
