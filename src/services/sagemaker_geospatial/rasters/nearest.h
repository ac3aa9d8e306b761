// SPDX-License-Identifier: Apache-2.0
//
// A raster on another grid of the same coordinate system, each pixel being the one that its centre
// falls into; without value where that lies outside.

#pragma once

#include "services/sagemaker_geospatial/rasters/raster.h"

namespace portside::sagemaker_geospatial {

// The raster itself where it has that grid.
[[nodiscard]] RasterPtr NearestOnto(RasterPtr raster, const RasterGrid& grid);

}  // namespace portside::sagemaker_geospatial
