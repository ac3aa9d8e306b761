// SPDX-License-Identifier: Apache-2.0
//
// What tuning jobs do beyond being kept and shown: the functions of their declaration
// (families.cc), and the list of their trials.

#pragma once

#include "portside/services/core/families/family.h"

namespace portside::sagemaker {

Result<void> CheckTuningJob(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareTuningJob(const Json& input, Resource& job, RequestContext& context);
Json TuningEndTimeOf(const Resource& job, const RequestContext& context);
Json CompletionDetailsOf(const Resource& job, const RequestContext& context);
Json OverallBestOf(const Resource& job, const RequestContext& context);
Json ConsumedResourcesOf(const Resource& job, const RequestContext& context);

Result<Json> ListTrainingJobsForHyperParameterTuningJob(const Json& input, RequestContext& context);

}  // namespace portside::sagemaker
