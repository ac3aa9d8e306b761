// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/rasters/raster_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/sagemaker_geospatial/raster_checks.h"

namespace portside::sagemaker_geospatial {
namespace {

using testing::HasSubstr;

// Every pixel is another, which nothing packs.
class NoiseRaster final : public Raster {
 public:
  explicit NoiseRaster(RasterInfo info) : Raster(std::move(info)) {}
  void Read(const RasterWindow& window, std::size_t band, std::span<double> values) const override {
    std::uint64_t state = Key(window) + band;
    for (double& value : values) {
      value = static_cast<double>(RasterKey().Add(++state).value());
    }
  }
  [[nodiscard]] std::uint64_t Key(const RasterWindow& window) const override {
    return RasterKey().Add(window).Add(window.column).Add(window.row).value();
  }
};

TEST(DrawGeoTiff, HasOverviewsWhereTheyAreAskedFor) {
  const RasterPtr raster = SceneImage().Find("coastal")->raster;
  const auto plain = DrawGeoTiff(*raster, Overviews::kNone, {});
  const auto with = DrawGeoTiff(*raster, Overviews::kAll, {});
  ASSERT_TRUE(plain && with);
  EXPECT_GT(with->size(), plain->size());
  EXPECT_EQ(*with, *DrawGeoTiff(*raster, Overviews::kAll, {}));
}

TEST(DrawGeoTiff, StopsWhenItIsTold) {
  std::stop_source stop;
  stop.request_stop();
  const auto bytes =
      DrawGeoTiff(*SceneImage().Find("coastal")->raster, Overviews::kNone, stop.get_token());
  ASSERT_FALSE(bytes);
  EXPECT_THAT(bytes.error(), HasSubstr("stopped"));
}

TEST(DrawGeoTiff, IsRefusedWhereTheFileWouldBeTooLarge) {
  const RasterGrid grid{32611, 0, 0, 10, 512, 512};  // 2 MiB of eight bytes a pixel
  const NoiseRaster raster({grid, SampleType::kFloat64, std::nullopt, {"noise"}});
  const auto bytes = DrawGeoTiff(raster, Overviews::kNone, {}, 1024 * 1024);
  ASSERT_FALSE(bytes);
  EXPECT_THAT(bytes.error(), HasSubstr("512 x 512 pixels of 1 bands need more than 1 MiB"));
  EXPECT_TRUE(DrawGeoTiff(raster, Overviews::kNone, {}, 3 * 1024 * 1024));
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
