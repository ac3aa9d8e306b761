// SPDX-License-Identifier: Apache-2.0
//
// The jobs of SageMaker that are kept and shown.

#include "services/sagemaker/jobs/processing_job.h"
#include "services/sagemaker/jobs/rules.h"
#include "services/sagemaker/jobs/training_job.h"
#include "services/sagemaker/style.h"
#include "services/sagemaker/transform/rules.h"
#include "services/sagemaker/transform/transform_job.h"

namespace portside::sagemaker {
namespace {

// The code is the model's; no public text.
constexpr ErrorText kNotDeletable{
    "ResourceInUse", "The request was rejected because the {label} is in status {state}."};

constexpr Computed kTrainingFacts[] = {
    {"SecondaryStatus", SecondaryStatusOf},
    {"SecondaryStatusTransitions", SecondaryStatusTransitionsOf},
    {"ModelArtifacts", TrainingModelArtifactsOf},
    {"TrainingStartTime", TrainingStartTimeOf},
    {"TrainingEndTime", TrainingEndTimeOf},
    {"TrainingTimeInSeconds", TrainingTimeInSecondsOf},
    {"BillableTimeInSeconds", BillableTimeInSecondsOf},
    {"FailureReason", ReasonOf},
    {"ProfilingStatus", ProfilingStatusOf},
    {"WarmPoolStatus", WarmPoolStatusOf},
};
constexpr Mapped kTrainingMembers[] = {{"TrainingPlanArn", "/ResourceConfig/TrainingPlanArn"}};
// Documented of ListTrainingJobs alone: the page is taken first, and what is of another status then
// left out of it.
constexpr Filter kTrainingFilters[] = {
    {"StatusEquals", FilterKind::kStateOfPage},
    {"TrainingPlanArnEquals", FilterKind::kLookedAt},
    {"WarmPoolStatusEquals", FilterKind::kEquals, "WarmPoolStatus/Status"}};
// Shown as they were sent, completed by PrepareTrainingJob.
constexpr std::string_view kTrainingResults[] = {"StoppingCondition"};

constexpr Computed kProcessingFacts[] = {{"ProcessingStartTime", ProcessingStartTimeOf},
                                         {"ProcessingEndTime", ProcessingEndTimeOf},
                                         {"FailureReason", ReasonOf}};

constexpr Computed kTransformFacts[] = {{"TransformStartTime", TransformStartTimeOf},
                                        {"TransformEndTime", TransformEndTimeOf},
                                        {"FailureReason", ReasonOf}};

// Recorded for processing jobs; of a transform job the beginning is the same.
constexpr ErrorText kJobNameTaken{"ResourceInUse",
                                  "Job name must be unique within an AWS account and region, and a "
                                  "job with this name already exists ({arn})"};

}  // namespace

constexpr Family kTrainingJobs{
    .kind = "sagemaker::training_job",
    .noun = "TrainingJob",
    .label = "training job",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kUpdate | kStop | kDelete,
    .states = &kTrainingJob,
    .arn = "training-job/{TrainingJobName}",
    .name_member = "TrainingJobName",
    .arn_member = "TrainingJobArn",
    .state_member = "TrainingJobStatus",
    // Recorded.
    .texts = {.not_found = {"ValidationException", "Requested resource not found."},
              .exists = {"ResourceInUse",
                         "Training job names must be unique within an AWS account and region, and "
                         "a training job with this name already exists ({arn})"},
              .not_deletable = kNotDeletable},
    // Documented twice and differently; nobody who asks for no order expects the oldest.
    .newest_first = true,
    .filters = kTrainingFilters,
    .mapped = kTrainingMembers,
    .computed = kTrainingFacts,
    .results = kTrainingResults,
    .check = CheckTrainingJob,
    .prepare = PrepareTrainingJob,
    .change = ChangeTrainingJob,
    .release = ReleaseTrainingJob,
    .matches = MatchesTrainingJob,
};

constexpr Family kProcessingJobs{
    .kind = "sagemaker::processing_job",
    .noun = "ProcessingJob",
    .label = "processing job",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kStop | kDelete,
    .states = &kProcessingJob,
    .arn = "processing-job/{ProcessingJobName}",
    .name_member = "ProcessingJobName",
    .arn_member = "ProcessingJobArn",
    .state_member = "ProcessingJobStatus",
    // Clients look for the beginning of the first.
    .texts = {.not_found = {"ValidationException",
                            "Could not find requested job with name: {name}"},
              .exists = kJobNameTaken,
              .not_deletable = kNotDeletable},
    .computed = kProcessingFacts,
    .check = CheckProcessingJob,
    .prepare = PrepareProcessingJob,
};

// There is no delete: names are used up.
constexpr Family kTransformJobs{
    .kind = "sagemaker::transform_job",
    .noun = "TransformJob",
    .label = "transform job",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kStop,
    .states = &kTransformJob,
    .arn = "transform-job/{TransformJobName}",
    .name_member = "TransformJobName",
    .arn_member = "TransformJobArn",
    .state_member = "TransformJobStatus",
    // Clients look for its beginning.
    .texts = {.not_found = {"ValidationException",
                            "Could not find requested job with name: {name}"},
              .exists = kJobNameTaken},
    .newest_first = true,  // documented
    .computed = kTransformFacts,
    .check = CheckTransformJob,
    .prepare = PrepareTransformJob,
};

std::span<const Family* const> JobFamilies() {
  static constexpr const Family* kFamilies[] = {&kTrainingJobs, &kProcessingJobs, &kTransformJobs};
  return kFamilies;
}

}  // namespace portside::sagemaker
