// SPDX-License-Identifier: Apache-2.0
//
// Edge deployment plans: which packaged models go to a fleet. Their stages are resources beneath
// them; what Describe and List say of all devices are sums over at most ten stages.

#include <set>

#include "portside/services/core/pagination.h"
#include "services/sagemaker/edge/deployment_stage.h"
#include "services/sagemaker/edge/devices.h"
#include "services/sagemaker/edge/edge_deployment_plan.h"
#include "services/sagemaker/edge/edge_errors.h"
#include "services/sagemaker/edge/edge_packaging_job.h"
#include "services/sagemaker/edge/rules.h"
#include "services/sagemaker/lists.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

Result<void> CheckModels(const Json& models, RequestContext& context) {
  if (models.empty()) return Fail(NothingToDeploy());
  std::set<std::string> handles;
  for (const Json& model : models) {
    const std::string handle = StringOr(model, "ModelHandle");
    if (!handles.insert(handle).second) return Fail(HandleGivenTwice(handle));
    const std::string name = StringOr(model, "EdgePackagingJobName");
    const ResourcePtr job =
        context.FindOwn(kEdgePackagingJob.name, ArnOf(kEdgePackagingJobs, model, context));
    if (job == nullptr) return Fail(NoPackagingJobToDeploy(name));
    if (job->state != "COMPLETED") return Fail(PackagingJobNotCompleted(name, job->state));
  }
  return {};
}

// "50 by default", where the model allows 10: all that a plan can have.
std::optional<Page> StagesPage(const Json& input, const std::string& plan_arn, std::size_t limit,
                               RequestContext& context) {
  ResourceQuery query{.scope = context.Scope(kDeploymentStage.name), .parent = plan_arn};
  query.limit = limit;
  const std::string token = StringOr(input, "NextToken");
  return TakePage(context.resources, std::move(query),
                  {.token = token, .fingerprint = "stages of " + plan_arn});
}

Json ShowStage(const Resource& stage) {
  const Json& document = stage.document;
  Json status = {{"StageStatus", stage.state}};
  status["EdgeDeploymentSuccessInStage"] = document.value("Success", 0);
  status["EdgeDeploymentPendingInStage"] = document.value("Pending", 0);
  status["EdgeDeploymentFailedInStage"] = document.value("Failed", 0);
  SetIfPresent(status, "EdgeDeploymentStatusMessage", document.value("Message", Json()));
  SetIfPresent(status, "EdgeDeploymentStageStartTime", document.value("StartTime", Json()));
  return {{"StageName", stage.name},
          {"DeviceSelectionConfig", document.value("DeviceSelectionConfig", Json::object())},
          {"DeploymentConfig", document.value("DeploymentConfig", Json::object())},
          {"DeploymentStatus", status}};
}

}  // namespace

Result<void> CheckDeploymentPlan(Verb verb, const Json& input, RequestContext& context) {
  if (verb == kCreate) {
    const std::string fleet = StringOr(input, "DeviceFleetName");
    if (FindFleet(fleet, context) == nullptr) return Fail(NoSuchFleet(fleet));
    return CheckModels(input.at("ModelConfigs"), context);
  }
  if (verb != kDescribe) return {};
  const std::size_t limit = TRY(ListLimit(input, context, kStagesPerPlan));
  const std::string arn = ArnOf(kEdgeDeploymentPlans, input, context);
  if (!StagesPage(input, arn, limit, context)) {
    return Fail(Refusal(kStyle.list.bad_token, context, {}));
  }
  return {};
}

Result<void> PrepareDeploymentPlan(const Json& input, Resource& plan, RequestContext& context) {
  return AddStages(input.value("Stages", Json::array()), plan, context);
}

Result<void> ReleaseDeploymentPlan(const Resource& plan, RequestContext& context) {
  const std::vector<ResourcePtr> stages = StagesOf(plan, context.resources);
  for (const ResourcePtr& stage : stages) {
    if (!IsActive(*stage)) continue;
    return Fail(StageIsActive("edge deployment plan " + plan.name, "its stage " + stage->name,
                              stage->state));
  }
  for (const ResourcePtr& stage : stages) RemoveStage(*stage, context);
  return {};
}

void PresentDeploymentPlan(const Json& input, const Resource& plan, Json& shown,
                           RequestContext& context) {
  if (!shown.contains("EdgeDeploymentPlanName")) return;  // Create's answer is the ARN alone
  std::int64_t success = 0, pending = 0, failed = 0;
  for (const ResourcePtr& stage : StagesOf(plan, context.resources)) {
    success += stage->document.value("Success", std::int64_t{0});
    pending += stage->document.value("Pending", std::int64_t{0});
    failed += stage->document.value("Failed", std::int64_t{0});
  }
  shown["EdgeDeploymentSuccess"] = success;
  shown["EdgeDeploymentPending"] = pending;
  shown["EdgeDeploymentFailed"] = failed;
  if (!shown.contains("ModelConfigs")) return;  // a list's
  const auto limit = static_cast<std::size_t>(input.value("MaxResults", kStagesPerPlan));
  const auto page = StagesPage(input, plan.arn, limit, context);
  Json& stages = shown["Stages"] = Json::array();
  if (!page) return;  // CheckDeploymentPlan has refused it
  for (const ResourcePtr& stage : page->resources) {
    context.jobs.Observed(*stage);
    stages.push_back(ShowStage(*stage));
  }
  if (!page->next_token.empty()) shown["NextToken"] = page->next_token;
}

Result<ResourcePtr> FindPlan(const Json& input, RequestContext& context) {
  return FindResource(kEdgeDeploymentPlans, input, context);
}

}  // namespace portside::sagemaker
