// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows/fingerprint.h"

#include <bit>
#include <cstring>

namespace portside::personalize {
namespace {

// Odd constants with bits spread evenly: the fractions of pi, e, the golden ratio and sqrt(2).
constexpr std::uint64_t kPi = 0x243F6A8885A308D3ULL;
constexpr std::uint64_t kE = 0xB7E151628AED2A6BULL;
constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15ULL;
constexpr std::uint64_t kRoot = 0x6A09E667F3BCC909ULL;

// For a given word a bijection of the state, so a difference once there never vanishes by itself.
std::uint64_t Absorb(std::uint64_t state, std::uint64_t word, std::uint64_t factor) {
  state = (state ^ word) * factor;
  return state ^ (state >> 29);
}

// A bijection after which every input bit moves about half of the output bits.
std::uint64_t Finish(std::uint64_t state) {
  state = (state ^ (state >> 32)) * kGolden;
  state = (state ^ (state >> 29)) * kPi;
  return state ^ (state >> 32);
}

}  // namespace

Fingerprint FingerprintOf(std::string_view bytes) {
  // Two lanes that see the words in different guise. The length tells apart what padding makes
  // equal.
  std::uint64_t high = kPi ^ bytes.size();
  std::uint64_t low = kE ^ (bytes.size() * kRoot);
  while (!bytes.empty()) {
    std::uint64_t word = 0;
    const std::size_t taken = bytes.size() < sizeof word ? bytes.size() : sizeof word;
    std::memcpy(&word, bytes.data(), taken);
    bytes.remove_prefix(taken);
    high = Absorb(high, word, kGolden);
    low = Absorb(low, std::rotl(word, 27) + kPi, kE);
  }
  return {Finish(high), Finish(low ^ kRoot)};
}

}  // namespace portside::personalize
