// SPDX-License-Identifier: Apache-2.0
//
// What AutoML jobs do beyond being kept and shown: the functions of their declarations
// (families.cc), and the list of their candidates.

#pragma once

#include "portside/services/core/families/family.h"

namespace portside::sagemaker {

// Of requests in the forms of CreateAutoMLJob and CreateAutoMLJobV2.
Result<void> CheckAutoMLJob(Verb verb, const Json& input, RequestContext& context);
Result<void> CheckAutoMLJobV2(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareAutoMLJob(const Json& input, Resource& job, RequestContext& context);
Result<void> PrepareAutoMLJobV2(const Json& input, Resource& job, RequestContext& context);

Json AutoMLSecondaryStatusOf(const Resource& job, const RequestContext& context);
Json AutoMLEndTimeOf(const Resource& job, const RequestContext& context);
Json BestCandidateOf(const Resource& job, const RequestContext& context);
Json AutoMLArtifactsOf(const Resource& job, const RequestContext& context);
Json ResolvedAttributesOf(const Resource& job, const RequestContext& context);
Json ResolvedAttributesV2Of(const Resource& job, const RequestContext& context);

Result<Json> ListCandidatesForAutoMLJob(const Json& input, RequestContext& context);

}  // namespace portside::sagemaker
