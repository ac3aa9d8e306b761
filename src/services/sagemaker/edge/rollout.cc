// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/edge/rollout.h"

#include <memory>
#include <utility>

#include "services/sagemaker/edge/deployment_stage.h"
#include "services/sagemaker/edge/device_deployments.h"
#include "services/sagemaker/edge/device_selection.h"
#include "services/sagemaker/limits.h"

namespace portside::sagemaker {
namespace {

constexpr std::pair<RolloutMode, std::string_view> kModes[] = {{RolloutMode::kDeploy, "deploy"},
                                                               {RolloutMode::kHalt, "halt"},
                                                               {RolloutMode::kRemove, "remove"}};

std::string_view NameOf(RolloutMode mode) {
  for (const auto& [candidate, name] : kModes) {
    if (candidate == mode) return name;
  }
  return "";
}

// The document of a rollout's first slice.
Json Begin(const Resource& stage, const std::string& key, RolloutMode mode) {
  return {{"Mode", NameOf(mode)}, {"Key", key}, {"Stage", stage.arn}, {"Slice", 0}};
}

ResourceQuery DeploymentsOf(const Resource& stage, std::string_view key) {
  return {.scope = {kDeviceDeploymentKind, stage.account, stage.region},
          .parent = key,
          .limit = limits::kDevicesPerSlice};
}

// Whether there may be more.
bool RemoveSlice(const Resource& owner, const std::string& key, Stores& stores) {
  const ResourcePage page = stores.resources.List(DeploymentsOf(owner, key));
  for (const ResourcePtr& deployment : page.resources) stores.resources.Remove(deployment->arn);
  return page.next.has_value();
}

bool HaltSlice(Json& slice, Resource& stage, Stores& stores) {
  const std::string key = StringOr(slice, "Key");
  ResourceQuery query = DeploymentsOf(stage, key);
  query.after = PositionIn(slice);
  const ResourcePage page = stores.resources.List(query);
  for (const ResourcePtr& deployment : page.resources) HaltDeployment(*deployment, stage, stores);
  SetPosition(slice, page.next);
  return page.next.has_value();
}

bool DeploySlice(Json& slice, Resource& stage, Stores& stores) {
  const Selection selection = SelectSlice(slice, stage, stores);
  const std::vector<ResourcePtr> others = OtherStages(stage, stores);
  for (const ResourcePtr& device : selection.devices) {
    AddDeployment(*device, others, stage, stores);
  }
  if (!selection.goes_on) stage.document["Selecting"] = false;
  return selection.goes_on;
}

// One slice; whether another one is to come. `slice` then says where it goes on.
bool RunSlice(const Resource& owner, Json& slice, Stores& stores) {
  const std::string mode = StringOr(slice, "Mode");
  const std::string key = StringOr(slice, "Key");
  if (mode == NameOf(RolloutMode::kRemove)) return RemoveSlice(owner, key, stores);
  const ResourcePtr found = stores.resources.Find(StringOr(slice, "Stage"));
  if (found == nullptr || RunKey(*found) != key) return false;
  Resource stage = *found;
  bool goes_on = false;
  if (mode == NameOf(RolloutMode::kHalt)) {
    goes_on = HaltSlice(slice, stage, stores);
  } else if (stage.state == "INPROGRESS") {
    goes_on = DeploySlice(slice, stage, stores);
  }
  if (!EndOf(stage).empty()) ExplainEnd(stage);
  stores.resources.Update(std::move(stage));
  return goes_on;
}

Resource JobOf(const Resource& stage, Json slice, Timestamp now) {
  Resource job;
  const auto number = slice.value("Slice", std::int64_t{0}) + 1;
  slice["Slice"] = number;
  job.arn = StringOr(slice, "Key") + "#" + StringOr(slice, "Mode") + "." + std::to_string(number);
  job.account = stage.account;
  job.region = stage.region;
  job.name = stage.name;
  job.created_at = now;
  job.document = std::move(slice);
  return job;
}

// The next slice, or the end of a stage that waits for nobody any more, which is a slice as well:
// only a work's end moves another resource.
std::vector<NewJob> Next(const Resource& owner, const Json& slice, bool goes_on, Stores& stores) {
  if (goes_on) return {{&kRollout, JobOf(owner, slice, owner.updated_at)}};
  const ResourcePtr stage = stores.resources.Find(StringOr(slice, "Stage"));
  if (stage == nullptr || RunKey(*stage) != StringOr(slice, "Key")) return {};
  const std::string_view end = EndOf(*stage);
  if (end.empty()) return {};
  Json last = slice;
  last["Mode"] = "end";
  last["To"] = end;
  return {{&kRollout, JobOf(owner, std::move(last), owner.updated_at)}};
}

void Run(WorkOutput& output, Json first) {
  const auto slice = std::make_shared<Json>(std::move(first));
  const auto goes_on = std::make_shared<bool>(false);
  output.commit = [slice, goes_on](const Resource& owner, Stores& stores) {
    *goes_on = RunSlice(owner, *slice, stores);
  };
  output.begin = [slice, goes_on](const Resource& owner, Stores& stores) {
    return Next(owner, *slice, *goes_on, stores);
  };
}

// The wire's names of states that a stage can end in.
WorkResult RunJob(WorkContext& context) {
  const Json& slice = context.job.document;
  WorkOutput output;
  if (StringOr(slice, "Mode") != "end") {
    Run(output, slice);
    return output;
  }
  const std::string_view to = StringOr(slice, "To") == "DEPLOYED" ? "DEPLOYED" : "FAILED";
  output.moves = {{StringOr(slice, "Stage"), "INPROGRESS", to}};
  output.begin = [](const Resource& owner, Stores& stores) -> std::vector<NewJob> {
    const ResourcePtr stage = stores.resources.Find(StringOr(owner.document, "Stage"));
    const std::string key = StringOr(owner.document, "Key");
    const bool is_over = stage != nullptr && RunKey(*stage) == key && stage->state == "FAILED";
    if (!is_over || stage->document.value("Pending", std::int64_t{0}) == 0) return {};
    return {{&kRollout, JobOf(*stage, Begin(*stage, key, RolloutMode::kHalt), owner.updated_at)}};
  };
  return output;
}

// A slice has no reader for what became of it.
void Ignore(Json&, const JobFailure&) {}

constexpr JobState kRolloutStates[] = {
    {.name = "RUNNING", .next = "ENDED", .work = RunJob, .on_failure = "ENDED"},
    {.name = "ENDED", .removed = true},
};

}  // namespace

constexpr JobKind kRollout{
    .name = "sagemaker::edge_rollout", .states = kRolloutStates, .fail = Ignore};
static_assert(IsWellFormed(kRollout));

void RollOutBehind(WorkOutput& output, RolloutMode mode) {
  const auto slice = std::make_shared<Json>();
  const auto goes_on = std::make_shared<bool>(false);
  output.commit = [slice, goes_on, mode](const Resource& stage, Stores& stores) {
    *slice = Begin(stage, RunKey(stage), mode);
    *goes_on = RunSlice(stage, *slice, stores);
  };
  output.begin = [slice, goes_on](const Resource& stage, Stores& stores) {
    return Next(stage, *slice, *goes_on, stores);
  };
}

void RollOut(const Resource& stage, const std::string& key, RolloutMode mode,
             RequestContext& context) {
  if (context.resources.Count(context.Scope(kDeviceDeploymentKind), "", key) == 0) return;
  context.jobs.Submit(kRollout, JobOf(stage, Begin(stage, key, mode), context.now));
}

}  // namespace portside::sagemaker
