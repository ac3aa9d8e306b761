// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/raster_query.h"

#include "services/sagemaker_geospatial/scenes/area_of_interest.h"
#include "services/sagemaker_geospatial/scenes/property_filters.h"

namespace portside::sagemaker_geospatial {

Result<void> CheckRasterQuery(const Json& query, const RasterDataCollection& collection) {
  const Json& range = query.at("TimeRangeFilter");
  if (range.at("StartTime").get<double>() > range.at("EndTime").get<double>()) {
    return Fail(ValidationException("TimeRangeFilter: StartTime is after EndTime."));
  }
  if (const auto area = query.find("AreaOfInterest"); area != query.end()) {
    if (const auto problem = AreaProblem(*area)) {
      return Fail(ValidationException("AreaOfInterest: " + *problem));
    }
  }
  const Json filters = query.value("PropertyFilters", Json::object());
  if (auto problem = PropertyFiltersProblem(filters, collection)) {
    return Fail(ValidationException(*std::move(problem)));
  }
  return {};
}

}  // namespace portside::sagemaker_geospatial
