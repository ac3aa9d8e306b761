// SPDX-License-Identifier: Apache-2.0
//
// A raster as a GeoTIFF. Tiles with an equal key are computed and written once.

#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "services/sagemaker_geospatial/rasters/raster.h"

namespace portside::sagemaker_geospatial {

// Nothing where it was stopped.
[[nodiscard]] std::optional<std::string> DrawGeoTiff(const Raster& raster,
                                                     const std::stop_token& stop);

}  // namespace portside::sagemaker_geospatial
