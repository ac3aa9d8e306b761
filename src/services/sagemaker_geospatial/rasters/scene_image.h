// SPDX-License-Identifier: Apache-2.0
//
// A scene as an image: its bands as rasters over the synthetic land (scenes/land_model.h), with the
// provider's file names.

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>

#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/rasters/image.h"
#include "services/sagemaker_geospatial/rasters/recent_bytes.h"
#include "services/sagemaker_geospatial/scenes/land_model.h"
#include "services/sagemaker_geospatial/scenes/scene.h"

namespace portside::sagemaker_geospatial {

// The grounds of scenes, drawn block by block when they are looked at: a coast has 16 MB of blocks
// that differ, and a series of its images is read one block of each at a time. What was looked at
// last is kept (limits::kSkyBytes, kBlockBytes); the rest is drawn again. One thread.
class GroundCache {
 public:
  explicit GroundCache(std::uint64_t seed) : seed_(seed) {}
  // A number for a scene, for BlockOf. Scenes of one number are the same.
  std::uint64_t NextNumber() { return next_number_++; }
  // The states of the cells of one pattern of the scene's layout, row by row. Valid until the next
  // call.
  std::span<const std::uint8_t> BlockOf(const Scene& scene, std::uint64_t number,
                                        std::size_t pattern);
  const GroundLayout& LayoutOf(const Scene& scene) { return LandOf(scene).layout(); }

 private:
  const LandModel& LandOf(const Scene& scene);

  std::uint64_t seed_;
  std::uint64_t next_number_ = 0;
  // Land belongs to the tile; a job has few of them, and many days of each.
  std::map<std::string, LandModel> lands_;
  RecentBytes skies_{limits::kSkyBytes};
  RecentBytes blocks_{limits::kBlockBytes};
};

// Every band of the collection as a layer "nir" whose file is "B08", Sentinel-2's `visual` (three
// bands, "TCI"), and the scene classification.
[[nodiscard]] Image ImageOf(const Scene& scene, const RasterDataCollection& collection,
                            const std::shared_ptr<GroundCache>& grounds);

}  // namespace portside::sagemaker_geospatial
