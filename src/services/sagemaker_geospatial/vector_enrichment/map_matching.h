// SPDX-License-Identifier: Apache-2.0
//
// Map matching without a map: Portside has no roads, so it puts each drive's points in the order
// of their timestamps and takes the straight lines between them for the roads. Files, geometry
// types, [longitude, latitude] and the text property driveId are the real service's.

#pragma once

#include <stop_token>
#include <string_view>

#include "portside/jobs/job_work.h"
#include "services/sagemaker_geospatial/vector_enrichment/results.h"

namespace portside::sagemaker_geospatial {

// `config` is a MapMatchingConfig. Returns waypoints.geojson (a Point for each row),
// links.geojson (a LineString for each step of a drive) and mapmatch_output.json (both), drives in
// the order of their first row.
Expected<ResultFiles, JobFailure> MatchToRoads(std::string_view csv, const Json& config,
                                               std::stop_token stop);

}  // namespace portside::sagemaker_geospatial
