// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/picture.h"

#include <gtest/gtest.h>
#include <png.h>

#include <cstdio>
#include <stdexcept>

#include <jpeglib.h>

namespace portside {
namespace {

// A slope to the right and down, each channel shifted.
Picture Slope(int channels, int bits) {
  Picture picture{.width = 30, .height = 20, .channels = channels, .bits = bits, .samples = {}};
  const int scale = bits == 16 ? 256 : 1;
  for (std::uint32_t y = 0; y < picture.height; ++y) {
    for (std::uint32_t x = 0; x < picture.width; ++x) {
      for (int channel = 0; channel < channels; ++channel) {
        picture.samples.push_back(static_cast<std::uint16_t>(
            (x * 4 + y * 3 + static_cast<unsigned>(channel) * 20) * static_cast<unsigned>(scale)));
      }
    }
  }
  return picture;
}

TEST(Png, IsReadBackByItsLibrary) {
  const std::uint32_t formats[] = {PNG_FORMAT_GRAY, PNG_FORMAT_GA, PNG_FORMAT_RGB, PNG_FORMAT_RGBA};
  for (int channels = 1; channels <= 4; ++channels) {
    const Picture picture = Slope(channels, 8);
    const std::string bytes = WritePng(picture);
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    ASSERT_NE(png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()), 0);
    EXPECT_EQ(image.width, picture.width);
    EXPECT_EQ(image.height, picture.height);
    EXPECT_EQ(image.format, formats[channels - 1]);
    std::vector<png_byte> samples(PNG_IMAGE_SIZE(image));
    ASSERT_NE(png_image_finish_read(&image, nullptr, samples.data(), 0, nullptr), 0);
    EXPECT_TRUE(
        std::equal(samples.begin(), samples.end(), picture.samples.begin(), picture.samples.end()));
  }
}

TEST(Png, HasSixteenBitsWhereTheyAreAskedFor) {
  const std::string bytes = WritePng(Slope(1, 16));
  // Of its first chunk: bits and type of colour.
  EXPECT_EQ(bytes[24], 16);
  EXPECT_EQ(bytes[25], PNG_COLOR_TYPE_GRAY);
}

TEST(Png, IsTheSameForTheSame) { EXPECT_EQ(WritePng(Slope(3, 8)), WritePng(Slope(3, 8))); }

TEST(Jpeg, IsReadBackByItsLibrary) {
  for (const int channels : {1, 3}) {
    const Picture picture = Slope(channels, 8);
    const std::string bytes = WriteJpeg(picture);
    jpeg_decompress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    ASSERT_EQ(jpeg_read_header(&jpeg, TRUE), JPEG_HEADER_OK);
    EXPECT_EQ(jpeg.image_width, picture.width);
    EXPECT_EQ(jpeg.image_height, picture.height);
    EXPECT_EQ(jpeg.num_components, channels);
    jpeg_start_decompress(&jpeg);
    std::vector<JSAMPLE> row(picture.width * static_cast<unsigned>(channels));
    for (std::size_t y = 0; y < picture.height; ++y) {
      JSAMPROW pointer = row.data();
      ASSERT_EQ(jpeg_read_scanlines(&jpeg, &pointer, 1), 1U);
      for (std::size_t x = 0; x < row.size(); ++x) {
        EXPECT_NEAR(row[x], picture.samples[y * row.size() + x], 12);
      }
    }
    jpeg_finish_decompress(&jpeg);
    jpeg_destroy_decompress(&jpeg);
  }
}

TEST(Pictures, AreRefusedWhereTheirSamplesDoNotFit) {
  Picture picture = Slope(3, 8);
  picture.samples.pop_back();
  EXPECT_THROW(WritePng(picture), std::invalid_argument);
  EXPECT_THROW(WritePng(Picture{}), std::invalid_argument);
  EXPECT_THROW(WriteJpeg(Slope(2, 8)), std::invalid_argument);
  EXPECT_THROW(WriteJpeg(Slope(4, 8)), std::invalid_argument);
  EXPECT_THROW(WriteJpeg(Slope(1, 16)), std::invalid_argument);
}

}  // namespace
}  // namespace portside
