// SPDX-License-Identifier: Apache-2.0
//
// The operations that bring bands onto another grid, of each image by itself: RESAMPLING, which
// keeps them apart, and STACKING, which makes one file of them.

#pragma once

#include <string>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "services/sagemaker_geospatial/rasters/image.h"

namespace portside::sagemaker_geospatial {

// Of a ResamplingConfig: NEAR unless it names another algorithm.
Expected<Image, std::string> ResampledImageOf(const Json& config, Image image);
// Of a StackConfig: the finest resolution unless it names another, by the nearest pixel.
Expected<Image, std::string> StackOf(const Json& config, Image image);

}  // namespace portside::sagemaker_geospatial
