// SPDX-License-Identifier: Apache-2.0
//
// TimeRangeFilter and PropertyFilters of GetTile: texts whose form is not public. Portside takes
// the structures of the same names as JSON, and of the time also an interval "start/end" of RFC
// 3339.

#pragma once

#include <string_view>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "portside/base/timestamp.h"
#include "services/sagemaker_geospatial/scenes/raster_data_collections.h"

namespace portside::sagemaker_geospatial {

struct TimeRange {
  Timestamp start = Timestamp::min();
  Timestamp end = Timestamp::max();
};

// The errors are sentences for the client.
Expected<TimeRange, std::string> ReadTimeRange(std::string_view text);
// [{"Property": {…}}, …], sound for the collection (scenes/property_filters.h).
Expected<Json, std::string> ReadPropertyFilters(std::string_view text,
                                                const RasterDataCollection& collection);

}  // namespace portside::sagemaker_geospatial
