// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/edge/device_deployments.h"

#include <algorithm>

#include "portside/base/encoding.h"
#include "services/sagemaker/edge/deployment_stage.h"
#include "services/sagemaker/edge/rollout.h"
#include "services/sagemaker/limits.h"

namespace portside::sagemaker {
namespace {

void Change(Resource& stage, const char* count, int by) {
  stage.document[count] = stage.document.value(count, std::int64_t{0}) + by;
}

bool IsOpen(std::string_view status) { return status == "READYTODEPLOY" || status == "INPROGRESS"; }

std::string ArnIn(const std::string& key, const Resource& device) {
  return key + "/" + device.name;
}

// The name of the stage that has deployed to the device already; empty: none has.
std::string DeployedBy(const Resource& device, const std::vector<ResourcePtr>& others,
                       const Resource& stage, Stores& stores) {
  std::vector<std::string> keys = {RunKey(stage, stage.document.value("Run", std::int64_t{0}) - 1)};
  for (const ResourcePtr& other : others) keys.push_back(RunKey(*other));
  for (const std::string& key : keys) {
    const ResourcePtr deployment = stores.resources.Find(ArnIn(key, device));
    if (deployment == nullptr || StringOr(deployment->document, "DeviceArn") != device.arn)
      continue;
    const std::string name = StringOr(deployment->document, "DeployedStageName");
    if (!name.empty()) return name;
  }
  return "";
}

// A deployment that the device speaks of is over, or under way. The API names neither the values of
// DeploymentStatus nor when a device sends them: the models' own Status decides where it is given.
std::string_view OutcomeOf(const Json& result) {
  const Json models = result.value("DeploymentModels", Json::array());
  const auto count = [&models](const char* status) {
    return std::count_if(models.begin(), models.end(), [status](const Json& model) {
      return StringOr(model, "Status") == status;
    });
  };
  const std::string status = StringOr(result, "DeploymentStatus");
  const auto is_any = [&status](std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(),
                       [&status](std::string_view name) { return EqualsIgnoreCase(status, name); });
  };
  if (count("FAIL") > 0 || is_any({"FAIL", "FAILED", "FAILURE", "ERROR"})) return "FAILED";
  const bool all = !models.empty() && count("SUCCESS") == std::ssize(models);
  if (is_any({"SUCCESS", "SUCCEEDED", "COMPLETED", "DEPLOYED"}) || (status.empty() && all)) {
    return "DEPLOYED";
  }
  return "INPROGRESS";
}

// What went wrong, in the device's words: of the whole, of each model, of its rolling back.
std::string MessageOf(const Json& result) {
  std::vector<std::string> parts = {StringOr(result, "DeploymentStatusMessage")};
  const Json models = result.value("DeploymentModels", Json::array());
  for (const Json& model : models) {
    const std::string handle = StringOr(model, "ModelHandle", StringOr(model, "ModelName"));
    for (const char* member : {"StatusReason", "RollbackFailureReason"}) {
      const std::string reason = StringOr(model, member);
      if (!reason.empty()) parts.push_back(handle.empty() ? reason : handle + ": " + reason);
    }
  }
  std::string message;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    message += (message.empty() ? "" : " ") + part;
  }
  return message;
}

// Stores a stage whose counts were changed; where nobody is left to wait for, it ends.
void StoreStage(Resource stage, RequestContext& context) {
  const std::string_view end = EndOf(stage);
  if (end.empty()) {
    context.resources.Update(std::move(stage));
    return;
  }
  ExplainEnd(stage);
  const bool has_open = stage.document.value("Pending", std::int64_t{0}) > 0;
  const ResourcePtr ended = context.jobs.Enter(kDeploymentStage, std::move(stage), end);
  if (has_open) RollOut(*ended, RunKey(*ended), RolloutMode::kHalt, context);
}

void Finish(Resource& deployment, std::string_view status) {
  deployment.document["Status"] = status;
  if (!IsOpen(status)) deployment.attribute.clear();
}

}  // namespace

std::vector<ResourcePtr> OtherStages(const Resource& stage, Stores& stores) {
  Resource plan;
  plan.arn = stage.parent;
  plan.account = stage.account;
  plan.region = stage.region;
  std::vector<ResourcePtr> others = StagesOf(plan, stores.resources);
  std::erase_if(others, [&stage](const ResourcePtr& other) {
    return other->arn == stage.arn || !other->document.contains("Run");
  });
  return others;
}

void AddDeployment(const Resource& device, const std::vector<ResourcePtr>& others, Resource& stage,
                   Stores& stores) {
  const std::string key = RunKey(stage);
  Resource deployment;
  deployment.arn = ArnIn(key, device);
  if (stores.resources.Find(deployment.arn) != nullptr) return;
  deployment.kind = kDeviceDeploymentKind;
  deployment.account = stage.account;
  deployment.region = stage.region;
  deployment.name = device.name;
  deployment.parent = key;
  deployment.attribute = device.arn;
  deployment.created_at = stage.updated_at;
  deployment.updated_at = stage.updated_at;
  deployment.document = {{"DeviceName", device.name},
                         {"DeviceArn", device.arn},
                         {"Plan", StringOr(stage.document, "EdgeDeploymentPlanName")},
                         {"Stage", stage.arn},
                         {"StageName", stage.name}};
  const std::string deployed_by = DeployedBy(device, others, stage, stores);
  Finish(deployment, deployed_by.empty() ? "READYTODEPLOY" : "DEPLOYED");
  if (!deployed_by.empty()) deployment.document["DeployedStageName"] = deployed_by;
  Change(stage, deployed_by.empty() ? "Pending" : "Success", 1);
  stores.resources.Insert(std::move(deployment));
}

void HaltDeployment(const Resource& deployment, Resource& stage, Stores& stores) {
  if (!IsOpen(StringOr(deployment.document, "Status"))) return;
  Resource halted = deployment;
  Finish(halted, "STOPPED");
  stores.resources.Update(std::move(halted));
  Change(stage, "Pending", -1);
}

std::vector<OpenDeployment> OpenDeployments(const Resource& device, RequestContext& context) {
  const ResourcePage page = context.resources.List({.scope = context.Scope(kDeviceDeploymentKind),
                                                    .attribute = device.arn,
                                                    .limit = limits::kDeploymentsOfDevice});
  std::vector<OpenDeployment> open;
  for (const ResourcePtr& deployment : page.resources) {
    ResourcePtr stage =
        context.FindOwn(kDeploymentStage.name, StringOr(deployment->document, "Stage"));
    // A rollout has yet to come to this one.
    if (stage == nullptr || stage->state != "INPROGRESS" || RunKey(*stage) != deployment->parent) {
      continue;
    }
    open.push_back({deployment, std::move(stage)});
  }
  return open;
}

void BeginDeployment(const OpenDeployment& open, RequestContext& context) {
  if (StringOr(open.deployment->document, "Status") != "READYTODEPLOY") return;
  Resource deployment = *open.deployment;
  Finish(deployment, "INPROGRESS");
  deployment.document["StartTime"] = ToEpochSeconds(context.now);
  context.resources.Update(std::move(deployment));
}

void ReportDeployment(const Resource& device, const Json& result, RequestContext& context) {
  const std::string plan = StringOr(result, "DeploymentName");
  for (const OpenDeployment& open : OpenDeployments(device, context)) {
    if (StringOr(open.deployment->document, "Plan") != plan) continue;
    Resource deployment = *open.deployment;
    const std::string_view outcome = OutcomeOf(result);
    Finish(deployment, outcome);
    const std::string message = MessageOf(result);
    if (!message.empty()) deployment.document["Message"] = message;
    SetIfPresent(deployment.document, "StartTime", result.value("DeploymentStartTime", Json()));
    SetIfPresent(deployment.document, "EndTime", result.value("DeploymentEndTime", Json()));
    if (outcome == "DEPLOYED") deployment.document["DeployedStageName"] = open.stage->name;
    context.resources.Update(std::move(deployment));
    if (outcome == "INPROGRESS") continue;
    Resource stage = *open.stage;
    Change(stage, "Pending", -1);
    Change(stage, outcome == "DEPLOYED" ? "Success" : "Failed", 1);
    StoreStage(std::move(stage), context);
  }
}

void ForgetDeployments(const Resource& device, RequestContext& context) {
  for (const OpenDeployment& open : OpenDeployments(device, context)) {
    context.resources.Remove(open.deployment->arn);
    Resource stage = *open.stage;
    Change(stage, "Pending", -1);
    StoreStage(std::move(stage), context);
  }
}

Json ShowDeployment(const Resource& deployment, const Resource& stage, const Resource& plan,
                    ResourceRepository& resources) {
  const Json& document = deployment.document;
  Json shown = {{"EdgeDeploymentPlanArn", plan.arn},
                {"EdgeDeploymentPlanName", plan.name},
                {"StageName", stage.name},
                {"DeviceFleetName", StringOr(stage.document, "DeviceFleetName")},
                {"DeviceName", deployment.name},
                {"DeviceArn", StringOr(document, "DeviceArn")}};
  std::string status = StringOr(document, "Status");
  // A stage that stops has all its devices with it, however many a rollout has yet to come to.
  const bool stops = stage.state == "STOPPING" || stage.state == "STOPPED";
  if (stops && IsOpen(status)) status = stage.state;
  shown["DeviceDeploymentStatus"] = status;
  SetIfPresent(shown, "DeviceDeploymentStatusMessage", document.value("Message", Json()));
  SetIfPresent(shown, "DeploymentStartTime", document.value("StartTime", Json()));
  SetIfPresent(shown, "DeployedStageName", document.value("DeployedStageName", Json()));
  const ResourcePtr device = resources.Find(StringOr(document, "DeviceArn"));
  if (device != nullptr) {
    SetIfPresent(shown, "Description", device->document.value("Description", Json()));
  }
  return shown;
}

}  // namespace portside::sagemaker
