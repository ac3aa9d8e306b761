// SPDX-License-Identifier: Apache-2.0
//
// What the suites of fleets, devices and deployments share: a fleet with devices, a packaged model,
// a plan, and a device that calls.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/sagemaker/sagemaker_fixture.h"

namespace portside::sagemaker {

class EdgeTest : public SageMakerTest {
 protected:
  EdgeTest() { CreateFleet("fleet"); }

  void CreateFleet(const std::string& name, Json more = Json::object()) {
    Json input = {{"DeviceFleetName", name},
                  {"RoleArn", kRole},
                  {"OutputConfig", {{"S3OutputLocation", "s3://out/samples"}}}};
    input.update(more);
    Call("CreateDeviceFleet", input);
  }

  void Register(const std::vector<std::string>& names, const std::string& fleet = "fleet") {
    Json devices = Json::array();
    for (const std::string& name : names) devices.push_back({{"DeviceName", name}});
    Call("RegisterDevices", {{"DeviceFleetName", fleet}, {"Devices", devices}});
  }

  Json DescribeDevice(const std::string& name) {
    return Call("DescribeDevice", {{"DeviceFleetName", "fleet"}, {"DeviceName", name}});
  }

  // What a device sends and gets.
  Json DeviceCall(std::string_view operation, const std::string& device,
                  Json more = Json::object()) {
    Json input = {{"DeviceFleetName", "fleet"}, {"DeviceName", device}};
    input.update(more);
    return app.Call("sagemaker_edge", operation, input);
  }
  void Beat(const std::string& device, Json more = Json::object()) {
    Json input = {{"AgentVersion", "1.0"}};
    input.update(more);
    DeviceCall("SendHeartbeat", device, input);
  }
  void Report(const std::string& device, const Json& result) {
    Json report = {{"DeploymentName", "plan"}};
    report.update(result);
    Beat(device, {{"DeploymentResult", report}});
  }
  Json Deployments(const std::string& device) {
    return DeviceCall("GetDeployments", device).at("Deployments");
  }

  // The model "pack", packaged at s3://out/pkg/net-1.0.tar.gz.
  void PackageModel() {
    Compile(CompilationInput("comp"));
    Package(PackagingInput("pack"));
  }

  static Json Stage(const std::string& name, const Json& selection,
                    const std::string& policy = "") {
    Json stage = {{"StageName", name}, {"DeviceSelectionConfig", selection}};
    if (!policy.empty()) stage["DeploymentConfig"] = {{"FailureHandlingPolicy", policy}};
    return stage;
  }
  static Json Named(const std::vector<std::string>& names) {
    return {{"DeviceSubsetType", "SELECTION"}, {"DeviceNames", names}};
  }
  static Json Percent(int percentage) {
    return {{"DeviceSubsetType", "PERCENTAGE"}, {"Percentage", percentage}};
  }
  static Json Containing(const std::string& part) {
    return {{"DeviceSubsetType", "NAMECONTAINS"}, {"DeviceNameContains", part}};
  }

  static Json PlanInput(const std::vector<Json>& stages, const std::string& name = "plan") {
    return {{"EdgeDeploymentPlanName", name},
            {"DeviceFleetName", "fleet"},
            {"ModelConfigs", {{{"ModelHandle", "net"}, {"EdgePackagingJobName", "pack"}}}},
            {"Stages", stages}};
  }
  Json DescribePlan(const std::string& name = "plan") {
    return Call("DescribeEdgeDeploymentPlan", {{"EdgeDeploymentPlanName", name}});
  }
  static Json Key(const std::string& stage, const std::string& plan = "plan") {
    return {{"EdgeDeploymentPlanName", plan}, {"StageName", stage}};
  }
  void Start(const std::string& stage) {
    Call("StartEdgeDeploymentStage", Key(stage));
    app.Advance(300ms);
  }
  Json StatusOf(const std::string& name) {
    const Json plan = DescribePlan();
    for (const Json& stage : plan.at("Stages")) {
      if (stage.at("StageName") == name) return stage.at("DeploymentStatus");
    }
    return nullptr;
  }
  std::string StateOf(const std::string& name) { return StatusOf(name).at("StageStatus"); }
  // Success, pending, failed.
  std::vector<int> Counts(const std::string& name) {
    const Json status = StatusOf(name);
    return {status.at("EdgeDeploymentSuccessInStage"), status.at("EdgeDeploymentPendingInStage"),
            status.at("EdgeDeploymentFailedInStage")};
  }
  // The devices of a stage with their statuses.
  std::map<std::string, std::string> Devices(const std::string& stage) {
    std::map<std::string, std::string> devices;
    const Json answer = Call("ListStageDevices", Key(stage));
    for (const Json& device : answer.at("DeviceDeploymentSummaries")) {
      devices[device.at("DeviceName")] = device.at("DeviceDeploymentStatus");
    }
    return devices;
  }
};

}  // namespace portside::sagemaker
