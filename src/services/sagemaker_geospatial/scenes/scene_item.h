// SPDX-License-Identifier: Apache-2.0
//
// A scene as SearchRasterDataCollection shows it: its footprint, its properties, and where the
// provider's public archive has its files. Portside has none of those files; the addresses are the
// ones that the archive has for an image of this name.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "portside/base/json.h"
#include "services/sagemaker_geospatial/scenes/property_filters.h"
#include "services/sagemaker_geospatial/scenes/raster_data_collections.h"
#include "services/sagemaker_geospatial/scenes/scene.h"

namespace portside::sagemaker_geospatial {

// The names of its assets, of which BandFilter chooses.
[[nodiscard]] std::vector<std::string> AssetNamesOf(const RasterDataCollection& collection);

// {"Id", "DateTime", "Geometry", "Properties", "Assets"}. `band_filter`: a list of names of assets;
// nothing: all.
[[nodiscard]] Json SceneItem(const Scene& scene, const RasterDataCollection& collection,
                             const std::optional<Json>& band_filter, CloudsOverLand& clouds);

}  // namespace portside::sagemaker_geospatial
