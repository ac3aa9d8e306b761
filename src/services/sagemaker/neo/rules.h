// SPDX-License-Identifier: Apache-2.0
//
// What the compilation's nouns do beyond being kept and shown: the functions of their declarations
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

}  // namespace portside::sagemaker
