// SPDX-License-Identifier: Apache-2.0

#include "base/crc_fold.h"

#if defined(__x86_64__)

#include <immintrin.h>

namespace portside {
namespace {

[[gnu::target("pclmul,sse4.1")]] __m128i Load(const unsigned char* from) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
}

[[gnu::target("pclmul,sse4.1")]] __m128i Constants(const FoldStep& step) {
  return _mm_set_epi64x(static_cast<long long>(step.high), static_cast<long long>(step.low));
}

// `lane`, moved up by the step's distance, and what stands there.
[[gnu::target("pclmul,sse4.1")]] __m128i Move(__m128i lane, __m128i constants, __m128i there) {
  const __m128i low = _mm_clmulepi64_si128(lane, constants, 0x00);
  const __m128i high = _mm_clmulepi64_si128(lane, constants, 0x11);
  return _mm_xor_si128(_mm_xor_si128(low, high), there);
}

}  // namespace

bool CanFold() {
  static const bool can = __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
  return can;
}

[[gnu::target("pclmul,sse4.1")]] std::array<unsigned char, 16> Fold(const FoldSteps& steps,
                                                                    std::uint64_t state,
                                                                    const unsigned char* text,
                                                                    std::size_t size) {
  // Four lanes, so that one multiplication need not wait for another.
  __m128i lanes[4] = {Load(text), Load(text + 16), Load(text + 32), Load(text + 48)};
  lanes[0] = _mm_xor_si128(lanes[0], _mm_set_epi64x(0, static_cast<long long>(state)));
  text += 64;
  size -= 64;
  const __m128i by_64 = Constants(steps.by_64_bytes);
  for (; size >= 64; size -= 64, text += 64) {
    for (int i = 0; i < 4; ++i) lanes[i] = Move(lanes[i], by_64, Load(text + 16 * i));
  }

  const __m128i by_16 = Constants(steps.by_16_bytes);
  __m128i one = lanes[0];
  for (int i = 1; i < 4; ++i) one = Move(one, by_16, lanes[i]);
  for (; size >= 16; size -= 16, text += 16) one = Move(one, by_16, Load(text));

  std::array<unsigned char, 16> folded{};
  _mm_storeu_si128(reinterpret_cast<__m128i*>(folded.data()), one);
  return folded;
}

}  // namespace portside

#else

namespace portside {

bool CanFold() { return false; }

std::array<unsigned char, 16> Fold(const FoldSteps&, std::uint64_t, const unsigned char*,
                                   std::size_t) {
  return {};
}

}  // namespace portside

#endif
