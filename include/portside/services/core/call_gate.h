// SPDX-License-Identifier: Apache-2.0
//
// CallGate: asked about every call of every service once its operation is known, before anything of
// it is done: whether a test has ordered that it fails.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/aws/service_error.h"
#include "portside/services/core/service.h"

namespace portside {

struct CallFacts {
  std::string_view service;       // "s3", "sts", or the model's name: "personalize_events"
  std::string_view signing_name;  // "personalize"
  std::string_view operation;
  const Caller& caller;
  // The names and ARNs that the call is about. Asked for only where a rule wants to know.
  std::function<std::vector<std::string>()> resources;
};

class CallGate {
 public:
  virtual ~CallGate() = default;
  // The error that is answered in place of the operation; nothing: it is performed. How the answer
  // is to leave is put into `record`. Core thread.
  virtual std::optional<ServiceError> Judge(const CallFacts& call, CallRecord& record) = 0;
};

}  // namespace portside
