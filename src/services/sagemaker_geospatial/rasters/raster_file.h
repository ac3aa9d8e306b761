// SPDX-License-Identifier: Apache-2.0
//
// A raster as a GeoTIFF. Tiles with an equal key are computed and written once.

#pragma once

#include <stop_token>
#include <string>

#include "portside/base/result.h"
#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/rasters/raster.h"

namespace portside::sagemaker_geospatial {

enum class Overviews { kNone, kAll };

// With overviews: by halves, down to one tile. The error is a sentence for the client: it was
// stopped, or the file would be larger than `max_bytes`.
[[nodiscard]] Expected<std::string, std::string> DrawGeoTiff(
    const Raster& raster, Overviews overviews, const std::stop_token& stop,
    std::size_t max_bytes = limits::kGeoTiffBytes);

}  // namespace portside::sagemaker_geospatial
