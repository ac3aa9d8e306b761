// SPDX-License-Identifier: Apache-2.0
//
// What labeling jobs do beyond being kept and shown: the functions of their declaration
// (families.cc), and the list that no declaration makes.

#pragma once

#include "portside/services/core/families/family.h"

namespace portside::sagemaker {

Result<void> CheckLabelingJob(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareLabelingJob(const Json& input, Resource& job, RequestContext& context);
Json LabelCountersOf(const Resource& job, const RequestContext& context);
Json LabelingTagsOf(const Resource& job, const RequestContext& context);

Result<Json> ListLabelingJobsForWorkteam(const Json& input, RequestContext& context);

}  // namespace portside::sagemaker
