// SPDX-License-Identifier: Apache-2.0
//
// The checksums of S3: crc32, crc32c, crc64nvme, sha1 and sha256, their names on the wire, and
// what becomes of them when parts are joined.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/s3/wire/call.h"

namespace portside::s3 {

struct ChecksumAlgorithm {
  std::string_view name;     // "crc32": x-amz-checksum-crc32
  std::string_view label;    // "CRC32": x-amz-checksum-algorithm, and messages
  std::string_view element;  // "ChecksumCRC32"
  std::size_t bytes;
  bool is_crc;
};

// All of them, the default one (CRC64NVME) among them.
const std::vector<ChecksumAlgorithm>& ChecksumAlgorithms();
// By name or label, whatever its case; null for what is none.
const ChecksumAlgorithm* FindChecksum(std::string_view name);
const ChecksumAlgorithm& DefaultChecksum();

// Whether `value` is base64 of the right length.
bool IsChecksumValue(const ChecksumAlgorithm& algorithm, std::string_view value);

class ChecksumHasher {
 public:
  explicit ChecksumHasher(const ChecksumAlgorithm& algorithm);
  ~ChecksumHasher();
  ChecksumHasher(ChecksumHasher&&) noexcept;
  void Update(std::string_view bytes);
  // In base64. Ends the stream.
  std::string Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The CRC of two byte sequences one after the other, from their CRCs (base64) and the length of
// the second. Both must be valid values of a CRC.
std::string CombineCrcs(const ChecksumAlgorithm& algorithm, const std::string& first,
                        const std::string& second, std::uint64_t second_length);

// A checksum of checksums, as S3 makes it of parts: base64 of the hash of the raw ones, without
// the "-N".
std::string CompositeChecksum(const ChecksumAlgorithm& algorithm,
                              const std::vector<std::string>& values);

// What a request says about the checksum of its body.
struct ChecksumRequest {
  const ChecksumAlgorithm* algorithm = nullptr;  // null: nothing
  std::string expected;                          // the header's value; empty: it comes as a trailer
  bool in_trailer = false;
};
S3Result<ChecksumRequest> ParseChecksumHeaders(const S3Call& call);

}  // namespace portside::s3
