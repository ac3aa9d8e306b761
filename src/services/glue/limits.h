// SPDX-License-Identifier: Apache-2.0
//
// The bounds that only Glue knows, each with its reason.

#pragma once

#include <cstddef>
#include <cstdint>

namespace portside::limits {

// Glue's quota for one label file of an ML transform, 10 MB, read as 2^20 bytes each.
inline constexpr std::uint64_t kLabelFileBytes = 10ULL * 1024 * 1024;
// Imported labels are stored in records of about this size: few inserts, small pieces to export.
inline constexpr std::size_t kLabelPageBytes = 64 * 1024;
// array<, map< and struct< inside each other in a catalog column's type; real tables have a few.
inline constexpr int kColumnTypeDepth = 64;

// Parentheses and NOTs inside each other in an expression of GetPartitions; programs write a few.
inline constexpr int kPartitionExpressionDepth = 100;
// Partitions that one page of GetPartitions looks at: a page of a filter that no key narrows may be
// short or empty, as the real service's are.
inline constexpr std::size_t kPartitionLooks = 10'000;

// Tables that one page of SearchTables looks at.
inline constexpr std::size_t kSearchLooks = 10'000;

// Versions, partitions and statistics of a dropped table that are removed at a time: a few
// milliseconds, for which every client waits.
inline constexpr std::size_t kRemovedParts = 300;

}  // namespace portside::limits
