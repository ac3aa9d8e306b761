// SPDX-License-Identifier: Apache-2.0
//
// Random: the only source of chance. Seeded, it makes ids, pixels and outcomes repeat exactly.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace portside {

// Not thread safe: each thread (and each job) has its own.
class Random {
 public:
  // The same seed gives the same sequence on every machine (splitmix64).
  explicit Random(std::uint64_t seed) : state_(seed) {}
  // Seeded from the operating system.
  static Random FromEntropy();

  std::uint64_t Next();
  // Uniform in [0, bound); bound > 0.
  std::uint64_t Below(std::uint64_t bound);
  // Uniform in [0, 1).
  double Unit();

  // `length` characters out of `alphabet`.
  std::string Text(std::size_t length, std::string_view alphabet);
  // Lower-case hexadecimal digits.
  std::string Hex(std::size_t length);
  // RFC 4122 version 4, lower case.
  std::string Uuid();

 private:
  std::uint64_t state_;
};

// A 64-bit hash of bytes, equal on every machine (FNV-1a, then mixed): the seed that a name gives.
std::uint64_t StableHash(std::string_view bytes, std::uint64_t seed = 0);

}  // namespace portside
