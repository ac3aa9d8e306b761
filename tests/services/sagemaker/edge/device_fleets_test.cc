// SPDX-License-Identifier: Apache-2.0
//
// Device fleets, and the report over their devices.

#include "services/sagemaker/edge/edge_fixture.h"

namespace portside::sagemaker {
namespace {

using DeviceFleetsTest = EdgeTest;

TEST_F(DeviceFleetsTest, CreateAnswersNothingAndDescribeEverything) {
  const Json input = {{"DeviceFleetName", "demo"},
                      {"RoleArn", kRole},
                      {"Description", "Cameras: all of them!"},
                      {"OutputConfig", {{"S3OutputLocation", "s3://out/demo"}, {"KmsKeyId", "k"}}},
                      {"EnableIotRoleAlias", true}};
  const CallResult created = app.TryCall("sagemaker", "CreateDeviceFleet", input);
  EXPECT_EQ(created.status, 200);
  EXPECT_EQ(created.text, "");
  const double now = ToEpochSeconds(app.Now());
  EXPECT_EQ(
      Call("DescribeDeviceFleet", {{"DeviceFleetName", "demo"}}),
      Json({{"DeviceFleetName", "demo"},
            {"DeviceFleetArn", "arn:aws:sagemaker:us-west-2:123456789012:device-fleet/demo"},
            {"RoleArn", kRole},
            {"Description", "Cameras: all of them!"},
            {"OutputConfig", input["OutputConfig"]},
            {"CreationTime", now},
            {"LastModifiedTime", now},
            {"IotRoleAlias", "arn:aws:iot:us-west-2:123456789012:rolealias/SageMakerEdge-demo"}}));
}

TEST_F(DeviceFleetsTest, UpdateSetsWhatIsGiven) {
  CreateFleet("demo", {{"Description", "old"}, {"EnableIotRoleAlias", true}});
  app.Advance(1s);
  EXPECT_EQ(Call("UpdateDeviceFleet", {{"DeviceFleetName", "demo"},
                                       {"OutputConfig", {{"S3OutputLocation", "s3://out/new"}}},
                                       {"EnableIotRoleAlias", false}}),
            Json::object());
  const Json fleet = Call("DescribeDeviceFleet", {{"DeviceFleetName", "demo"}});
  EXPECT_EQ(fleet["Description"], "old");
  EXPECT_EQ(fleet["OutputConfig"], Json({{"S3OutputLocation", "s3://out/new"}}));
  EXPECT_FALSE(fleet.contains("IotRoleAlias"));
  EXPECT_GT(fleet["LastModifiedTime"], fleet["CreationTime"]);
}

TEST_F(DeviceFleetsTest, WhatCannotBeIsRefused) {
  const Json output = {{"S3OutputLocation", "s3://out/x"}};
  ExpectError("CreateDeviceFleet", {{"DeviceFleetName", "fleet"}, {"OutputConfig", output}},
              "ResourceInUse", "Device fleet with name fleet already exists.");
  ExpectError(
      "CreateDeviceFleet",
      {{"DeviceFleetName", "x"}, {"OutputConfig", {{"S3OutputLocation", "https://example.com/a"}}}},
      "ValidationException", "The value 'https://example.com/a' of OutputConfig.S3OutputLocation");
  ExpectError(
      "UpdateDeviceFleet",
      {{"DeviceFleetName", "fleet"},
       {"OutputConfig", {{"S3OutputLocation", "s3://out/x"}, {"PresetDeploymentConfig", "{}"}}}},
      "ValidationException", "without OutputConfig.PresetDeploymentType");
  const Json gone = {{"DeviceFleetName", "gone"}};
  ExpectError("DescribeDeviceFleet", gone, "ValidationException",
              "No devicefleet with name gone exists.");
  ExpectError("DeleteDeviceFleet", gone, "ValidationException",
              "DeviceFleet with name gone does not exist.");
  ExpectError("GetDeviceFleetReport", gone, "ValidationException",
              "No device fleet with name gone exists.");
}

TEST_F(DeviceFleetsTest, OneWithDevicesIsInUse) {
  Register({"d1"});
  ExpectError("DeleteDeviceFleet", {{"DeviceFleetName", "fleet"}}, "ResourceInUse",
              "Unable to delete device fleet fleet: delete "
              "arn:aws:sagemaker:us-west-2:123456789012:device-fleet/fleet/device/d1 first.");
  Call("DeregisterDevices", {{"DeviceFleetName", "fleet"}, {"DeviceNames", {"d1"}}});
  EXPECT_EQ(Call("DeleteDeviceFleet", {{"DeviceFleetName", "fleet"}}), Json::object());
}

TEST_F(DeviceFleetsTest, TheReportCountsWhatHeartbeatsSay) {
  Register({"d1", "d2", "d3"});
  const auto report = [this] {
    return Call("GetDeviceFleetReport", {{"DeviceFleetName", "fleet"}});
  };
  const Json empty = report();
  EXPECT_EQ(empty["DeviceStats"],
            Json({{"ConnectedDeviceCount", 0}, {"RegisteredDeviceCount", 3}}));
  EXPECT_EQ(empty["AgentVersions"], Json::array());
  EXPECT_EQ(empty["ModelStats"], Json::array());
  EXPECT_EQ(empty["ReportGenerated"], ToEpochSeconds(app.Now()));
  EXPECT_EQ(empty["OutputConfig"], Json({{"S3OutputLocation", "s3://out/samples"}}));

  const Json running = {{"ModelName", "detector"},
                        {"ModelVersion", "1.0"},
                        {"LatestInference", 1'700'000'000},
                        {"LatestSampleTime", 1'700'000'000}};
  const Json loaded = {{"ModelName", "detector"}, {"ModelVersion", "1.0"}};
  Beat("d1", {{"Models", {running}}});
  Beat("d2", {{"Models", {loaded}}});
  Beat("d2", {{"Models", {loaded}}});
  const Json two = report();
  EXPECT_EQ(two["DeviceStats"], Json({{"ConnectedDeviceCount", 2}, {"RegisteredDeviceCount", 3}}));
  EXPECT_EQ(two["AgentVersions"], Json({{{"Version", "1.0"}, {"AgentCount", 2}}}));
  EXPECT_EQ(two["ModelStats"], Json({{{"ModelName", "detector"},
                                      {"ModelVersion", "1.0"},
                                      {"OfflineDeviceCount", 0},
                                      {"ConnectedDeviceCount", 2},
                                      {"ActiveDeviceCount", 1},
                                      {"SamplingDeviceCount", 1}}}));

  // A device that has another model, and one that is gone.
  Beat("d1", {{"AgentVersion", "2.0"}, {"Models", Json::array()}});
  Call("DeregisterDevices", {{"DeviceFleetName", "fleet"}, {"DeviceNames", {"d2"}}});
  const Json one = report();
  EXPECT_EQ(one["DeviceStats"], Json({{"ConnectedDeviceCount", 1}, {"RegisteredDeviceCount", 2}}));
  EXPECT_EQ(one["AgentVersions"], Json({{{"Version", "2.0"}, {"AgentCount", 1}}}));
  EXPECT_EQ(one["ModelStats"], Json::array());
}

}  // namespace
}  // namespace portside::sagemaker
