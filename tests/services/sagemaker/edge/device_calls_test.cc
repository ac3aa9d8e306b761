// SPDX-License-Identifier: Apache-2.0
//
// What devices send and ask: heartbeats and their registration.

#include "services/sagemaker/edge/edge_fixture.h"

namespace portside::sagemaker {
namespace {

using DeviceCallsTest = EdgeTest;

TEST_F(DeviceCallsTest, AHeartbeatIsSeenInTheDevice) {
  Register({"d1"});
  app.Advance(5s);
  const Json model = {
      {"ModelName", "detector"}, {"ModelVersion", "1.0"}, {"LatestInference", 1'700'000'000}};
  const CallResult beat = app.TryCall("sagemaker_edge", "SendHeartbeat",
                                      {{"DeviceFleetName", "fleet"},
                                       {"DeviceName", "d1"},
                                       {"AgentVersion", "1.20210820.e20fa3a"},
                                       {"AgentMetrics", {{{"MetricName", "Cpu0"}, {"Value", 0.5}}}},
                                       {"Models", {model}}});
  EXPECT_EQ(beat.status, 200) << beat.text;
  Json device = DescribeDevice("d1");
  EXPECT_EQ(device["LatestHeartbeat"], ToEpochSeconds(app.Now()));
  EXPECT_EQ(device["AgentVersion"], "1.20210820.e20fa3a");
  EXPECT_EQ(device["Models"], Json({model}));

  // Without models they stay as they were.
  app.Advance(1s);
  Beat("d1");
  device = DescribeDevice("d1");
  EXPECT_EQ(device["LatestHeartbeat"], ToEpochSeconds(app.Now()));
  EXPECT_EQ(device["Models"], Json({model}));
}

TEST_F(DeviceCallsTest, ARegistrationIsSaidAndAnUnknownDeviceGetsNothing) {
  Register({"d1"});
  EXPECT_EQ(DeviceCall("GetDeviceRegistration", "d1"),
            Json({{"DeviceRegistration", "REGISTERED"}, {"CacheTTL", "3600"}}));
  EXPECT_EQ(DeviceCall("GetDeviceRegistration", "gone"),
            Json({{"DeviceRegistration", ""}, {"CacheTTL", ""}}));
  EXPECT_EQ(DeviceCall("GetDeployments", "gone"), Json({{"Deployments", Json::array()}}));
  Beat("gone");
  ExpectError("DescribeDevice", {{"DeviceFleetName", "fleet"}, {"DeviceName", "gone"}},
              "ValidationException", "No device with name gone exists in device fleet");
}

TEST_F(DeviceCallsTest, ARequestIsHeldAgainstTheModel) {
  const CallResult result = app.TryCall("sagemaker_edge", "SendHeartbeat",
                                        {{"DeviceFleetName", "fleet"}, {"DeviceName", "a b"}});
  EXPECT_EQ(result.status, 400);
  EXPECT_EQ(result.ErrorCode(), "ValidationException");
}

}  // namespace
}  // namespace portside::sagemaker
