// SPDX-License-Identifier: Apache-2.0
//
// CallMetrics: counts the requests that have ended, by service, operation and status, and how long
// they took. Its labels are bounded: services and operations are those that this program knows, and
// everything else is "-". Core thread only.

#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <string>

#include "portside/services/core/call_observer.h"

namespace portside {

// Upper bounds of the buckets, in seconds; one more bucket has none.
inline constexpr std::array kLatencyBuckets = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                               0.1,    0.25,  0.5,    1.0,   2.5,  5.0,   10.0};

class CallMetrics final : public CallObserver {
 public:
  struct Operation {
    std::string service;
    std::string name;
    auto operator<=>(const Operation&) const = default;
  };
  struct Latency {
    // Requests that took at most the bucket's bound and more than the one before.
    std::array<std::uint64_t, kLatencyBuckets.size() + 1> buckets{};
    std::uint64_t count = 0;
    std::chrono::microseconds sum{};
  };
  struct Figures {
    std::map<int, std::uint64_t> statuses;
    Latency latency;
  };

  void Ended(const EndedCall& call) override;
  [[nodiscard]] const std::map<Operation, Figures>& operations() const { return operations_; }

 private:
  std::map<Operation, Figures> operations_;
};

}  // namespace portside
