// SPDX-License-Identifier: Apache-2.0
//
// A scene as an image: its bands as rasters over the synthetic land (scenes/land_model.h), with the
// provider's file names. The ground is drawn when the first pixel is read, and kept as long as any
// raster of the image.

#pragma once

#include <map>
#include <memory>
#include <string>

#include "services/sagemaker_geospatial/rasters/image.h"
#include "services/sagemaker_geospatial/scenes/land_model.h"
#include "services/sagemaker_geospatial/scenes/scene.h"

namespace portside::sagemaker_geospatial {

// Ground belongs to the tile; a job has few of them, and many days of each. One thread.
class LandCache {
 public:
  explicit LandCache(std::uint64_t seed) : seed_(seed) {}
  const LandModel& Of(const Scene& scene);

 private:
  std::uint64_t seed_;
  std::map<std::string, LandModel> lands_;
};

// Every band of the collection as a layer "nir" whose file is "B08", Sentinel-2's `visual` (three
// bands, "TCI"), and the scene classification.
[[nodiscard]] Image ImageOf(const Scene& scene, const RasterDataCollection& collection,
                            const std::shared_ptr<LandCache>& lands);

}  // namespace portside::sagemaker_geospatial
