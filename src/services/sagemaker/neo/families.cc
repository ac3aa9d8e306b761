// SPDX-License-Identifier: Apache-2.0
//
// The nouns of compilation for devices that are kept and shown.

#include "services/sagemaker/neo/compilation_job.h"
#include "services/sagemaker/neo/rules.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

constexpr Mapped kCompilationTarget[] = {
    {"CompilationTargetDevice", "/OutputConfig/TargetDevice"},
    {"CompilationTargetPlatformOs", "/OutputConfig/TargetPlatform/Os"},
    {"CompilationTargetPlatformArch", "/OutputConfig/TargetPlatform/Arch"},
    {"CompilationTargetPlatformAccelerator", "/OutputConfig/TargetPlatform/Accelerator"},
};
constexpr Computed kCompilationFacts[] = {
    {"FailureReason", FailureReasonOf},           {"CompilationStartTime", CompilationStartTimeOf},
    {"CompilationEndTime", CompilationEndTimeOf}, {"ModelArtifacts", ModelArtifactsOf},
    {"InferenceImage", InferenceImageOf},
};
// One of the two sources of a model is always there, and the other is not emulated.
constexpr std::string_view kCompilationResults[] = {"InputConfig"};

}  // namespace

constexpr Family kCompilationJobs{
    .kind = "sagemaker::compilation_job",
    .noun = "CompilationJob",
    .label = "compilation job",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kDelete | kStop,
    .states = &kCompilationJob,
    .arn = "compilation-job/{CompilationJobName}",
    .name_member = "CompilationJobName",
    .arn_member = "CompilationJobArn",
    .state_member = "CompilationJobStatus",
    // The first text is in one project's log of the real service; the code is the one that the
    // model lists for Describe, Stop and Delete. The second is another emulator's.
    .texts = {.not_found = {"ResourceNotFound", "Could not find compilation job '{name}'."},
              .exists = {"ResourceInUse",
                         "Resource Already Exists: Compilation job with name {name} already "
                         "exists. Choose a different name."}},
    .mapped = kCompilationTarget,
    .computed = kCompilationFacts,
    .results = kCompilationResults,
    .check = CheckCompilationJob,
};

std::span<const Family* const> NeoFamilies() {
  static constexpr const Family* kFamilies[] = {&kCompilationJobs};
  return kFamilies;
}

}  // namespace portside::sagemaker
