// SPDX-License-Identifier: Apache-2.0
//
// Stages: what the jobs of a chain do, one after the other, each to the images of the one before.
// A stage of a plan is {"Operation": "STACKING", "Config": {…}}, or of band math its operations
// alone (band_math.h).

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "services/sagemaker_geospatial/rasters/image.h"

namespace portside::sagemaker_geospatial {

using Images = std::vector<Image>;

// The operation whose result is a table.
inline constexpr std::string_view kZonalStatistics = "ZONAL_STATISTICS";

// The stage of an operation with this member of JobConfig over images like `input`, or a sentence
// for the client that says why it makes no sense.
Expected<Json, std::string> PlanStage(const std::string& operation, const Json& config,
                                      const Images& input);

// What the stage makes of images; costs nothing until it is read. The error is one that PlanStage
// has not seen, for it depends on the scenes.
Expected<Images, std::string> ApplyStage(const Json& stage, Images input);

}  // namespace portside::sagemaker_geospatial
