// SPDX-License-Identifier: Apache-2.0
//
// Digests over bytes. Hasher takes a stream; the free functions take one block. Raw results are
// bytes in a std::string; see encoding.h for hex and base64.

#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace portside {

enum class DigestAlgorithm { kMd5, kSha1, kSha256, kBlake2b512 };

class Hasher {
 public:
  explicit Hasher(DigestAlgorithm algorithm);
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  void Update(std::string_view bytes);
  // The raw digest. Ends the stream: no further Update.
  std::string Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string Digest(DigestAlgorithm algorithm, std::string_view bytes);
std::string HexDigest(DigestAlgorithm algorithm, std::string_view bytes);
std::string HmacSha256(std::string_view key, std::string_view bytes);
std::string HmacSha1(std::string_view key, std::string_view bytes);

// Cyclic redundancy checks as S3 uses them. `Update` may be called any number of times; Value is
// the check of all bytes so far; Bytes is Value, most significant byte first.
enum class CrcAlgorithm { kCrc32, kCrc32c, kCrc64Nvme };

class Crc {
 public:
  explicit Crc(CrcAlgorithm algorithm);
  void Update(std::string_view bytes);
  [[nodiscard]] std::uint64_t Value() const;
  [[nodiscard]] std::string Bytes() const;

 private:
  CrcAlgorithm algorithm_;
  std::uint64_t state_;
};

}  // namespace portside
