// SPDX-License-Identifier: Apache-2.0
//
// Map matching without a map: Portside has no roads, so it puts each drive's points in the order
// of their timestamps and takes the straight lines between them for the roads. Files, geometry
// types, [longitude, latitude] and the text property driveId are the real service's.

#pragma once

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "portside/formats/byte_source.h"
#include "portside/jobs/job_work.h"
#include "services/sagemaker_geospatial/vector_enrichment/results.h"

namespace portside::sagemaker_geospatial {

// Checks the user's CSV and stages its points: drives in the order of their first row, the points
// of each by time. `config` is a MapMatchingConfig.
Expected<void, JobFailure> TakeDrives(ByteSource csv, const Json& config, RowStage& rows,
                                      std::stop_token stop);

// The files of a result: links.geojson (a LineString for each step of a drive), waypoints.geojson
// (a Point for each row), mapmatch_output.json (both).
inline constexpr std::string_view kMatchedFiles[] = {"links.geojson", "mapmatch_output.json",
                                                     "waypoints.geojson"};
void WriteMatched(std::string_view file, const PageVisitor& pages, const TextSink& out);

}  // namespace portside::sagemaker_geospatial
