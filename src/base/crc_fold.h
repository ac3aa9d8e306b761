// SPDX-License-Identifier: Apache-2.0
//
// Folding: what makes CRCs of long texts fast where the processor multiplies without carries. A
// text is replaced by sixteen bytes with the same remainder, which the tables of crc.cc then
// finish.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace portside {

// The shortest text that is worth folding.
inline constexpr std::size_t kFoldedBytes = 128;

// Whether this processor can.
bool CanFold();

// How a remainder moves `bits` further up: what its two halves are multiplied by.
struct FoldStep {
  std::uint64_t low;
  std::uint64_t high;
};

// The steps of one polynomial, given in reflected form in the upper bits of 64.
struct FoldSteps {
  FoldStep by_64_bytes;
  FoldStep by_16_bytes;
};

// Of x^power: bit i is the coefficient of x^(63-i), as in the bytes of a text.
constexpr std::uint64_t ReflectedPower(std::uint64_t reflected_polynomial, int width, int power) {
  const std::uint64_t polynomial = reflected_polynomial;
  std::uint64_t value = 1ULL << (width - 1);  // x^0
  for (int i = 0; i < power; ++i) value = (value >> 1) ^ ((value & 1) != 0 ? polynomial : 0);
  return value << (64 - width);
}

// A product of two reflected words stands one place too low, which the powers make up for.
constexpr FoldStep MakeFoldStep(std::uint64_t reflected_polynomial, int width, int bits) {
  return {ReflectedPower(reflected_polynomial, width, bits + 63),
          ReflectedPower(reflected_polynomial, width, bits - 1)};
}

constexpr FoldSteps MakeFoldSteps(std::uint64_t reflected_polynomial, int width) {
  return {MakeFoldStep(reflected_polynomial, width, 512),
          MakeFoldStep(reflected_polynomial, width, 128)};
}

// Sixteen bytes with the remainder of the first `size` bytes at `text`, into whose beginning the
// register `state` is mixed. `size` is a multiple of 16, and at least 64. Only where CanFold().
std::array<unsigned char, 16> Fold(const FoldSteps& steps, std::uint64_t state,
                                   const unsigned char* text, std::size_t size);

}  // namespace portside
