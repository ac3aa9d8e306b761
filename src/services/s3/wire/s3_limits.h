// SPDX-License-Identifier: Apache-2.0
//
// The bounds of the S3 API itself (AWS user guide). The program's own are in base/limits.h.

#pragma once

#include <cstddef>
#include <cstdint>

namespace portside::s3 {

inline constexpr std::size_t kMetadataBytes = 2048;  // names and values together
inline constexpr std::size_t kListedKeys = 1000;     // of one page, however many are asked for
inline constexpr std::size_t kListedBuckets = 10'000;
inline constexpr std::size_t kDeletedKeys = 1000;                // of one DeleteObjects
inline constexpr std::uint64_t kPartBytes = 5ULL * 1024 * 1024;  // every part but the last
inline constexpr int kPartNumber = 10'000;
inline constexpr std::size_t kObjectTags = 10;
inline constexpr std::size_t kBucketTags = 50;
inline constexpr std::size_t kTagKeyLength = 128;
inline constexpr std::size_t kTagValueLength = 256;

// A browser's form before the content of its file: boundaries, names and values together. "20 KB"
// in the user guide, 20480 in the answer of S3.
inline constexpr std::size_t kFormBytes = 20 * 1024;
inline constexpr std::size_t kFormBoundaryBytes = 70;  // RFC 2046, 5.1.1

// Bodies that are XML: a CompleteMultipartUpload of 10,000 parts with checksums is the largest.
inline constexpr std::size_t kXmlBytes = 4 * 1024 * 1024;
inline constexpr int kXmlDepth = 16;
inline constexpr std::size_t kXmlNodes = 200'000;

// Grants in one ACL (user guide).
inline constexpr std::size_t kAclGrants = 100;

}  // namespace portside::s3
