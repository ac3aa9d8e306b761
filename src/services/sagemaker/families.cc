// SPDX-License-Identifier: Apache-2.0
//
// The nouns of SageMaker that are kept and shown.

#include "services/sagemaker/edge/edge_packaging_job.h"
#include "services/sagemaker/neo/compilation_job.h"
#include "services/sagemaker/rules.h"
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

constexpr Computed kPackagingFacts[] = {{"PresetDeploymentOutput", PresetDeploymentOutputOf}};
constexpr Filter kPackagingFilters[] = {{"ModelNameContains", FilterKind::kContains, "/ModelName"}};
// The default column and order are not published: those of the compilation jobs.
constexpr Sort kPackagingSorts[] = {
    {"CREATION_TIME", ResourceOrder::kCreated}, {"NAME", ResourceOrder::kName},
    {"MODEL_NAME", ResourceOrder::kAttribute},  {"LAST_MODIFIED_TIME", ResourceOrder::kUpdated},
    {"STATUS", ResourceOrder::kState},
};

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

// There is no delete: names are used up.
constexpr Family kEdgePackagingJobs{
    .kind = "sagemaker::edge_packaging_job",
    .noun = "EdgePackagingJob",
    .label = "edge packaging job",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kStop,
    .states = &kEdgePackagingJob,
    .arn = "edge-packaging-job/{EdgePackagingJobName}",
    .name_member = "EdgePackagingJobName",
    .arn_member = "EdgePackagingJobArn",
    .state_member = "EdgePackagingJobStatus",
    .attribute = "/ModelName",
    // No public texts. ResourceNotFound is the only error that Describe models; for a name that is
    // taken the model has none.
    .texts = {.not_found = {"ResourceNotFound", "Could not find edge packaging job '{name}'."},
              .exists = {"ResourceInUse", "Edge packaging job {name} already exists"}},
    // The edge family's one documented default (ListEdgeDeploymentPlans).
    .default_limit = 50,
    .filters = kPackagingFilters,
    .sorts = kPackagingSorts,
    .computed = kPackagingFacts,
    .check = CheckEdgePackagingJob,
    .prepare = PrepareEdgePackagingJob,
};

constexpr Family kModels{
    .kind = "sagemaker::model",
    .noun = "Model",
    .label = "model",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kDelete,
    .arn = "model/{ModelName}",
    .name_member = "ModelName",
    .arn_member = "ModelArn",
    .newest_first = true,  // documented
    .check = CheckModel,
    .prepare = PrepareModel,
};

std::span<const Family* const> Families() {
  static constexpr const Family* kFamilies[] = {&kCompilationJobs, &kEdgePackagingJobs, &kModels};
  return kFamilies;
}

}  // namespace portside::sagemaker
