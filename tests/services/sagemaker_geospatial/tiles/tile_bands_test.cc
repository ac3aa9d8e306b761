// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/tiles/tile_bands.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "services/sagemaker_geospatial/limits.h"

namespace portside::sagemaker_geospatial {
namespace {

using testing::HasSubstr;

// Whose pixels tell their place: column + row / 100,000, but for those without value.
class Places final : public Raster {
 public:
  Places(RasterInfo info, double plus, std::uint32_t empty_columns)
      : Raster(std::move(info)), plus_(plus), empty_columns_(empty_columns) {}
  void Read(const RasterWindow& window, std::size_t band, std::span<double> values) const override {
    EXPECT_LE(window.column + (window.columns - 1) * window.step, info().grid.width - 1);
    EXPECT_LE(window.row + (window.rows - 1) * window.step, info().grid.height - 1);
    most_read = std::max(most_read, window.size());
    for (std::size_t index = 0; index < values.size(); ++index) {
      const std::size_t column = window.column + index % window.columns * window.step;
      const std::size_t row = window.row + index / window.columns * window.step;
      values[index] = column < empty_columns_
                          ? std::nan("")
                          : plus_ + static_cast<double>(column) + static_cast<double>(row) / 1e5 +
                                static_cast<double>(band) * 1e6;
    }
  }
  [[nodiscard]] std::uint64_t Key(const RasterWindow&) const override { return 0; }

  mutable std::size_t most_read = 0;

 private:
  double plus_;
  std::uint32_t empty_columns_;
};

// Tile 11SQA.
constexpr RasterGrid kGrid{32611, 699960, 4100040, 10, 10980, 10980};
constexpr MapTile kTile{13, 1492, 3211};

Image ImageWith(std::vector<std::string> bands, double plus = 0, std::uint32_t empty_columns = 0) {
  Image image;
  image.id = "image";
  image.scale = 0.0001;
  RasterInfo info{kGrid, SampleType::kFloat64, std::nan(""), std::move(bands)};
  Layer layer{.name = "places", .raster = std::make_shared<Places>(info, plus, empty_columns)};
  layer.is_reflectance = true;
  image.layers.push_back(std::move(layer));
  return image;
}

// The raster's value under a pixel of the tile.
double ValueAt(const MapTile& tile, std::uint32_t column, std::uint32_t row, std::uint32_t step) {
  const UtmPosition at = ToUtm(tile.PointAt(column, row), 11);
  const auto x = static_cast<std::uint32_t>((at.easting - kGrid.origin_x) / 10) / step * step;
  const auto y = static_cast<std::uint32_t>((kGrid.origin_y - at.northing) / 10) / step * step;
  return x + y / 1e5;
}

TEST(TileBands, ArePixelsUnderThePixelsOfTheTile) {
  const Image image = ImageWith({"place"});
  const TilePixels pixels = ReadTile(kTile, image, {&image}, {"places"}).value();
  ASSERT_EQ(pixels.bands.size(), 1U);
  EXPECT_EQ(pixels.bands[0].name, "place");
  EXPECT_EQ(pixels.bands[0].meaning, BandMeaning::kReflectance);
  for (const auto& [column, row] : {std::pair{0U, 0U}, {255U, 255U}, {17U, 200U}}) {
    EXPECT_TRUE(pixels.is_seen[row * 256 + column]);
    EXPECT_EQ(pixels.bands[0].values[row * 256 + column], ValueAt(kTile, column, row, 2));
  }
}

TEST(TileBands, CostTheSameAtEveryZoom) {
  for (int zoom = 4; zoom <= kDeepestZoom; ++zoom) {
    const double across = (-114.0 + 180) / 360;
    const double down = 0.39204;  // 36.5 degrees north
    const MapTile tile{zoom, static_cast<std::uint32_t>(std::ldexp(across, zoom)),
                       static_cast<std::uint32_t>(std::ldexp(down, zoom))};
    const Image image = ImageWith({"place"});
    const TilePixels pixels = ReadTile(tile, image, {&image}, {"places"}).value();
    const auto& places = static_cast<const Places&>(*image.layers[0].raster);
    EXPECT_GT(places.most_read, 0U) << zoom;
    EXPECT_LT(places.most_read, 600U * 600U) << zoom;
    EXPECT_NE(std::ranges::find(pixels.is_seen, true), pixels.is_seen.end());
  }
}

TEST(TileBands, TheFirstImageWithAValueIsSeen) {
  const Image upper = ImageWith({"place"}, 0.25, 5000);
  const Image lower = ImageWith({"place"});
  const MapTile wide{9, 93, 200};
  const TilePixels pixels = ReadTile(wide, upper, {&upper, &lower}, {"places"}).value();
  std::size_t of_upper = 0;
  std::size_t of_lower = 0;
  for (std::size_t pixel = 0; pixel < pixels.is_seen.size(); ++pixel) {
    if (!pixels.is_seen[pixel]) continue;
    const double value = pixels.bands[0].values[pixel];
    ++(value >= 5000.25 ? of_upper : of_lower);
    EXPECT_TRUE(value >= 5000.25 || value < 5000) << value;
  }
  EXPECT_GT(of_upper, 1000U);
  EXPECT_GT(of_lower, 1000U);
  EXPECT_EQ(pixels.read, (std::vector<const Image*>{&upper, &lower}));
}

TEST(TileBands, AnImageUnderAFullOneIsNotRead) {
  const Image upper = ImageWith({"place"});
  const Image lower = ImageWith({"place"});
  EXPECT_EQ(ReadTile(kTile, upper, {&upper, &lower}, {"places"})->read.size(), 1U);
}

TEST(TileBands, AnAssetIsALayerOrABand) {
  const Image image = ImageWith({"one", "two"});
  EXPECT_EQ(ReadTile(kTile, image, {&image}, {"places"})->bands.size(), 2U);
  const TilePixels two = ReadTile(kTile, image, {&image}, {"two"}).value();
  ASSERT_EQ(two.bands.size(), 1U);
  EXPECT_GT(two.bands[0].values[0], 1e6);
  EXPECT_EQ(ReadTile(kTile, image, {&image}, {"three"}).error(),
            "ImageAssets has 'three'; the assets are places.");
  const std::vector<std::string> many(limits::kBandsPerTile / 2 + 1, "places");
  EXPECT_THAT(ReadTile(kTile, image, {&image}, many).error(), HasSubstr("names 18 bands"));
}

TEST(TileBands, WithoutImagesHaveTheValueForNone) {
  const Image image = ImageWith({"place"});
  const TilePixels none = ReadTile(kTile, image, {}, {"places"}).value();
  ASSERT_EQ(none.bands.size(), 1U);
  EXPECT_TRUE(std::isnan(none.bands[0].values[0]));
  EXPECT_EQ(std::ranges::find(none.is_seen, true), none.is_seen.end());
  // And beside it.
  EXPECT_TRUE(ReadTile({13, 4100, 3211}, image, {&image}, {"places"})->read.empty());
}

TEST(TileBands, VeryManyImagesWithoutValuesAreRefused) {
  const Image empty = ImageWith({"place"}, 0, 10980);
  const std::vector<const Image*> images(limits::kImagesPerTile + 1, &empty);
  EXPECT_THAT(ReadTile(kTile, empty, images, {"places"}).error(), HasSubstr("TimeRangeFilter"));
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
