// SPDX-License-Identifier: Apache-2.0
//
// Devices: registered, changed, listed and deregistered.

#include "services/sagemaker/edge/edge_fixture.h"
#include "services/sagemaker/limits.h"

namespace portside::sagemaker {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class DevicesTest : public EdgeTest {
 protected:
  std::vector<std::string> Names(const Json& question) {
    std::vector<std::string> names;
    const Json answer = Call("ListDevices", question);
    for (const Json& device : answer.at("DeviceSummaries")) names.push_back(device["DeviceName"]);
    return names;
  }
};

constexpr const char* kArn = "arn:aws:sagemaker:us-west-2:123456789012:device-fleet/fleet/device/";

TEST_F(DevicesTest, AreDescribedAsTheyWereRegistered) {
  const double now = ToEpochSeconds(app.Now());
  EXPECT_EQ(Call("RegisterDevices",
                 {{"DeviceFleetName", "fleet"},
                  {"Devices",
                   {{{"DeviceName", "d1"}, {"Description", "door"}, {"IotThingName", "thing:1"}},
                    {{"DeviceName", "d2"}}}},
                  {"Tags", {{{"Key", "a"}, {"Value", "b"}}}}}),
            Json::object());
  EXPECT_EQ(DescribeDevice("d1"), Json({{"DeviceArn", kArn + std::string("d1")},
                                        {"DeviceName", "d1"},
                                        {"DeviceFleetName", "fleet"},
                                        {"Description", "door"},
                                        {"IotThingName", "thing:1"},
                                        {"RegistrationTime", now}}));
  EXPECT_EQ(Call("ListTags", {{"ResourceArn", kArn + std::string("d2")}})["Tags"],
            Json({{{"Key", "a"}, {"Value", "b"}}}));
}

TEST_F(DevicesTest, AreUpdatedByTheMembersThatAreGiven) {
  Call("RegisterDevices",
       {{"DeviceFleetName", "fleet"},
        {"Devices", {{{"DeviceName", "d1"}, {"Description", "a"}, {"IotThingName", "t"}}}}});
  Call("UpdateDevices",
       {{"DeviceFleetName", "fleet"}, {"Devices", {{{"DeviceName", "d1"}, {"Description", "b"}}}}});
  EXPECT_EQ(DescribeDevice("d1")["Description"], "b");
  EXPECT_EQ(DescribeDevice("d1")["IotThingName"], "t");
}

TEST_F(DevicesTest, RefusalsLeaveEverythingAsItWas) {
  Register({"d1"});
  const auto devices = [](const std::vector<std::string>& names) {
    Json list = Json::array();
    for (const std::string& name : names) list.push_back({{"DeviceName", name}});
    return Json{{"DeviceFleetName", "fleet"}, {"Devices", list}};
  };
  ExpectError("RegisterDevices", devices({"d2", "d1"}), "ValidationException",
              "Device with name d1 already exists in device fleet fleet.");
  ExpectError("RegisterDevices", devices({"d2", "d2"}), "ValidationException",
              "Devices has the device d2 more than once.");
  ExpectError("UpdateDevices", devices({"d1", "d2"}), "ValidationException",
              "No device with name d2 exists in device fleet fleet.");
  ExpectError("DeregisterDevices", {{"DeviceFleetName", "fleet"}, {"DeviceNames", {"d1", "d2"}}},
              "ValidationException", "Device with name d2 does not exist in device fleet fleet.");
  std::vector<std::string> many;
  for (std::size_t i = 0; i <= limits::kDevicesPerCall; ++i) many.push_back(std::to_string(i));
  ExpectError("RegisterDevices", devices(many), "ResourceLimitExceeded",
              "Devices has 1001 devices. A request can have at most 1000.");
  EXPECT_THAT(Names(Json::object()), ElementsAre("d1"));
}

TEST_F(DevicesTest, MissingOnesAreSaidInTheKnownWords) {
  const Json gone = {{"DeviceFleetName", "fleet"}, {"DeviceName", "gone"}};
  ExpectError("DescribeDevice", gone, "ValidationException", "No device with name gone");
  const Json nowhere = {{"DeviceFleetName", "nowhere"}, {"DeviceName", "gone"}};
  ExpectError("DescribeDevice", nowhere, "ValidationException",
              "No device fleet with name nowhere exists.");
  ExpectError("DeregisterDevices", {{"DeviceFleetName", "nowhere"}, {"DeviceNames", {"d"}}},
              "ValidationException", "No device fleet with name nowhere exists.");
  Register({"d1"});
  ExpectError("DescribeDevice",
              {{"DeviceFleetName", "fleet"}, {"DeviceName", "d1"}, {"NextToken", "t"}},
              "ValidationException", "Invalid NextToken.");
}

TEST_F(DevicesTest, AreListedByFleetModelAndHeartbeat) {
  CreateFleet("fleet-2");
  CreateFleet("other");
  Register({"a", "b"});
  Register({"c"}, "fleet-2");
  Register({"d"}, "other");
  app.Advance(10s);
  const double before = ToEpochSeconds(app.Now()) - 5;
  Beat("b", {{"Models", {{{"ModelName", "detector"}, {"ModelVersion", "1"}}}}});

  EXPECT_THAT(Names(Json::object()), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(Names({{"DeviceFleetName", "other"}}), ElementsAre("d"));
  EXPECT_THAT(Names({{"DeviceFleetName", "fleet"}}), ElementsAre("a", "b", "c"));
  EXPECT_THAT(Names({{"DeviceFleetName", "nowhere"}}), IsEmpty());
  EXPECT_THAT(Names({{"ModelName", "tect"}}), ElementsAre("b"));
  EXPECT_THAT(Names({{"ModelName", "net"}}), IsEmpty());
  EXPECT_THAT(Names({{"LatestHeartbeatAfter", before}}), ElementsAre("b"));
  EXPECT_THAT(Names({{"LatestHeartbeatAfter", before + 10}}), IsEmpty());
  const Json summary = Call("ListDevices", {{"ModelName", "detector"}})["DeviceSummaries"][0];
  EXPECT_EQ(summary["Models"], Json({{{"ModelName", "detector"}, {"ModelVersion", "1"}}}));
  EXPECT_EQ(summary["AgentVersion"], "1.0");
  EXPECT_EQ(summary["DeviceArn"], kArn + std::string("b"));
}

TEST_F(DevicesTest, AreListedInPages) {
  Register({"a", "b", "c"});
  Json question = {{"DeviceFleetName", "fleet"}, {"MaxResults", 2}};
  const Json first = Call("ListDevices", question);
  EXPECT_EQ(first["DeviceSummaries"].size(), 2U);
  question["NextToken"] = first["NextToken"];
  EXPECT_THAT(Names(question), ElementsAre("c"));
  question["DeviceFleetName"] = "fleet-2";
  CreateFleet("fleet-2");
  ExpectError("ListDevices", question, "ValidationException", "Invalid NextToken.");
  ExpectError("ListDevices", {{"MaxResults", 0}}, "ValidationException", "'maxResults'");
}

}  // namespace
}  // namespace portside::sagemaker
