// SPDX-License-Identifier: Apache-2.0
//
// The stages of edge deployment plans: added, started, stopped and deleted one by one. A stage that
// is deployed starts no other: the developer guide has the next one started by whoever has looked
// at it.

#include <set>

#include "services/sagemaker/edge/deployment_stage.h"
#include "services/sagemaker/edge/device_deployments.h"
#include "services/sagemaker/edge/device_selection.h"
#include "services/sagemaker/edge/devices.h"
#include "services/sagemaker/edge/edge_deployment_plan.h"
#include "services/sagemaker/edge/edge_errors.h"
#include "services/sagemaker/edge/edge_packaging_job.h"
#include "services/sagemaker/edge/rollout.h"
#include "services/sagemaker/edge/rules.h"
#include "services/sagemaker/lists.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

Result<void> CheckStage(const Json& given, const std::string& plan, std::set<std::string>& names) {
  const std::string name = StringOr(given, "StageName");
  if (!names.insert(name).second) return Fail(StageExists(name, plan));
  const std::string flaw = FlawOf(given.at("DeviceSelectionConfig"));
  if (!flaw.empty()) return Fail(InvalidSelection(name, flaw));
  return {};
}

// What became of its stages is a change of the plan.
void Touch(const Resource& plan, RequestContext& context) {
  Resource touched = plan;
  touched.updated_at = context.now;
  context.resources.Update(std::move(touched));
}

// Where the packaged models are: what a stage deploys is said when it starts.
Json ModelsOf(const Resource& plan, RequestContext& context) {
  Json models = Json::array();
  for (const Json& config : plan.document.at("ModelConfigs")) {
    const ResourcePtr job =
        context.FindOwn(kEdgePackagingJob.name, ArnOf(kEdgePackagingJobs, config, context));
    const std::string url = job == nullptr ? "" : StringOr(job->document, "ModelArtifact");
    models.push_back({{"ModelHandle", StringOr(config, "ModelHandle")}, {"S3Url", url}});
  }
  return models;
}

}  // namespace

Result<ResourcePtr> FindStage(const Json& input, const Resource& plan, RequestContext& context) {
  const std::string name = StringOr(input, "StageName");
  ResourcePtr stage = context.FindOwn(kDeploymentStage.name, StageArn(plan.arn, name));
  if (stage == nullptr) return Fail(NoSuchStage(name, plan.name));
  return stage;
}

Result<void> AddStages(const Json& stages, const Resource& plan, RequestContext& context) {
  std::set<std::string> names;
  for (const ResourcePtr& stage : StagesOf(plan, context.resources)) names.insert(stage->name);
  if (names.size() + stages.size() > kStagesPerPlan) {
    return Fail(TooManyStages(plan.name, kStagesPerPlan));
  }
  const std::string fleet = StringOr(plan.document, "DeviceFleetName");
  for (const Json& given : stages) {
    TRY(CheckStage(given, plan.name, names));
    const std::string name = StringOr(given, "StageName");
    Resource stage = context.NewResource(kDeploymentStage.name, StageArn(plan.arn, name), name);
    stage.parent = plan.arn;
    stage.document = {{"EdgeDeploymentPlanName", plan.name},
                      {"DeviceFleetName", fleet},
                      {"FleetArn", ArnOf(kDeviceFleets, {{"DeviceFleetName", fleet}}, context)},
                      {"DeviceSelectionConfig", given.at("DeviceSelectionConfig")}};
    stage.document["DeploymentConfig"] =
        given.value("DeploymentConfig", Json{{"FailureHandlingPolicy", kRollback}});
    context.jobs.Submit(kDeploymentStage, std::move(stage));
  }
  return {};
}

void RemoveStage(const Resource& stage, RequestContext& context) {
  const auto run = stage.document.value("Run", std::int64_t{0});
  for (const std::int64_t one : {run - 1, run}) {
    RollOut(stage, RunKey(stage, one), RolloutMode::kRemove, context);
  }
  context.resources.Remove(stage.arn);
  context.jobs.Forget(stage);
}

Result<Json> CreateEdgeDeploymentStage(const Json& input, RequestContext& context) {
  const ResourcePtr plan = TRY(FindPlan(input, context));
  TRY(AddStages(input.at("Stages"), *plan, context));
  Touch(*plan, context);
  return Json::object();
}

Result<Json> DeleteEdgeDeploymentStage(const Json& input, RequestContext& context) {
  const ResourcePtr plan = TRY(FindPlan(input, context));
  const ResourcePtr stage = TRY(FindStage(input, *plan, context));
  if (IsActive(*stage)) {
    return Fail(StageIsActive("edge deployment stage " + stage->name, "it", stage->state));
  }
  RemoveStage(*stage, context);
  Touch(*plan, context);
  return Json::object();
}

// Counts begin anew. What the run before has deployed is not deployed again, so its deployments
// stay until the next start.
Result<Json> StartEdgeDeploymentStage(const Json& input, RequestContext& context) {
  const ResourcePtr plan = TRY(FindPlan(input, context));
  const ResourcePtr found = TRY(FindStage(input, *plan, context));
  Resource stage = *found;
  const auto run = stage.document.value("Run", std::int64_t{0}) + 1;
  stage.document["Run"] = run;
  stage.document["Models"] = ModelsOf(*plan, context);
  stage.document["Selecting"] = true;
  for (const char* count : {"Success", "Pending", "Failed"}) stage.document[count] = 0;
  stage.document["StartTime"] = ToEpochSeconds(context.now);
  stage.document.erase("Message");
  if (context.jobs.Command(kDeploymentStage, JobVerb::kStart, std::move(stage)) ==
      CommandOutcome::kNotLegal) {
    return Fail(StageInStatus(found->state));
  }
  RollOut(*found, RunKey(*found, run - 2), RolloutMode::kRemove, context);
  Touch(*plan, context);
  return Json::object();
}

// One that is stopping is left to it.
Result<Json> StopEdgeDeploymentStage(const Json& input, RequestContext& context) {
  const ResourcePtr plan = TRY(FindPlan(input, context));
  const ResourcePtr stage = TRY(FindStage(input, *plan, context));
  if (!IsActive(*stage) ||
      context.jobs.Command(kDeploymentStage, JobVerb::kStop, *stage) == CommandOutcome::kNotLegal) {
    return Fail(StageInStatus(stage->state));
  }
  Touch(*plan, context);
  return Json::object();
}

// None before the stage is started.
Result<Json> ListStageDevices(const Json& input, RequestContext& context) {
  const ResourcePtr plan = TRY(FindPlan(input, context));
  const ResourcePtr stage = TRY(FindStage(input, *plan, context));
  const std::string key = RunKey(*stage);
  ResourceQuery query{.scope = context.Scope(kDeviceDeploymentKind), .parent = key};
  query.limit = TRY(ListLimit(input, context));
  if (input.value("ExcludeDevicesDeployedInOtherStage", false)) {
    query.matches = [&stage](const Resource& deployment) {
      const std::string deployed = StringOr(deployment.document, "DeployedStageName");
      return deployed.empty() || deployed == stage->name;
    };
  }
  return ListAnswer("ListStageDevices", "DeviceDeploymentSummaries", std::move(query), input,
                    context, [&](const Resource& deployment) {
                      return ShowDeployment(deployment, *stage, *plan, context.resources);
                    });
}

}  // namespace portside::sagemaker
