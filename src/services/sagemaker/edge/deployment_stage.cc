// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/edge/deployment_stage.h"

#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "portside/objects/object_stream.h"
#include "portside/objects/s3_uri.h"
#include "services/sagemaker/edge/edge_deployment_plan.h"
#include "services/sagemaker/edge/rollout.h"
#include "services/sagemaker/neo/compilation_job.h"

namespace portside::sagemaker {
namespace {

// The SHA-1 of a packaged model, in hexadecimal digits.
Expected<std::string, JobFailure> ChecksumOf(const WorkContext& context, const std::string& url) {
  const auto problem = [&url](const std::string& why) {
    return Fail(JobFailure{"The packaged model " + url + " cannot be deployed: " + why});
  };
  const auto uri = S3Uri::Parse(url);
  if (!uri) return problem("it is not an Amazon S3 location.");
  const auto reader = context.objects.Open(uri->bucket, uri->key);
  if (!reader) return problem(reader.error().Describe());
  Hasher hasher(DigestAlgorithm::kSha1);
  ObjectInput input(**reader);
  for (std::string_view piece = input(); !piece.empty(); piece = input()) {
    if (context.stop.stop_requested()) return problem("the stage was stopped.");
    hasher.Update(piece);
  }
  return HexEncode(hasher.Finish());
}

}  // namespace

WorkResult ReadDefinitions(WorkContext& context) {
  const Json models = context.job.document.value("Models", Json::array());
  Json definitions = Json::array();
  for (const Json& model : models) {
    const std::string url = StringOr(model, "S3Url");
    const std::string sum = TRY(ChecksumOf(context, url));
    definitions.push_back({{"ModelHandle", StringOr(model, "ModelHandle")},
                           {"S3Url", url},
                           {"Checksum", {{"Type", "SHA1"}, {"Sum", sum}}},
                           {"State", "DEPLOY"}});
  }
  WorkOutput output;
  output.document["Definitions"] = std::move(definitions);
  RollOutBehind(output, RolloutMode::kDeploy);
  return output;
}

WorkResult HaltDevices(WorkContext&) {
  WorkOutput output;
  RollOutBehind(output, RolloutMode::kHalt);
  return output;
}

void SetStageMessage(Json& document, const JobFailure& failure) {
  document["Message"] = FailureText(failure);
}

std::string StageArn(const std::string& plan_arn, const std::string& name) {
  return plan_arn + "/stage/" + name;
}

std::string RunKey(const Resource& stage, std::int64_t run) {
  return stage.arn + "#" + std::to_string(stage.sequence) + "." + std::to_string(run);
}

std::string RunKey(const Resource& stage) {
  return RunKey(stage, stage.document.value("Run", std::int64_t{0}));
}

bool IsActive(const Resource& stage) {
  return stage.state == "STARTING" || stage.state == "INPROGRESS" || stage.state == "STOPPING";
}

std::vector<ResourcePtr> StagesOf(const Resource& plan, ResourceRepository& resources) {
  return resources
      .List({.scope = {kDeploymentStage.name, plan.account, plan.region},
             .parent = plan.arn,
             .limit = kStagesPerPlan})
      .resources;
}

std::string_view EndOf(const Resource& stage) {
  const Json& document = stage.document;
  if (stage.state != "INPROGRESS" || document.value("Selecting", false)) return "";
  const auto failed = document.value("Failed", std::int64_t{0});
  // The first failure ends a stage that is to roll back: its other devices keep what they have.
  // What AWS does with them is nowhere published; the devices roll back by themselves.
  const Json config = document.value("DeploymentConfig", Json::object());
  if (failed > 0 && StringOr(config, "FailureHandlingPolicy") == kRollback) return "FAILED";
  if (document.value("Pending", std::int64_t{0}) > 0) return "";
  return failed > 0 || document.value("Success", std::int64_t{0}) == 0 ? "FAILED" : "DEPLOYED";
}

void ExplainEnd(Resource& stage) {
  const auto failed = stage.document.value("Failed", std::int64_t{0});
  const auto success = stage.document.value("Success", std::int64_t{0});
  const auto pending = stage.document.value("Pending", std::int64_t{0});
  if (failed > 0) {
    stage.document["Message"] = "The deployment failed on " + std::to_string(failed) + " of " +
                                std::to_string(failed + success + pending) + " devices.";
  } else if (success == 0) {
    stage.document["Message"] = "No device of the device fleet " +
                                StringOr(stage.document, "DeviceFleetName") +
                                " is selected by the stage.";
  }
}

}  // namespace portside::sagemaker
