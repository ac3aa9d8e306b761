// SPDX-License-Identifier: Apache-2.0
//
// Labeling jobs, as they are kept and shown.

#include "services/sagemaker/labeling/labeling_job.h"
#include "services/sagemaker/labeling/rules.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

constexpr Mapped kLabelingTask[] = {
    {"WorkteamArn", "/HumanTaskConfig/WorkteamArn"},
    {"PreHumanTaskLambdaArn", "/HumanTaskConfig/PreHumanTaskLambdaArn"},
    {"AnnotationConsolidationLambdaArn",
     "/HumanTaskConfig/AnnotationConsolidationConfig/AnnotationConsolidationLambdaArn"},
};
constexpr Computed kLabelingFacts[] = {{"LabelCounters", LabelCountersOf},
                                       {"Tags", LabelingTagsOf}};
constexpr std::string_view kLabelingResults[] = {"JobReferenceCode"};

}  // namespace

// There is no delete: names are used up.
constexpr Family kLabelingJobs{
    .kind = "sagemaker::labeling_job",
    .noun = "LabelingJob",
    .label = "labeling job",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kStop,
    .states = &kLabelingJob,
    .arn = "labeling-job/{LabelingJobName}",
    .name_member = "LabelingJobName",
    .arn_member = "LabelingJobArn",
    .state_member = "LabelingJobStatus",
    // The codes are those that clients of the real service look for; the texts are chosen.
    .texts = {.not_found = {"ValidationException", "Could not find labeling job with name {name}."},
              .exists = {"ResourceInUse", "Labeling job with name {name} already exists."}},
    .mapped = kLabelingTask,
    .computed = kLabelingFacts,
    .results = kLabelingResults,
    .check = CheckLabelingJob,
    .prepare = PrepareLabelingJob,
};

std::span<const Family* const> LabelingFamilies() {
  static constexpr const Family* kFamilies[] = {&kLabelingJobs};
  return kFamilies;
}

}  // namespace portside::sagemaker
