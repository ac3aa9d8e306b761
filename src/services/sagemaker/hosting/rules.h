// SPDX-License-Identifier: Apache-2.0
//
// What the hosting's nouns do beyond being kept and shown: the functions of their declarations
// (families.cc), each in the file of its noun.

#pragma once

#include "portside/services/core/families/family.h"

namespace portside::sagemaker {

Result<void> CheckModel(Verb verb, const Json& input, RequestContext& context);
// What Describe adds to the members of a request.
void CompleteModel(Json& document);
Result<void> PrepareModel(const Json& input, Resource& model, RequestContext& context);

Result<void> PrepareEndpointConfig(const Json& input, Resource& config, RequestContext& context);

Result<void> CheckEndpoint(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareEndpoint(const Json& input, Resource& endpoint, RequestContext& context);
// Members of DescribeEndpoint.
Json VariantsOf(const Resource& endpoint, const RequestContext& context);
Json ShadowVariantsOf(const Resource& endpoint, const RequestContext& context);
Json PendingDeploymentOf(const Resource& endpoint, const RequestContext& context);
Json DataCaptureOf(const Resource& endpoint, const RequestContext& context);

Result<Json> UpdateEndpoint(const Json& input, RequestContext& context);
Result<Json> UpdateEndpointWeightsAndCapacities(const Json& input, RequestContext& context);

Result<void> PrepareInferenceComponent(const Json& input, Resource& component,
                                       RequestContext& context);
Json EndpointArnOf(const Resource& component, const RequestContext& context);
Result<Json> UpdateInferenceComponent(const Json& input, RequestContext& context);
Result<Json> UpdateInferenceComponentRuntimeConfig(const Json& input, RequestContext& context);

}  // namespace portside::sagemaker
