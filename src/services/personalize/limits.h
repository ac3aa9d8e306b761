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

// Fingerprints of rows that an export holds at a time: a table of 4 million slots of 24 bytes at
// most. A share may be a little larger than that; then the table doubles.
inline constexpr std::size_t kHeldFingerprints = 2'800'000;
// What an export needs for that, and what its rows pass through.
inline constexpr std::size_t kExportBytes = 230 * 1024 * 1024;

// What one import job reads. The service's own limit is 100 GB; this is what a laptop's disk bears
// and takes minutes, and a job over it fails with a reason.
inline constexpr std::uint64_t kImportInputBytes = 1024ULL * 1024 * 1024;
// An import holds a record of its file in three forms, each of which may be as long as a record.
inline constexpr std::size_t kImportBytes = 64 * 1024 * 1024;

}  // namespace portside::limits
