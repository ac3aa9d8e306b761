// SPDX-License-Identifier: Apache-2.0
//
// A raster resampled onto another grid of the same coordinate system.

#pragma once

#include "services/sagemaker_geospatial/rasters/raster.h"
#include "services/sagemaker_geospatial/rasters/resampling_taps.h"

namespace portside::sagemaker_geospatial {

// The same type and value for nothing. Without value where the grid reaches beyond the raster.
[[nodiscard]] RasterPtr ResampledOnto(RasterPtr raster, const RasterGrid& grid,
                                      Resampling algorithm);

// The grid over the same ground, from the same corner, with pixels of another size.
[[nodiscard]] RasterGrid GridOfMetres(const RasterGrid& grid, double metres);

}  // namespace portside::sagemaker_geospatial
