// SPDX-License-Identifier: Apache-2.0
//
// ZONAL_STATISTICS: a table of statistics over the pixels of each zone, a row for each zone of each
// band of each image. How the service writes them is not public; this is
//
//   zone,zone_id,image,acquired,band,pixels,mean,…
//   0,field-7,S2B_11SQA_20220709_0_L2A,2022-07-09T18:34:08Z,nir,2500,2871.52,…
//
// `zone` counts the features from 0, `pixels` those whose centres lie in the zone and that have a
// value. Where there are none the statistics are empty.

#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "services/sagemaker_geospatial/earth_observation/zones.h"
#include "services/sagemaker_geospatial/rasters/image.h"

namespace portside::sagemaker_geospatial {

// Of a ZonalStatisticsConfig. Gives the CSV in pieces of some rows. The error is a sentence for the
// client: no zone lies in any image, or it is too much.
Expected<void, std::string> TabulateZones(const Json& config, const std::vector<Image>& images,
                                          const std::vector<Zone>& zones,
                                          const std::stop_token& stop,
                                          const std::function<void(std::string_view csv)>& sink);

}  // namespace portside::sagemaker_geospatial
