// SPDX-License-Identifier: Apache-2.0
//
// What the nouns of jobs do beyond being kept and shown: the functions of their declarations
// (families.cc), each in the file of its noun.

#pragma once

#include "portside/services/core/families/family.h"

namespace portside::sagemaker {

// FailureReason of a job that has failed.
Json ReasonOf(const Resource& job, const RequestContext& context);

Result<void> CheckTrainingJob(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareTrainingJob(const Json& input, Resource& job, RequestContext& context);
Result<void> ChangeTrainingJob(const Json& input, Resource& job, RequestContext& context);
Result<void> ReleaseTrainingJob(const Resource& job, RequestContext& context);
bool MatchesTrainingJob(const Json& input, const Resource& job);
Json SecondaryStatusOf(const Resource& job, const RequestContext& context);
Json SecondaryStatusTransitionsOf(const Resource& job, const RequestContext& context);
Json TrainingModelArtifactsOf(const Resource& job, const RequestContext& context);
Json TrainingStartTimeOf(const Resource& job, const RequestContext& context);
Json TrainingEndTimeOf(const Resource& job, const RequestContext& context);
Json TrainingTimeInSecondsOf(const Resource& job, const RequestContext& context);
Json BillableTimeInSecondsOf(const Resource& job, const RequestContext& context);
Json ProfilingStatusOf(const Resource& job, const RequestContext& context);
Json WarmPoolStatusOf(const Resource& job, const RequestContext& context);

Result<void> CheckProcessingJob(Verb verb, const Json& input, RequestContext& context);
Result<void> PrepareProcessingJob(const Json& input, Resource& job, RequestContext& context);
Json ProcessingStartTimeOf(const Resource& job, const RequestContext& context);
Json ProcessingEndTimeOf(const Resource& job, const RequestContext& context);

}  // namespace portside::sagemaker
