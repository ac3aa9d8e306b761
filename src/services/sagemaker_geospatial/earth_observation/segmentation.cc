// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/segmentation.h"

#include <utility>

namespace portside::sagemaker_geospatial {
namespace {

// Recorded of the land cover.
constexpr double kMaskMetres = 60;

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

}  // namespace portside::sagemaker_geospatial
