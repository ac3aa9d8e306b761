// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/tiles/tile_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "portside/formats/picture.h"

namespace portside::sagemaker_geospatial {
namespace {

using testing::HasSubstr;

constexpr std::size_t kPixels = std::size_t{kTilePixels} * kTilePixels;

// Whose first pixel has the value, and whose second one nothing.
TilePixels Pixels(std::size_t bands, double value, BandMeaning meaning,
                  SampleType type = SampleType::kUint16) {
  TilePixels pixels{{}, std::vector<bool>(kPixels, true), {}};
  pixels.is_seen[1] = false;
  for (std::size_t band = 0; band < bands; ++band) {
    pixels.bands.push_back(
        {"band", type, 0, meaning, 0.0001, 0, std::vector<double>(kPixels, value)});
  }
  return pixels;
}

// The picture of which all pixels but the second have these samples.
std::string Png(int bits, std::vector<std::uint16_t> first, std::vector<std::uint16_t> second) {
  Picture picture{.width = kTilePixels,
                  .height = kTilePixels,
                  .channels = static_cast<int>(first.size()),
                  .bits = bits,
                  .samples = {}};
  for (std::size_t pixel = 0; pixel < kPixels; ++pixel) {
    const auto& samples = pixel == 1 ? second : first;
    picture.samples.insert(picture.samples.end(), samples.begin(), samples.end());
  }
  return WritePng(picture);
}

TEST(TileFile, FormatsAreNamedWithAndWithoutAPoint) {
  for (const char* name : {"png", ".png", "PNG"}) EXPECT_EQ(TileFormatOf(name), TileFormat::kPng);
  for (const char* name : {"jpg", ".jpg", "jpeg"}) EXPECT_EQ(TileFormatOf(name), TileFormat::kJpeg);
  EXPECT_EQ(TileFormatOf(".npy"), TileFormat::kNpy);
  for (const char* name : {"", ".", "tif", "..png", "png "}) EXPECT_FALSE(TileFormatOf(name));
}

TEST(TileFile, PicturesAreForEyes) {
  struct Case {
    BandMeaning meaning;
    double value;
    std::uint16_t shade;
  };
  const Case cases[] = {
      {BandMeaning::kReflectance, 3550, 255}, {BandMeaning::kReflectance, 1775, 128},
      {BandMeaning::kReflectance, 9000, 255}, {BandMeaning::kIndex, -1, 0},
      {BandMeaning::kIndex, 0.5, 191},        {BandMeaning::kClass, 11, 253},
      {BandMeaning::kClass, 4, 92},           {BandMeaning::kOther, 200, 200},
      {BandMeaning::kOther, -9, 0},           {BandMeaning::kOther, 1000, 255},
  };
  for (const Case& it : cases) {
    EXPECT_EQ(WriteTile(Pixels(1, it.value, it.meaning), {}).value(),
              Png(8, {it.shade, 255}, {0, 0}));
  }
}

TEST(TileFile, ThreeBandsAreColours) {
  const TilePixels pixels = Pixels(3, 355, BandMeaning::kReflectance);
  EXPECT_EQ(WriteTile(pixels, {}).value(), Png(8, {26, 26, 26, 255}, {0, 0, 0, 0}));
  EXPECT_EQ(WriteTile(pixels, {.with_mask = false}).value(), Png(8, {26, 26, 26}, {0, 0, 0}));
  const TileForm jpeg{.format = TileFormat::kJpeg, .type = std::nullopt, .with_mask = false};
  EXPECT_THAT(WriteTile(pixels, jpeg).value(), testing::StartsWith("\xff\xd8\xff"));
  for (const std::size_t bands : {2U, 4U}) {
    EXPECT_THAT(WriteTile(Pixels(bands, 1, BandMeaning::kOther), {}).error(),
                HasSubstr("ImageAssets names " + std::to_string(bands)));
  }
}

TEST(TileFile, SixteenBitsAreTheValues) {
  const TileForm form{.format = TileFormat::kPng, .type = SampleType::kUint16, .with_mask = true};
  EXPECT_EQ(WriteTile(Pixels(1, 4321, BandMeaning::kReflectance), form).value(),
            Png(16, {4321, 65535}, {0, 0}));
}

TEST(TileFile, ArraysHaveTheMaskAsLastBand) {
  const TileForm form{.format = TileFormat::kNpy, .type = std::nullopt, .with_mask = true};
  const std::string file = WriteTile(Pixels(2, 7, BandMeaning::kOther), form).value();
  EXPECT_THAT(file, HasSubstr("'<u2', 'fortran_order': False, 'shape': (3, 256, 256, )"));
  std::vector<std::uint16_t> values(3 * kPixels);
  std::memcpy(values.data(), file.data() + file.size() - values.size() * 2, values.size() * 2);
  EXPECT_EQ(values[0], 7);
  EXPECT_EQ(values[2 * kPixels], 255);
  EXPECT_EQ(values[2 * kPixels + 1], 0);
  const TileForm bare{.format = TileFormat::kNpy, .type = SampleType::kFloat32, .with_mask = false};
  EXPECT_THAT(WriteTile(Pixels(2, 7, BandMeaning::kOther), bare).value(),
              HasSubstr("'<f4', 'fortran_order': False, 'shape': (2, 256, 256, )"));
}

TEST(TileFile, BandsOfDifferentTypesAreOfOneThatHoldsBoth) {
  TilePixels pixels = Pixels(1, 7, BandMeaning::kOther);
  pixels.bands.push_back(Pixels(1, 0.5, BandMeaning::kIndex, SampleType::kFloat32).bands[0]);
  const TileForm form{.format = TileFormat::kNpy, .type = std::nullopt, .with_mask = false};
  EXPECT_THAT(WriteTile(pixels, form).value(), HasSubstr("'<f8'"));
}

TEST(TileFile, PicturesHaveNoOtherTypes) {
  for (const SampleType type :
       {SampleType::kInt16, SampleType::kInt32, SampleType::kFloat32, SampleType::kFloat64}) {
    EXPECT_TRUE(FormProblem({.format = TileFormat::kPng, .type = type}));
    EXPECT_FALSE(FormProblem({.format = TileFormat::kNpy, .type = type}));
  }
  EXPECT_TRUE(FormProblem({.format = TileFormat::kJpeg, .type = SampleType::kUint16}));
  EXPECT_FALSE(FormProblem({.format = TileFormat::kPng, .type = SampleType::kUint16}));
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
