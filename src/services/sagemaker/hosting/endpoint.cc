// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/hosting/endpoint.h"

#include <algorithm>

#include "portside/jobs/scheduler.h"
#include "portside/runners/runners.h"
#include "services/sagemaker/automl/automl_deployment.h"
#include "services/sagemaker/hosting/deployment.h"
#include "services/sagemaker/hosting/model_process.h"

namespace portside::sagemaker {
namespace {

// As the model bounds it.
constexpr std::size_t kReasonBytes = 1024;

// What a deployment's runners have for its variants: addresses that are up, and commands that were
// started and are up.
Expected<ModelServers::OfEndpoint, JobFailure> BringUp(const WorkContext& context,
                                                       const Json& variants, bool starts) {
  ModelServers::OfEndpoint servers;
  for (const Json& variant : variants) {
    const Runner* runner = RunnerOf(context.job.name, variant, context.runners);
    if (runner == nullptr || (!runner->url && !starts)) continue;
    const std::string name = StringOr(variant, "VariantName");
    std::shared_ptr<ServedCommand> command;
    if (!runner->url) {
      command = TRY(StartModel(context, {.runner = *runner,
                                         .container = variant.at("Container"),
                                         .name = context.job.name + "/" + name}));
      servers[name] = command;
    }
    const auto up = AwaitPing(context, command ? command->url() : *runner->url, command.get());
    if (up) continue;
    // Recorded, but for what a command has come to.
    return Fail(JobFailure{"The primary container for production variant " + name +
                           " did not pass the ping health check. Please check CloudWatch logs for "
                           "this endpoint." +
                           (up.error().empty() ? "" : " " + up.error())});
  }
  return servers;
}

// They answer once what they were started for is in service.
void Keep(const WorkContext& context, ModelServers::OfEndpoint servers, WorkOutput& output) {
  if (context.runners == nullptr) return;
  output.commit = [servers = std::move(servers), runners = context.runners](const Resource& job,
                                                                            Stores&) {
    runners->servers().Replace(job.arn, servers);
  };
}

bool HasCommands(const Resource& endpoint, const Runners& runners) {
  const Json variants = endpoint.document.value("Variants", Json::array());
  return std::any_of(variants.begin(), variants.end(), [&](const Json& variant) {
    const Runner* runner = RunnerOf(endpoint.name, variant, &runners);
    return runner != nullptr && !runner->url;
  });
}

bool AreServed(const Resource& endpoint, const Runners& runners) {
  const Json variants = endpoint.document.value("Variants", Json::array());
  return std::any_of(variants.begin(), variants.end(), [&](const Json& variant) {
    return runners.servers().Find(endpoint.arn, StringOr(variant, "VariantName")) != nullptr;
  });
}

}  // namespace

WorkResult Deploy(WorkContext& context) {
  if (context.part_failure) return Fail(*context.part_failure);
  WorkOutput output;
  const Json pending = context.job.document.value("Pending", Json::object());
  // Else other weights of the same servers.
  const bool is_whole = pending.contains("EndpointConfigName");
  auto servers = TRY(BringUp(context, pending.value("Variants", Json::array()), is_whole));
  if (is_whole) Keep(context, std::move(servers), output);
  for (const std::string_view name : kDeployedMembers) {
    const std::string member(name);
    if (pending.contains(member)) {
      output.document[member] = pending.at(member);
    } else if (is_whole) {
      output.document[member] = nullptr;
    }
  }
  for (const char* member : {"Pending", "FailureReason", "RollbackFailure"}) {
    output.document[member] = nullptr;
  }
  return output;
}

WorkResult RollBack(WorkContext& context) {
  const Json& document = context.job.document;
  if (const std::string reason = StringOr(document, "RollbackFailure"); !reason.empty()) {
    return Fail(JobFailure{reason});
  }
  // A start of Portside amid the update has left nobody there.
  const bool is_bare = context.runners != nullptr && HasCommands(context.job, *context.runners) &&
                       !AreServed(context.job, *context.runners);
  WorkOutput output;
  if (is_bare) output = TRY(Restart(context));
  Json variants = document.value("Variants", Json::array());
  for (Json& variant : variants) {
    variant["DesiredWeight"] = variant.at("CurrentWeight");
    if (variant.contains("DesiredInstanceCount")) {
      variant["DesiredInstanceCount"] = variant.at("CurrentInstanceCount");
    }
    variant.erase("DesiredServerlessConfig");
  }
  output.document["Variants"] = std::move(variants);
  return output;
}

WorkResult Restart(WorkContext& context) {
  WorkOutput output;
  const Json variants = context.job.document.value("Variants", Json::array());
  Keep(context, TRY(BringUp(context, variants, /*starts=*/true)), output);
  return output;
}

std::string_view ResumesEndpoint(const Resource& endpoint, const Runners& runners) {
  const bool serves = endpoint.state == "InService" || endpoint.state == "OutOfService";
  return serves && HasCommands(endpoint, runners) ? "SystemUpdating" : "";
}

void EndpointMoved(const Resource& endpoint, Scheduler& jobs, Stores& stores) {
  EndpointOfAutoMLMoved(endpoint, jobs, stores);
  if (endpoint.state != "Deleting" || jobs.runners() == nullptr) return;
  jobs.runners()->servers().Replace(endpoint.arn, {});
}

void FailDeployment(Json& document, const JobFailure& failure) {
  document["FailureReason"] = failure.reason.substr(0, kReasonBytes);
  document.erase("Pending");
  document.erase("RollbackFailure");
  if (failure.part == kEndpointParts[0]) document["RollbackFailure"] = failure.reason;
}

}  // namespace portside::sagemaker
