// SPDX-License-Identifier: Apache-2.0
//
// What SageMaker's nouns do beyond being kept and shown: the functions of their declarations
// (families.cc), each in the file of its noun.

#pragma once

#include "portside/services/core/families/family.h"

namespace portside::sagemaker {

Result<void> CheckCompilationJob(Verb verb, const Json& input, RequestContext& context);
Json FailureReasonOf(const Resource& job, const RequestContext& context);
Json CompilationStartTimeOf(const Resource& job, const RequestContext& context);
Json CompilationEndTimeOf(const Resource& job, const RequestContext& context);
Json ModelArtifactsOf(const Resource& job, const RequestContext& context);
Json InferenceImageOf(const Resource& job, const RequestContext& context);

Result<void> CheckEdgePackagingJob(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareEdgePackagingJob(const Json& input, Resource& job, RequestContext& context);
Json PresetDeploymentOutputOf(const Resource& job, const RequestContext& context);

Result<void> CheckModel(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareModel(const Json& input, Resource& model, RequestContext& context);

}  // namespace portside::sagemaker
