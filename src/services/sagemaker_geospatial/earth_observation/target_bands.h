// SPDX-License-Identifier: Apache-2.0
//
// TargetBands of a configuration: which layers of an image an operation works on.

#pragma once

#include <string>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "services/sagemaker_geospatial/rasters/image.h"

namespace portside::sagemaker_geospatial {

// Those that TargetBands names, in its order, or all that the image has. A band of a stack of bands
// is a layer of its own here. The error is a sentence for the client.
Expected<std::vector<Layer>, std::string> TargetLayers(const Json& config, const Image& image);

// One band of a raster as a raster.
[[nodiscard]] RasterPtr BandOf(const RasterPtr& raster, std::size_t band);

}  // namespace portside::sagemaker_geospatial
