// SPDX-License-Identifier: Apache-2.0

#include "portside/control/call_metrics.h"

#include <algorithm>

namespace portside {

void CallMetrics::Ended(const EndedCall& call) {
  Figures& figures = operations_[{call.record.service, call.record.operation}];
  ++figures.statuses[call.response.status];
  const double seconds = std::chrono::duration<double>(call.duration).count();
  const auto* bucket = std::lower_bound(kLatencyBuckets.data(),
                                        kLatencyBuckets.data() + kLatencyBuckets.size(), seconds);
  ++figures.latency.buckets[static_cast<std::size_t>(bucket - kLatencyBuckets.data())];
  ++figures.latency.count;
  figures.latency.sum += call.duration;
}

}  // namespace portside
