// SPDX-License-Identifier: Apache-2.0
//
// What the two families do beyond being kept and shown: the functions of their declarations
// (families.cc).

#pragma once

#include <string>

#include "portside/services/core/families/family.h"

namespace portside::sagemaker_geospatial {

// Of both (families.cc, exports.cc).
std::string NewJobId(Random& random);
// Seconds since the creation while a job is on its way; frozen at its end.
Json DurationInSecondsOf(const Resource& job, const RequestContext& context);
Json ExportStatusOf(const Resource& job, const RequestContext& context);
Result<void> ReleaseJob(const Resource& job, RequestContext& context);

Result<void> CheckVectorEnrichmentJob(Verb verb, const Json& input, RequestContext& context);
Json VectorEnrichmentTypeOf(const Resource& job, const RequestContext& context);
Json VectorEnrichmentExportErrorOf(const Resource& job, const RequestContext& context);

Result<void> PrepareEarthObservationJob(const Json& input, Resource& job, RequestContext& context);
Json EarthObservationOperationOf(const Resource& job, const RequestContext& context);
Json OutputBandsOf(const Resource& job, const RequestContext& context);
Json EarthObservationExportErrorOf(const Resource& job, const RequestContext& context);

}  // namespace portside::sagemaker_geospatial
