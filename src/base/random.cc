// SPDX-License-Identifier: Apache-2.0

#include "portside/base/random.h"

#include <cassert>
#include <random>

namespace portside {
namespace {

// The output function of splitmix64 (Steele, Lea, Flood 2014).
std::uint64_t Mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

constexpr std::string_view kHexDigits = "0123456789abcdef";

}  // namespace

Random Random::FromEntropy() {
  std::random_device device;
  const std::uint64_t high = device();
  return Random((high << 32) ^ device());
}

std::uint64_t Random::Next() {
  state_ += 0x9E3779B97F4A7C15ULL;
  return Mix(state_);
}

std::uint64_t Random::Below(std::uint64_t bound) {
  assert(bound > 0);
  // 2^64 mod bound numbers at the low end would make small results likelier: draw again. The loop
  // ends after two turns on average at worst.
  const std::uint64_t unfair = (0 - bound) % bound;
  std::uint64_t drawn = Next();
  while (drawn < unfair) drawn = Next();
  return drawn % bound;
}

double Random::Unit() {
  // The 53 bits that a double's fraction holds.
  return static_cast<double>(Next() >> 11) * 0x1.0p-53;
}

std::string Random::Text(std::size_t length, std::string_view alphabet) {
  std::string text(length, '\0');
  for (char& c : text) c = alphabet[Below(alphabet.size())];
  return text;
}

std::string Random::Hex(std::size_t length) {
  std::string text(length, '\0');
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < length; ++i) {
    if (i % 16 == 0) bits = Next();
    text[i] = kHexDigits[bits & 15];
    bits >>= 4;
  }
  return text;
}

std::string Random::Uuid() {
  std::string uuid(36, '-');
  const std::string digits = Hex(32);
  std::size_t from = 0;
  for (std::size_t i = 0; i < uuid.size(); ++i) {
    if (i == 8 || i == 13 || i == 18 || i == 23) continue;
    uuid[i] = digits[from++];
  }
  uuid[14] = '4';                                    // the version
  uuid[19] = "89ab"[kHexDigits.find(uuid[19]) & 3];  // the variant
  return uuid;
}

std::uint64_t StableHash(std::string_view bytes, std::uint64_t seed) {
  std::uint64_t hash = 0xCBF29CE484222325ULL ^ Mix(seed);
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001B3ULL;
  }
  return Mix(hash);
}

}  // namespace portside
