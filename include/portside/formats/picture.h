// SPDX-License-Identifier: Apache-2.0
//
// Pictures: PNG and JPEG files of samples. Equal pictures give equal bytes. Any thread.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace portside {

// Pixels from the upper left, row by row, the samples of a pixel together.
struct Picture {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  int channels = 1;  // 1 grey, 2 grey and alpha, 3 red green blue, 4 with alpha
  int bits = 8;      // 8 or 16 of a sample
  std::vector<std::uint16_t> samples;
};

// Both throw std::invalid_argument where the samples do not fit the rest, and std::bad_alloc.
std::string WritePng(const Picture& picture);
// Of 8 bits, grey or red green blue; what the format leaves out of them is not seen.
std::string WriteJpeg(const Picture& picture);

}  // namespace portside
