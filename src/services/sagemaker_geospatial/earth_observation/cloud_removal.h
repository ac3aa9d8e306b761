// SPDX-License-Identifier: Apache-2.0
//
// CLOUD_REMOVAL: what lies under clouds and their shadows is interpolated, pixel by pixel, in time
// between the nearest images before and after that show it; where only one side has such an image
// that one's value is taken, and where none has, the pixel gets the InterpolationValue. What the
// service does in detail is not public.

#pragma once

#include <string>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "services/sagemaker_geospatial/rasters/image.h"

namespace portside::sagemaker_geospatial {

// Of a CloudRemovalConfig, over scenes as they came; each tile by itself.
Expected<std::vector<Image>, std::string> WithoutClouds(const Json& config,
                                                        std::vector<Image> scenes);

}  // namespace portside::sagemaker_geospatial
