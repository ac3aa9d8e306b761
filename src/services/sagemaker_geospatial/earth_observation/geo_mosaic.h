// SPDX-License-Identifier: Apache-2.0
//
// GEO_MOSAIC: one raster of each band over all images. Where images overlap, the newest that has a
// value shows.

#pragma once

#include <string>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "services/sagemaker_geospatial/rasters/image.h"

namespace portside::sagemaker_geospatial {

// Of a GeoMosaicConfig: NEAR unless it names another algorithm, by which images come onto the grid
// of the newest. One image, "mosaic". The error is a sentence for the client: the images lie in
// more than one zone, or too far apart.
Expected<std::vector<Image>, std::string> MosaicOf(const Json& config,
                                                   const std::vector<Image>& images);

}  // namespace portside::sagemaker_geospatial
