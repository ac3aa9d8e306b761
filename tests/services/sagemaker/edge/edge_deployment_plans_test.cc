// SPDX-License-Identifier: Apache-2.0
//
// Edge deployment plans and their stages: made, shown, listed, deleted, and refused.

#include "services/sagemaker/edge/edge_fixture.h"

namespace portside::sagemaker {
namespace {

using testing::ElementsAre;

class DeploymentPlansTest : public EdgeTest {
 protected:
  DeploymentPlansTest() { PackageModel(); }
  void Refused(const Json& change, const std::string& message) {
    Json input = PlanInput({});
    input.update(change);
    ExpectError("CreateEdgeDeploymentPlan", input, "ValidationException", message);
  }
  void RefusedStage(const Json& selection, const std::string& message) {
    ExpectError("CreateEdgeDeploymentStage",
                {{"EdgeDeploymentPlanName", "plan"}, {"Stages", {Stage("x", selection)}}},
                "ValidationException", "DeviceSelectionConfig of the stage x: " + message);
  }
};

TEST_F(DeploymentPlansTest, CreateAnswersTheArnAndDescribeEverything) {
  const std::string arn = "arn:aws:sagemaker:us-west-2:123456789012:edge-deployment/plan";
  const Json input =
      PlanInput({Stage("first", Named({"d1"}), "DO_NOTHING"), Stage("rest", Percent(100))});
  EXPECT_EQ(Call("CreateEdgeDeploymentPlan", input), Json({{"EdgeDeploymentPlanArn", arn}}));
  const double now = ToEpochSeconds(app.Now());
  const auto stage = [](const char* name, const Json& selection, const char* policy) {
    return Json{{"StageName", name},
                {"DeviceSelectionConfig", selection},
                {"DeploymentConfig", {{"FailureHandlingPolicy", policy}}},
                {"DeploymentStatus",
                 {{"StageStatus", "CREATING"},
                  {"EdgeDeploymentSuccessInStage", 0},
                  {"EdgeDeploymentPendingInStage", 0},
                  {"EdgeDeploymentFailedInStage", 0}}}};
  };
  EXPECT_EQ(DescribePlan(), Json({{"EdgeDeploymentPlanArn", arn},
                                  {"EdgeDeploymentPlanName", "plan"},
                                  {"ModelConfigs", input["ModelConfigs"]},
                                  {"DeviceFleetName", "fleet"},
                                  {"EdgeDeploymentSuccess", 0},
                                  {"EdgeDeploymentPending", 0},
                                  {"EdgeDeploymentFailed", 0},
                                  {"Stages",
                                   {stage("first", Named({"d1"}), "DO_NOTHING"),
                                    stage("rest", Percent(100), "ROLLBACK_ON_FAILURE")}},
                                  {"CreationTime", now},
                                  {"LastModifiedTime", now}}));
  app.Advance(300ms);
  EXPECT_EQ(StateOf("first"), "READYTODEPLOY");
}

TEST_F(DeploymentPlansTest, StagesAreShownInPages) {
  Call("CreateEdgeDeploymentPlan",
       PlanInput({Stage("a", Percent(1)), Stage("b", Percent(1)), Stage("c", Percent(1))}));
  Json question = {{"EdgeDeploymentPlanName", "plan"}, {"MaxResults", 2}};
  const Json first = Call("DescribeEdgeDeploymentPlan", question);
  EXPECT_EQ(first["Stages"].size(), 2U);
  question["NextToken"] = first["NextToken"];
  const Json last = Call("DescribeEdgeDeploymentPlan", question);
  EXPECT_EQ(last["Stages"][0]["StageName"], "c");
  EXPECT_FALSE(last.contains("NextToken"));
  question["NextToken"] = "no token";
  ExpectError("DescribeEdgeDeploymentPlan", question, "ValidationException", "Invalid NextToken.");
  ExpectError("DescribeEdgeDeploymentPlan", {{"EdgeDeploymentPlanName", "plan"}, {"MaxResults", 0}},
              "ValidationException", "'maxResults'");
}

TEST_F(DeploymentPlansTest, WhatCannotBeDeployedIsRefused) {
  Refused({{"DeviceFleetName", "nowhere"}}, "No device fleet with name nowhere exists.");
  Refused({{"ModelConfigs", Json::array()}}, "ModelConfigs is empty.");
  const auto models = [](const std::vector<std::pair<std::string, std::string>>& given) {
    Json list = Json::array();
    for (const auto& [handle, job] : given) {
      list.push_back({{"ModelHandle", handle}, {"EdgePackagingJobName", job}});
    }
    return Json{{"ModelConfigs", list}};
  };
  Refused(models({{"net", "gone"}}), "Could not find edge packaging job 'gone'.");
  Refused(models({{"net", "pack"}, {"net", "pack"}}),
          "ModelConfigs has the ModelHandle net more than once.");
  Call("CreateEdgePackagingJob", PackagingInput("later"));
  Refused(models({{"net", "later"}}),
          "Edge packaging job 'later' is in status STARTING. Only an "
          "edge packaging job in status COMPLETED can be deployed.");
  Call("CreateEdgeDeploymentPlan", PlanInput({}));
  Refused(Json::object(),
          "Cannot create already existing edge deployment plan \"arn:aws:sagemaker:"
          "us-west-2:123456789012:edge-deployment/plan\".");
}

TEST_F(DeploymentPlansTest, SelectionsSayOneThing) {
  Call("CreateEdgeDeploymentPlan", PlanInput({}));
  RefusedStage({{"DeviceSubsetType", "PERCENTAGE"}},
               "DeviceSubsetType PERCENTAGE needs the member Percentage.");
  RefusedStage({{"DeviceSubsetType", "SELECTION"}, {"DeviceNames", {"d"}}, {"Percentage", 5}},
               "Percentage is given with DeviceSubsetType SELECTION; it belongs to PERCENTAGE.");
  RefusedStage(Percent(0), "Percentage is 0. It must be a whole number from 1 to 100.");
  RefusedStage({{"DeviceSubsetType", "SELECTION"}, {"DeviceNames", Json::array()}},
               "DeviceNames has 0 devices. It must have 1 to 1000.");
}

TEST_F(DeploymentPlansTest, StagesComeAndGo) {
  Call("CreateEdgeDeploymentPlan", PlanInput({Stage("a", Percent(1))}));
  app.Advance(1s);
  const Json more = {{"EdgeDeploymentPlanName", "plan"}, {"Stages", {Stage("b", Percent(2))}}};
  EXPECT_EQ(Call("CreateEdgeDeploymentStage", more), Json::object());
  const Json plan = DescribePlan();
  EXPECT_GT(plan["LastModifiedTime"], plan["CreationTime"]);
  ExpectError("CreateEdgeDeploymentStage", more, "ValidationException",
              "Stage with name b already exists in edge deployment plan plan.");
  Json nine = {{"EdgeDeploymentPlanName", "plan"}, {"Stages", Json::array()}};
  for (int i = 0; i < 9; ++i) nine["Stages"].push_back(Stage("s" + std::to_string(i), Percent(1)));
  ExpectError("CreateEdgeDeploymentStage", nine, "ResourceLimitExceeded",
              "Edge deployment plan plan would have more than 10 stages.");
  EXPECT_EQ(Call("DeleteEdgeDeploymentStage", Key("a")), Json::object());
  EXPECT_EQ(DescribePlan()["Stages"].size(), 1U);
  for (const char* operation : {"DeleteEdgeDeploymentStage", "StartEdgeDeploymentStage",
                                "StopEdgeDeploymentStage", "ListStageDevices"}) {
    ExpectError(operation, Key("a"), "ValidationException",
                "Could not find stage 'a' in edge deployment plan 'plan'.");
    ExpectError(operation, Key("a", "gone"), "ResourceNotFound",
                "Could not find edge deployment plan 'gone'.");
  }
}

TEST_F(DeploymentPlansTest, OnlyInactiveOnesAreDeleted) {
  Register({"d1"});
  Call("CreateEdgeDeploymentPlan", PlanInput({Stage("a", Percent(100))}));
  Start("a");
  ExpectError("DeleteEdgeDeploymentStage", Key("a"), "ResourceInUse",
              "Unable to delete edge deployment stage a: it is in status INPROGRESS.");
  const Json plan = {{"EdgeDeploymentPlanName", "plan"}};
  ExpectError("DeleteEdgeDeploymentPlan", plan, "ResourceInUse",
              "Unable to delete edge deployment plan plan: its stage a is in status INPROGRESS. "
              "Stop it first.");
  Call("StopEdgeDeploymentStage", Key("a"));
  app.Advance(300ms);
  EXPECT_EQ(Call("DeleteEdgeDeploymentPlan", plan), Json::object());
  ExpectError("DescribeEdgeDeploymentPlan", plan, "ResourceNotFound",
              "Could not find edge deployment plan 'plan'.");
  app.Advance(1ms);
  EXPECT_EQ(app.resources().Count({"sagemaker::device_deployment", app.account, app.region}), 0);
}

TEST_F(DeploymentPlansTest, AreListedWithTheirSums) {
  Register({"d1", "d2"});
  Call("CreateEdgeDeploymentPlan", PlanInput({Stage("a", Percent(100))}));
  Call("CreateEdgeDeploymentPlan", PlanInput({}, "other"));
  Start("a");
  const auto names = [this](const Json& question) {
    std::vector<std::string> found;
    const Json answer = Call("ListEdgeDeploymentPlans", question);
    for (const Json& plan : answer.at("EdgeDeploymentPlanSummaries")) {
      found.push_back(plan.at("EdgeDeploymentPlanName"));
    }
    return found;
  };
  EXPECT_THAT(names({{"DeviceFleetNameContains", "lee"}, {"SortBy", "NAME"}}),
              ElementsAre("other", "plan"));
  EXPECT_THAT(names({{"NameContains", "pla"}}), ElementsAre("plan"));
  EXPECT_THAT(names({{"SortBy", "DEVICE_FLEET_NAME"}, {"SortOrder", "Descending"}}),
              ElementsAre("other", "plan"));
  const Json plan = Call("ListEdgeDeploymentPlans", {{"NameContains", "pla"}});
  EXPECT_EQ(plan["EdgeDeploymentPlanSummaries"][0]["EdgeDeploymentPending"], 2);
}

}  // namespace
}  // namespace portside::sagemaker
