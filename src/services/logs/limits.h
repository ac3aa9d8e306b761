// SPDX-License-Identifier: Apache-2.0
//
// The bounds that only CloudWatch Logs knows, each with its reason.

#pragma once

#include <cstddef>
#include <cstdint>

namespace portside::limits {

// A record of a stream: lines of a few hundred units are one read, and a page that begins in the
// middle of one looks at no more than this in vain.
inline constexpr std::size_t kLogPageBytes = 32 * 1024;
// Records that one reading of a stream takes at once.
inline constexpr std::int64_t kLogRecordsAtOnce = 16;
// An answer (the service's own limits): events, and their bytes with 26 more for each.
inline constexpr std::size_t kLogEvents = 10'000;
inline constexpr std::size_t kLogEventsBytes = 1024 * 1024;
inline constexpr std::size_t kLogEventOverhead = 26;
// What one call looks at for its answer where times or a filter refuse most of it: two full
// streams.
inline constexpr std::size_t kLogLookedBytes = 2 * 1024 * 1024;
// Groups and streams of one page of a list (the service's own limit), and streams that one
// FilterLogEvents begins to look at: one that asked for more goes on by its token.
inline constexpr std::size_t kLogListed = 50;
inline constexpr std::size_t kLogStreamsFiltered = 100;

}  // namespace portside::limits
