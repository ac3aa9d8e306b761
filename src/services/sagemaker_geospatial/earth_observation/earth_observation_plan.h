// SPDX-License-Identifier: Apache-2.0
//
// The plan of an earth observation job: its request after the rules that the model does not
// express, in the form that the job's work and export use (the scenes are records, scene_pages.h).
// In the job's document:
//
//   {"Operation": "BAND_MATH",
//    "Collection": ARN,              the collection at the begin of the chain
//    "Stages": […, …],               what the jobs of the chain do, this one's last: stages.h
//    "Previous": "BAND_MATH",        of a chained job: the operation of the job before
//    "Unable": "why"}                of an older release: the job ends FAILED

#pragma once

#include <string>

#include "portside/services/core/service.h"

namespace portside::sagemaker_geospatial {

// "LAND_COVER_SEGMENTATION", of the one member of a JobConfig.
[[nodiscard]] std::string OperationTypeOf(const Json& job_config);

// The plan of a StartEarthObservationJob request, or the error that refuses it. A previous job is
// looked up with the context.
Result<Json> PlanEarthObservation(const Json& input, RequestContext& context);

// InputConfig as answers have it: with the collection's name.
[[nodiscard]] Json InputConfigOutput(const Json& input_config);

}  // namespace portside::sagemaker_geospatial
