// SPDX-License-Identifier: Apache-2.0
//
// What the transform job does beyond being kept and shown: the functions of its declaration
// (jobs/families.cc).

#pragma once

#include "portside/services/core/families/family.h"

namespace portside::sagemaker {

Result<void> CheckTransformJob(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareTransformJob(const Json& input, Resource& job, RequestContext& context);
Json TransformStartTimeOf(const Resource& job, const RequestContext& context);
Json TransformEndTimeOf(const Resource& job, const RequestContext& context);

}  // namespace portside::sagemaker
