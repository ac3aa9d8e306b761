// SPDX-License-Identifier: Apache-2.0
//
// TEMPORAL_STATISTICS: the mean, the median or the standard deviation (of the whole, not of a
// sample) of each pixel over the images of a tile, or over those of each year. What has no value in
// an image does not count.

#pragma once

#include <string>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "services/sagemaker_geospatial/rasters/image.h"

namespace portside::sagemaker_geospatial {

// Of a TemporalStatisticsConfig. One image for each tile and group.
Expected<std::vector<Image>, std::string> TemporalStatisticsOf(const Json& config,
                                                               std::vector<Image> images);

}  // namespace portside::sagemaker_geospatial
