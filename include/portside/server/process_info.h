// SPDX-License-Identifier: Apache-2.0
//
// ProcessInfo: what /_localstack/info tells of this process, with the members that tools know from
// LocalStack.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "portside/base/clock.h"
#include "portside/base/json.h"

namespace portside {

class ProcessInfo {
 public:
  // The process begins now. A seed repeats the session's id.
  ProcessInfo(const Clock& machine_clock, const std::optional<std::uint64_t>& seed);

  [[nodiscard]] Json Describe() const;
  [[nodiscard]] Timestamp started() const { return started_; }

 private:
  const Clock& clock_;
  const Timestamp started_;
  const std::string session_id_;
};

}  // namespace portside
