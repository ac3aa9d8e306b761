// SPDX-License-Identifier: Apache-2.0
//
// The rules of a raster data collection query that its model does not express, for jobs and
// searches alike.

#pragma once

#include "portside/aws/service_error.h"
#include "portside/base/json.h"
#include "services/sagemaker_geospatial/scenes/raster_data_collections.h"

namespace portside::sagemaker_geospatial {

// TimeRangeFilter, AreaOfInterest where there is one, and PropertyFilters.
Result<void> CheckRasterQuery(const Json& query, const RasterDataCollection& collection);

}  // namespace portside::sagemaker_geospatial
