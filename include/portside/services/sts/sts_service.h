// SPDX-License-Identifier: Apache-2.0
//
// StsService: GetCallerIdentity and nothing else of AWS STS, because every tool calls it first. The
// query protocol: a form POST to `/`, or the same parameters in the query string. XML answers.

#pragma once

#include <string_view>
#include <vector>

#include "portside/services/core/call_gate.h"
#include "portside/services/core/service.h"

namespace portside {

class StsService final : public Service {
 public:
  // `gate`, if there is one, is asked about every call.
  explicit StsService(CallGate* gate = nullptr) : gate_(gate) {}

  std::unique_ptr<Exchange> Begin(HttpRequest request, Caller caller, CallRecord& record) override;
  // The answer to a request whose signature is not accepted, from the error that the other services
  // would give: in the query protocol its names are without "Exception", and some are others.
  static HttpResponse Refuse(const ServiceError& fault, const Caller& caller, CallRecord& record);
  // The names of all operations, served or not.
  [[nodiscard]] static std::vector<std::string_view> Operations();

 private:
  CallGate* gate_;
};

}  // namespace portside
