// SPDX-License-Identifier: Apache-2.0
//
// The bounds that only Personalize knows, each with its reason.

#pragma once

#include <cstddef>
#include <cstdint>

namespace portside::limits {

// One record of a dataset's rows: a million usual rows are about a thousand records, and a reader
// holds one of them at a time.
inline constexpr std::size_t kRecordPageBytes = 64 * 1024;

}  // namespace portside::limits
