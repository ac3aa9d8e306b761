// SPDX-License-Identifier: Apache-2.0
//
// What Personalize's nouns do beyond being kept and shown: the functions of their declarations
// (families.cc), each in the file of its noun.

#pragma once

#include <string>

#include "portside/services/core/families/family.h"

namespace portside::personalize {

Result<void> CheckDatasetGroup(Verb verb, const Json& input, RequestContext& context);
Result<void> ReleaseDatasetGroup(const Resource& group, RequestContext& context);

Result<void> CheckSchema(Verb verb, const Json& input, RequestContext& context);
Result<void> ReleaseSchema(const Resource& schema, RequestContext& context);

Json LatestDatasetUpdate(const Resource& dataset, const RequestContext& context);
Result<void> ReleaseDataset(const Resource& dataset, RequestContext& context);

// Eight random digits, not the tracker's name: so the recorded ARNs have it.
std::string NewTrackerId(Random& random);
Result<void> PrepareEventTracker(const Json& input, Resource& tracker, RequestContext& context);

Result<void> CheckMetricAttribution(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareMetricAttribution(const Json& input, Resource& attribution,
                                      RequestContext& context);
Result<void> ChangeMetricAttribution(const Json& input, Resource& attribution,
                                     RequestContext& context);

Result<void> PrepareImportJob(const Json& input, Resource& job, RequestContext& context);

Result<void> CheckExportJob(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareExportJob(const Json& input, Resource& job, RequestContext& context);

Result<void> PrepareDeletionJob(const Json& input, Resource& job, RequestContext& context);

Result<void> PrepareFilter(const Json& input, Resource& filter, RequestContext& context);

Result<void> PrepareSolution(const Json& input, Resource& solution, RequestContext& context);
Result<void> ReleaseSolution(const Resource& solution, RequestContext& context);
Json LatestSolutionVersion(const Resource& solution, const RequestContext& context);

// Eight random digits, as recorded.
std::string NewVersionId(Random& random);
Result<void> PrepareSolutionVersion(const Json& input, Resource& version, RequestContext& context);

Result<void> PrepareCampaign(const Json& input, Resource& campaign, RequestContext& context);
Result<void> ReleaseCampaign(const Resource& campaign, RequestContext& context);

Result<void> PrepareBatchSegmentJob(const Json& input, Resource& job, RequestContext& context);
Result<void> PrepareBatchInferenceJob(const Json& input, Resource& job, RequestContext& context);

Result<void> PrepareRecommender(const Json& input, Resource& recommender, RequestContext& context);
Result<void> ReleaseRecommender(const Resource& recommender, RequestContext& context);
Json ModelMetrics(const Resource& recommender, const RequestContext& context);

}  // namespace portside::personalize
