// SPDX-License-Identifier: Apache-2.0
//
// The nouns of models on devices that are kept and shown.

#include "services/sagemaker/edge/edge_packaging_job.h"
#include "services/sagemaker/edge/rules.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

constexpr Computed kPackagingFacts[] = {{"PresetDeploymentOutput", PresetDeploymentOutputOf}};
constexpr Filter kPackagingFilters[] = {{"ModelNameContains", FilterKind::kContains, "/ModelName"}};
// The default column and order are not published: those of the compilation jobs.
constexpr Sort kPackagingSorts[] = {
    {"CREATION_TIME", ResourceOrder::kCreated}, {"NAME", ResourceOrder::kName},
    {"MODEL_NAME", ResourceOrder::kAttribute},  {"LAST_MODIFIED_TIME", ResourceOrder::kUpdated},
    {"STATUS", ResourceOrder::kState},
};

}  // namespace

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

std::span<const Family* const> EdgeFamilies() {
  static constexpr const Family* kFamilies[] = {&kEdgePackagingJobs};
  return kFamilies;
}

}  // namespace portside::sagemaker
