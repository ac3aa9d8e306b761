// SPDX-License-Identifier: Apache-2.0
//
// Deployments: a stage is started, its devices ask, report, fail, go, and the stage ends.

#include "portside/base/digest.h"
#include "services/sagemaker/edge/edge_fixture.h"

namespace portside::sagemaker {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::SizeIs;
using testing::UnorderedElementsAre;

class DeploymentsTest : public EdgeTest {
 protected:
  DeploymentsTest() {
    PackageModel();
    Register({"cam-1", "cam-2", "cam-3", "door-1"});
  }
  void Plan(const std::vector<Json>& stages) {
    Call("CreateEdgeDeploymentPlan", PlanInput(stages));
  }
};

TEST_F(DeploymentsTest, ADeviceGetsThePackagedModelAndReportsIt) {
  Plan({Stage("only", Named({"cam-1", "unknown"}))});
  EXPECT_EQ(Deployments("cam-1"), Json::array());
  Call("StartEdgeDeploymentStage", Key("only"));
  EXPECT_EQ(StateOf("only"), "STARTING");
  EXPECT_EQ(StatusOf("only")["EdgeDeploymentStageStartTime"], ToEpochSeconds(app.Now()));
  app.Advance(300ms);
  EXPECT_EQ(StateOf("only"), "INPROGRESS");
  EXPECT_THAT(Devices("only"), ElementsAre(Pair("cam-1", "READYTODEPLOY")));
  EXPECT_THAT(Counts("only"), ElementsAre(0, 1, 0));

  const std::string url = "s3://out/pkg/net-1.0.tar.gz";
  EXPECT_EQ(
      Deployments("cam-1"),
      Json(
          {{{"DeploymentName", "plan"},
            {"Type", "Model"},
            {"FailureHandlingPolicy", "ROLLBACK_ON_FAILURE"},
            {"Definitions",
             {{{"ModelHandle", "net"},
               {"S3Url", url},
               {"Checksum",
                {{"Type", "SHA1"}, {"Sum", HexDigest(DigestAlgorithm::kSha1, app.GetObject(url))}}},
               {"State", "DEPLOY"}}}}}}));
  EXPECT_THAT(Devices("only"), ElementsAre(Pair("cam-1", "INPROGRESS")));
  EXPECT_EQ(Deployments("cam-2"), Json::array());

  Report("cam-1", {{"DeploymentStatus", "SUCCESS"},
                   {"DeploymentStartTime", 1'700'000'000},
                   {"DeploymentModels", {{{"ModelHandle", "net"}, {"Status", "SUCCESS"}}}}});
  EXPECT_EQ(StateOf("only"), "DEPLOYED");
  EXPECT_THAT(Counts("only"), ElementsAre(1, 0, 0));
  EXPECT_EQ(DescribePlan()["EdgeDeploymentSuccess"], 1);
  EXPECT_EQ(Deployments("cam-1"), Json::array());
  const std::string prefix = "arn:aws:sagemaker:us-west-2:123456789012:";
  EXPECT_EQ(Call("ListStageDevices", Key("only"))["DeviceDeploymentSummaries"],
            Json({{{"EdgeDeploymentPlanArn", prefix + "edge-deployment/plan"},
                   {"EdgeDeploymentPlanName", "plan"},
                   {"StageName", "only"},
                   {"DeployedStageName", "only"},
                   {"DeviceFleetName", "fleet"},
                   {"DeviceName", "cam-1"},
                   {"DeviceArn", prefix + "device-fleet/fleet/device/cam-1"},
                   {"DeviceDeploymentStatus", "DEPLOYED"},
                   {"DeploymentStartTime", 1'700'000'000}}}));
}

TEST_F(DeploymentsTest, DevicesAreSelectedByPartAndByShare) {
  Plan({Stage("cams", Containing("cam")), Stage("half", Percent(26))});
  Start("cams");
  Start("half");
  EXPECT_THAT(Devices("cams"),
              UnorderedElementsAre(Pair("cam-1", "READYTODEPLOY"), Pair("cam-2", "READYTODEPLOY"),
                                   Pair("cam-3", "READYTODEPLOY")));
  EXPECT_THAT(Devices("half"),
              UnorderedElementsAre(Pair("cam-1", "READYTODEPLOY"), Pair("cam-2", "READYTODEPLOY")));
  // Of two stages of a plan a device is told once, and reports to both.
  EXPECT_THAT(Deployments("cam-1"), SizeIs(1));
  Report("cam-1", {{"DeploymentStatus", "SUCCESS"}});
  EXPECT_THAT(Counts("cams"), ElementsAre(1, 2, 0));
  EXPECT_THAT(Counts("half"), ElementsAre(1, 1, 0));
}

TEST_F(DeploymentsTest, WhatAnotherStageHasDeployedIsDeployed) {
  Plan({Stage("one", Named({"cam-1"})), Stage("all", Percent(100))});
  Start("one");
  Report("cam-1", {{"DeploymentStatus", "SUCCESS"}});
  Start("all");
  EXPECT_THAT(Counts("all"), ElementsAre(1, 3, 0));
  Json question = Key("all");
  const Json everyone = Call("ListStageDevices", question)["DeviceDeploymentSummaries"];
  EXPECT_EQ(everyone[0]["DeployedStageName"], "one");
  EXPECT_EQ(everyone[0]["DeviceDeploymentStatus"], "DEPLOYED");
  question["ExcludeDevicesDeployedInOtherStage"] = true;
  EXPECT_THAT(Call("ListStageDevices", question)["DeviceDeploymentSummaries"], SizeIs(3));
}

TEST_F(DeploymentsTest, AFailureEndsAStageThatRollsBack) {
  Plan({Stage("all", Percent(100))});
  Start("all");
  Deployments("cam-1");
  Report("cam-1", {{"DeploymentStatusMessage", "no space left"},
                   {"DeploymentModels",
                    {{{"ModelHandle", "net"},
                      {"Status", "FAIL"},
                      {"StatusReason", "checksum differs"},
                      {"RollbackFailureReason", "nothing to go back to"}}}}});
  EXPECT_EQ(StateOf("all"), "FAILED");
  EXPECT_EQ(StatusOf("all")["EdgeDeploymentStatusMessage"],
            "The deployment failed on 1 of 4 devices.");
  EXPECT_EQ(Deployments("cam-2"), Json::array());
  app.Advance(1ms);
  EXPECT_THAT(Devices("all"),
              UnorderedElementsAre(Pair("cam-1", "FAILED"), Pair("cam-2", "STOPPED"),
                                   Pair("cam-3", "STOPPED"), Pair("door-1", "STOPPED")));
  EXPECT_THAT(Counts("all"), ElementsAre(0, 0, 1));
  EXPECT_EQ(Call("ListStageDevices",
                 Key("all"))["DeviceDeploymentSummaries"][0]["DeviceDeploymentStatusMessage"],
            "no space left net: checksum differs net: nothing to go back to");
}

TEST_F(DeploymentsTest, WithDoNothingTheOthersGoOn) {
  Plan({Stage("two", Named({"cam-1", "cam-2"}), "DO_NOTHING")});
  Start("two");
  Report("cam-1", {{"DeploymentStatus", "FAIL"}});
  EXPECT_EQ(StateOf("two"), "INPROGRESS");
  EXPECT_EQ(Deployments("cam-2")[0]["FailureHandlingPolicy"], "DO_NOTHING");
  Report("cam-2", {{"DeploymentStatus", "IN-PROGRESS"}});
  EXPECT_THAT(Counts("two"), ElementsAre(0, 1, 1));
  Report("cam-2", {{"DeploymentStatus", "SUCCESS"}});
  EXPECT_EQ(StateOf("two"), "FAILED");

  // Started again, only what failed is deployed anew.
  Start("two");
  EXPECT_FALSE(StatusOf("two").contains("EdgeDeploymentStatusMessage"));
  EXPECT_THAT(Devices("two"),
              UnorderedElementsAre(Pair("cam-1", "READYTODEPLOY"), Pair("cam-2", "DEPLOYED")));
  Report("cam-1", {{"DeploymentStatus", "SUCCESS"}});
  EXPECT_EQ(StateOf("two"), "DEPLOYED");
  ExpectError("StartEdgeDeploymentStage", Key("two"), "ValidationException",
              "The request was rejected because the edge deployment stage is in status DEPLOYED.");
}

TEST_F(DeploymentsTest, AStageIsStoppedAndStartedAgain) {
  Plan({Stage("all", Percent(100))});
  ExpectError("StopEdgeDeploymentStage", Key("all"), "ValidationException",
              "The request was rejected because the edge deployment stage is in status CREATING.");
  Start("all");
  ExpectError("StartEdgeDeploymentStage", Key("all"), "ValidationException",
              "is in status INPROGRESS.");
  Deployments("cam-1");
  EXPECT_EQ(Call("StopEdgeDeploymentStage", Key("all")), Json::object());
  EXPECT_EQ(Devices("all").at("cam-2"), "STOPPING");
  Call("StopEdgeDeploymentStage", Key("all"));
  app.Advance(300ms);
  EXPECT_EQ(StateOf("all"), "STOPPED");
  EXPECT_EQ(Devices("all").at("cam-1"), "STOPPED");
  EXPECT_THAT(Counts("all"), ElementsAre(0, 0, 0));
  EXPECT_EQ(Deployments("cam-1"), Json::array());
  // Too late.
  Report("cam-1", {{"DeploymentStatus", "SUCCESS"}});
  EXPECT_EQ(Devices("all").at("cam-1"), "STOPPED");
  Start("all");
  EXPECT_THAT(Counts("all"), ElementsAre(0, 4, 0));
  EXPECT_THAT(Deployments("cam-1"), SizeIs(1));
}

TEST_F(DeploymentsTest, ADeviceThatGoesIsWaitedForNoLonger) {
  Plan({Stage("two", Named({"cam-1", "cam-2"}))});
  Start("two");
  Report("cam-1", {{"DeploymentStatus", "SUCCESS"}});
  Call("DeregisterDevices", {{"DeviceFleetName", "fleet"}, {"DeviceNames", {"cam-2"}}});
  EXPECT_EQ(StateOf("two"), "DEPLOYED");
  EXPECT_THAT(Devices("two"), ElementsAre(Pair("cam-1", "DEPLOYED")));
}

TEST_F(DeploymentsTest, WhatCannotBeDeployedFails) {
  Plan({Stage("none", Containing("window")), Stage("all", Percent(100))});
  Start("none");
  app.Advance(1ms);
  EXPECT_EQ(StateOf("none"), "FAILED");
  EXPECT_EQ(StatusOf("none")["EdgeDeploymentStatusMessage"],
            "No device of the device fleet fleet is selected by the stage.");
  ASSERT_TRUE(app.objects().Remove("out", "pkg/net-1.0.tar.gz"));
  Start("all");
  EXPECT_EQ(StateOf("all"), "FAILED");
  EXPECT_THAT(
      StatusOf("all")["EdgeDeploymentStatusMessage"].get<std::string>(),
      testing::StartsWith(
          "ClientError: The packaged model s3://out/pkg/net-1.0.tar.gz cannot be deployed"));
}

// More devices than one slice has.
TEST_F(DeploymentsTest, AFleetIsRolledOutInSlices) {
  std::vector<std::string> names;
  for (int i = 0; i < 350; ++i) names.push_back("n" + std::to_string(i));
  Register(names);
  Plan({Stage("most", Percent(90)), Stage("few", Containing("n34"))});
  Start("most");
  app.Advance(1ms);
  EXPECT_THAT(Counts("most"), ElementsAre(0, 319, 0));  // 354 * 0.9, rounded up
  Start("few");
  app.Advance(1ms);
  EXPECT_THAT(Counts("few"), ElementsAre(0, 11, 0));
  EXPECT_THAT(Deployments("n300"), SizeIs(1));
  EXPECT_EQ(Deployments("n349"), Deployments("n348"));
  Call("StopEdgeDeploymentStage", Key("most"));
  app.Advance(301ms);
  EXPECT_THAT(Counts("most"), ElementsAre(0, 0, 0));
  Call("DeleteEdgeDeploymentStage", Key("most"));
  app.Advance(1ms);
  EXPECT_EQ(app.resources().Count({"sagemaker::device_deployment", app.account, app.region}), 11);
  EXPECT_EQ(app.resources().Count({"sagemaker::edge_rollout", app.account, app.region}), 0);
}

}  // namespace
}  // namespace portside::sagemaker
