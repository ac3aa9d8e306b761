// SPDX-License-Identifier: Apache-2.0
//
// Fingerprint: 128 bits that stand for bytes in a set or a map, so that a million rows need not be
// kept to see which of them repeat. Two different rows of a billion share one with a probability
// below 10^-20. Not for enemies: whoever wants two rows to collide can make some. Not stored.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace portside::personalize {

struct Fingerprint {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  bool operator==(const Fingerprint&) const = default;
};

// Any half of a fingerprint is a hash.
struct FingerprintHash {
  std::size_t operator()(const Fingerprint& print) const { return print.low; }
};

Fingerprint FingerprintOf(std::string_view bytes);

}  // namespace portside::personalize
