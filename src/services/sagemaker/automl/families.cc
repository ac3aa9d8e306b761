// SPDX-License-Identifier: Apache-2.0
//
// AutoML jobs, which are kept and shown in two forms: one kind of resource, so that each form shows
// what the other has created, and one list and one stop of all.

#include "services/sagemaker/automl/automl_job.h"
#include "services/sagemaker/automl/rules.h"
#include "services/sagemaker/jobs/rules.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

constexpr Computed kAutoMLFacts[] = {
    {"AutoMLJobSecondaryStatus", AutoMLSecondaryStatusOf},
    {"EndTime", AutoMLEndTimeOf},
    {"BestCandidate", BestCandidateOf},
    {"AutoMLJobArtifacts", AutoMLArtifactsOf},
    {"ResolvedAttributes", ResolvedAttributesOf},
    {"FailureReason", ReasonOf},
};
constexpr Computed kAutoMLV2Facts[] = {
    {"AutoMLJobSecondaryStatus", AutoMLSecondaryStatusOf},
    {"EndTime", AutoMLEndTimeOf},
    {"BestCandidate", BestCandidateOf},
    {"AutoMLJobArtifacts", AutoMLArtifactsOf},
    {"ResolvedAttributes", ResolvedAttributesV2Of},
    {"FailureReason", ReasonOf},
};
// Of either form, so that the first text is the same. It is recorded; the second is worded as that
// of tuning jobs.
constexpr FamilyTexts kTexts{
    .not_found = {"ResourceNotFound", "Amazon SageMaker can't find an AutoML job called {name}."},
    .exists = {"ResourceInUse",
               "An AutoML job with the name, {name}, already exists. Choose a different name."}};

}  // namespace

// There is no delete: names are used up.
constexpr Family kAutoMLJobs{
    .kind = "sagemaker::auto_ml_job",
    .noun = "AutoMLJob",
    .label = "AutoML job",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kStop,
    .states = &kAutoMLJob,
    .arn = "automl-job/{AutoMLJobName}",
    .name_member = "AutoMLJobName",
    .arn_member = "AutoMLJobArn",
    .state_member = "AutoMLJobStatus",
    .texts = kTexts,
    .order = ResourceOrder::kName,  // documented, and that it is descending
    .newest_first = true,
    .computed = kAutoMLFacts,
    .check = CheckAutoMLJob,
    .prepare = PrepareAutoMLJob,
};

constexpr Family kAutoMLJobsV2{
    .kind = "sagemaker::auto_ml_job",
    .noun = "AutoMLJobV2",
    .label = "AutoML job",
    .style = &kStyle,
    .verbs = kCreate | kDescribe,
    .states = &kAutoMLJob,
    .arn = "automl-job/{AutoMLJobName}",
    .name_member = "AutoMLJobName",
    .arn_member = "AutoMLJobArn",
    .state_member = "AutoMLJobStatus",
    .texts = kTexts,
    .computed = kAutoMLV2Facts,
    .check = CheckAutoMLJobV2,
    .prepare = PrepareAutoMLJobV2,
};

std::span<const Family* const> AutoMLFamilies() {
  static constexpr const Family* kFamilies[] = {&kAutoMLJobs, &kAutoMLJobsV2};
  return kFamilies;
}

std::span<const HandlerEntry> AutoMLHandlers() {
  static constexpr HandlerEntry kHandlers[] = {
      {"ListCandidatesForAutoMLJob", ListCandidatesForAutoMLJob}};
  return kHandlers;
}

}  // namespace portside::sagemaker
