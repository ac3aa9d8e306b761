// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/npy.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstring>
#include <stdexcept>

namespace portside {
namespace {

using namespace std::string_literals;

TEST(Npy, HasTheHeaderOfFormatOne) {
  const std::array<std::uint32_t, 3> shape{2, 1, 3};
  const std::array<double, 6> values{0, 1, 2, 3, 4, 65535};
  const std::string bytes = WriteNpy(shape, SampleType::kUint16, values);
  EXPECT_EQ(bytes.substr(0, 8), "\x93NUMPY\x01\0"s);
  const std::size_t header = static_cast<unsigned char>(bytes[8]);
  EXPECT_EQ(bytes[9], '\0');
  EXPECT_EQ((10 + header) % 64, 0U);
  const std::string text = bytes.substr(10, header);
  EXPECT_EQ(text.substr(0, 59), "{'descr': '<u2', 'fortran_order': False, 'shape': (2, 1, 3,");
  EXPECT_EQ(text.back(), '\n');
  EXPECT_EQ(bytes.substr(10 + header), "\0\0\1\0\2\0\3\0\4\0\xff\xff"s);
}

TEST(Npy, HoldsEachTypeAsItIs) {
  const std::array<std::uint32_t, 1> shape{2};
  const std::array<double, 2> values{-1.5, std::nan("")};
  const auto data = [&](SampleType type, std::size_t bytes) {
    const std::string file = WriteNpy(shape, type, values);
    return file.substr(file.size() - 2 * bytes);
  };
  EXPECT_EQ(data(SampleType::kUint16, 2), "\0\0\0\0"s);
  EXPECT_EQ(data(SampleType::kInt16, 2), "\xfe\xff\0\0"s);
  EXPECT_EQ(data(SampleType::kInt32, 4), "\xfe\xff\xff\xff\0\0\0\0"s);
  float single[2];
  std::memcpy(single, data(SampleType::kFloat32, 4).data(), sizeof single);
  EXPECT_EQ(single[0], -1.5F);
  EXPECT_TRUE(std::isnan(single[1]));
  double twice[2];
  std::memcpy(twice, data(SampleType::kFloat64, 8).data(), sizeof twice);
  EXPECT_EQ(twice[0], -1.5);
}

TEST(Npy, ValuesFillTheirShape) {
  const std::array<std::uint32_t, 2> shape{2, 2};
  const std::array<double, 3> values{};
  EXPECT_THROW(WriteNpy(shape, SampleType::kInt16, values), std::invalid_argument);
}

}  // namespace
}  // namespace portside
