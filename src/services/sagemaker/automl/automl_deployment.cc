// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/automl/automl_deployment.h"

#include "portside/aws/arn.h"
#include "portside/base/encoding.h"
#include "portside/base/random.h"
#include "portside/jobs/scheduler.h"
#include "services/sagemaker/automl/automl_job.h"
#include "services/sagemaker/automl/candidates.h"
#include "services/sagemaker/hosting/deployment.h"
#include "services/sagemaker/hosting/endpoint.h"
#include "services/sagemaker/hosting/rules.h"

namespace portside::sagemaker {
namespace {

constexpr std::string_view kModelKind = "sagemaker::model";
constexpr std::string_view kConfigKind = "sagemaker::endpoint_config";

// What the real service takes is not published.
constexpr const char* kInstanceType = "ml.m5.2xlarge";

// A job's name is at most half as long as an endpoint's.
std::string EndpointNameOf(const Resource& job, std::uint64_t seed) {
  const std::string given = StringOr(job.document.at("ModelDeployConfig"), "EndpointName");
  if (!given.empty()) return given;
  Random random(StableHash(job.arn + "#endpoint", seed));
  return job.name + "-" + random.Hex(8);
}

Resource Make(const Resource& job, std::string_view kind, const std::string& path,
              const std::string& name) {
  Resource made;
  made.kind = kind;
  made.account = job.account;
  made.region = job.region;
  made.name = name;
  made.arn = MakeArn("sagemaker", job.region, job.account, path + "/" + name);
  made.created_at = made.updated_at = job.updated_at;
  return made;
}

Resource MakeModel(const Resource& job, const std::string& name) {
  Resource model = Make(job, kModelKind, "model", name);
  const Json containers = ContainersOf(job, BestOf(job));
  model.document = {{"ExecutionRoleArn", job.document.at("RoleArn")}};
  if (containers.size() == 1) {
    model.document["PrimaryContainer"] = containers.front();
  } else {
    model.document["Containers"] = containers;
  }
  CompleteModel(model.document);
  return model;
}

Resource MakeConfig(const Resource& job, const std::string& name) {
  Resource config = Make(job, kConfigKind, "endpoint-config", name);
  const Json variant = {{"VariantName", "AllTraffic"},
                        {"ModelName", name},
                        {"InitialInstanceCount", 1},
                        {"InstanceType", kInstanceType},
                        {"InitialVariantWeight", 1.0}};
  config.document["ProductionVariants"] = Json::array({variant});
  return config;
}

// Empty: the three names are free.
std::string WhatIsTaken(const Resource& job, const std::string& name, Stores& stores) {
  const ResourcePtr endpoint = stores.resources.First(
      {.scope = {kEndpoint.name, job.account, job.region}, .attribute = ToLower(name)});
  if (endpoint != nullptr) return endpoint->arn;
  for (const char* path : {"model/", "endpoint-config/"}) {
    const std::string arn = MakeArn("sagemaker", job.region, job.account, path + name);
    if (stores.resources.Find(arn) != nullptr) return arn;
  }
  return "";
}

void BeginDeployment(const Resource& job, Scheduler& jobs, Stores& stores) {
  const std::string name = EndpointNameOf(job, jobs.seed());
  if (const std::string taken = WhatIsTaken(job, name, stores); !taken.empty()) {
    Resource failed = job;
    SetAutoMLFailure(failed.document,
                     {"The model could not be deployed: " + taken + " already exists."});
    jobs.Enter(kAutoMLJob, std::move(failed), "ModelDeploymentError");
    return;
  }
  const Resource config = MakeConfig(job, name);
  const ResourcePtr model = stores.resources.Insert(MakeModel(job, name));
  Resource endpoint = Make(job, kEndpoint.name, "endpoint", name);
  endpoint.attribute = ToLower(name);
  endpoint.document = {{"EndpointConfigName", name},
                       {"AutoMLJobArn", job.arn},
                       {"Pending", DeploymentOf(config, *model, job.updated_at)}};
  stores.resources.Insert(config);
  jobs.Submit(kEndpoint, std::move(endpoint));
}

}  // namespace

void AutoMLJobMoved(const Resource& job, Scheduler& jobs, Stores& stores) {
  if (job.state == "DeployingModel") BeginDeployment(job, jobs, stores);
}

void EndpointOfAutoMLMoved(const Resource& endpoint, Scheduler& jobs, Stores& stores) {
  const auto arn = endpoint.document.find("AutoMLJobArn");
  if (arn == endpoint.document.end()) return;
  const bool is_failed = endpoint.state == "Failed";
  if (!is_failed && endpoint.state != "InService") return;
  const ResourcePtr found = stores.resources.Find(arn->get_ref<const std::string&>());
  // Updated later, or its job was stopped meanwhile.
  if (found == nullptr || found->state != "DeployingModel") return;
  Resource job = *found;
  if (is_failed) {
    SetAutoMLFailure(job.document, {"The endpoint " + endpoint.name + " could not be deployed: " +
                                    StringOr(endpoint.document, "FailureReason")});
    jobs.Enter(kAutoMLJob, std::move(job), "ModelDeploymentError");
    return;
  }
  job.document["ModelDeployResult"] = {{"EndpointName", endpoint.name}};
  const std::string_view end = EndOfCandidates(job.document);
  jobs.Enter(kAutoMLJob, std::move(job), end);
}

}  // namespace portside::sagemaker
