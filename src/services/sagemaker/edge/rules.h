// SPDX-License-Identifier: Apache-2.0
//
// What the edge nouns do beyond being kept and shown: the functions of their declarations
// (families.cc), each in the file of its noun.

#pragma once

#include "portside/services/core/families/family.h"

namespace portside::sagemaker {

Result<void> CheckEdgePackagingJob(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareEdgePackagingJob(const Json& input, Resource& job, RequestContext& context);
Json PresetDeploymentOutputOf(const Resource& job, const RequestContext& context);

}  // namespace portside::sagemaker
