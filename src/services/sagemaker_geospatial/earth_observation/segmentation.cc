// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/segmentation.h"

#include <utility>

namespace portside::sagemaker_geospatial {
namespace {

// Recorded of the land cover; nothing is known of the cloud mask's.
constexpr double kMaskMetres = 60;

constexpr double kCloudShadow = 3, kCloudMedium = 8, kCloudHigh = 9, kThinCirrus = 10;

bool IsCloud(double land_cover) {
  return land_cover == kCloudMedium || land_cover == kCloudHigh || land_cover == kThinCirrus;
}

class CloudRaster final : public Raster {
 public:
  CloudRaster(RasterInfo info, RasterPtr classes)
      : Raster(std::move(info)), classes_(std::move(classes)) {}
  void Read(const RasterWindow& window, std::size_t, std::span<double> values) const override {
    classes_->Read(window, 0, values);
    for (double& value : values) value = IsCloud(value) ? 1 : 0;
  }
  [[nodiscard]] std::uint64_t Key(const RasterWindow& window) const override {
    return classes_->Key(window);
  }

 private:
  RasterPtr classes_;
};

// The image with this mask alone, for which a model looks at every reflectance.
Image WithMask(Image scene, RasterPtr mask) {
  Layer layer{"mask", "", std::move(mask)};
  for (const Layer& band : scene.layers) {
    if (band.is_reflectance) layer.sources.insert(band.name);
  }
  layer.is_mask = true;
  scene.layers = {std::move(layer)};
  scene.classes_at = nullptr;
  return scene;
}

}  // namespace

Image LandCoverOf(Image scene) {
  RasterPtr mask = scene.classes_at(kMaskMetres);
  return WithMask(std::move(scene), std::move(mask));
}

Image CloudMaskOf(Image scene) {
  RasterPtr classes = scene.classes_at(kMaskMetres);
  RasterInfo info = classes->info();
  info.nodata = std::nullopt;  // 0 is an answer
  auto mask = std::make_shared<CloudRaster>(std::move(info), std::move(classes));
  return WithMask(std::move(scene), std::move(mask));
}

bool HidesGround(double land_cover) { return land_cover == kCloudShadow || IsCloud(land_cover); }

}  // namespace portside::sagemaker_geospatial
