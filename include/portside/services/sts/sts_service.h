// SPDX-License-Identifier: Apache-2.0
//
// StsService: GetCallerIdentity and nothing else of AWS STS, because every tool calls it first. The
// query protocol: a form POST to `/`, or the same parameters in the query string. XML answers.

#pragma once

#include "portside/services/core/service.h"

namespace portside {

class StsService final : public Service {
 public:
  std::unique_ptr<Exchange> Begin(HttpRequest request, Caller caller, CallRecord& record) override;
};

}  // namespace portside
