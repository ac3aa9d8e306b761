// SPDX-License-Identifier: Apache-2.0
//
// The operations that no declaration makes (families.cc), each a function of its name.

#pragma once

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"

namespace portside::personalize {

Result<Json> CreateDataset(const Json& input, RequestContext& context);
Result<Json> UpdateDataset(const Json& input, RequestContext& context);
Result<Json> ListMetricAttributionMetrics(const Json& input, RequestContext& context);

Result<Json> ListRecipes(const Json& input, RequestContext& context);
Result<Json> DescribeRecipe(const Json& input, RequestContext& context);
Result<Json> DescribeAlgorithm(const Json& input, RequestContext& context);
Result<Json> DescribeFeatureTransformation(const Json& input, RequestContext& context);
Result<Json> UpdateSolution(const Json& input, RequestContext& context);
Result<Json> StopSolutionVersionCreation(const Json& input, RequestContext& context);
Result<Json> GetSolutionMetrics(const Json& input, RequestContext& context);
Result<Json> UpdateCampaign(const Json& input, RequestContext& context);
Result<Json> StartRecommender(const Json& input, RequestContext& context);
Result<Json> StopRecommender(const Json& input, RequestContext& context);
Result<Json> UpdateRecommender(const Json& input, RequestContext& context);

Result<Json> PutEvents(const Json& input, RequestContext& context);
Result<Json> PutItems(const Json& input, RequestContext& context);
Result<Json> PutUsers(const Json& input, RequestContext& context);
Result<Json> PutActions(const Json& input, RequestContext& context);
Result<Json> PutActionInteractions(const Json& input, RequestContext& context);

}  // namespace portside::personalize
