// SPDX-License-Identifier: Apache-2.0
//
// Earth observation jobs: the API. Their states and work are in earth_observation_job.cc, their
// exports in earth_observation_export.cc.
//
// A job's document: ExecutionRoleArn, KmsKeyId, InputConfig (as Get shows it), JobConfig, Plan
// (earth_observation_plan.h), ErrorDetails where it failed.

#pragma once

#include "services/sagemaker_geospatial/exports.h"
#include "services/sagemaker_geospatial/style.h"

namespace portside::sagemaker_geospatial {

extern const JobKind kEarthObservationJob;
extern const JobKind kEarthObservationExport;

Result<Json> ExportEarthObservationJob(const Json& input, RequestContext& context);

}  // namespace portside::sagemaker_geospatial
