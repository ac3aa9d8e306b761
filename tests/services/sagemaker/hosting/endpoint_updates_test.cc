// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/hosting/hosting_fixture.h"

namespace portside::sagemaker {
namespace {

class EndpointUpdatesTest : public HostingTest {
 protected:
  Json VariantOf(const std::string& endpoint) {
    return Describe(endpoint).at("ProductionVariants").at(0);
  }
  void Wish(const std::string& endpoint, const Json& wishes) {
    Call("UpdateEndpointWeightsAndCapacities",
         {{"EndpointName", endpoint}, {"DesiredWeightsAndCapacities", wishes}});
  }
  // An endpoint `e` of the configuration `old`, and a configuration `new` with one instance.
  void ServeOld() {
    Serve("e", Config("old"));
    Json variant = Variant();
    variant["InitialInstanceCount"] = 1;
    variant["InitialVariantWeight"] = 3.0;
    Call("CreateEndpointConfig", Config("new", {variant}));
  }
};

TEST_F(EndpointUpdatesTest, ANewConfigurationTakesThePlaceOfTheOldOne) {
  ServeOld();
  Update("e", "new",
         {{"DeploymentConfig",
           {{"RollingUpdatePolicy",
             {{"MaximumBatchSize", {{"Type", "INSTANCE_COUNT"}, {"Value", 1}}},
              {"WaitIntervalInSeconds", 0}}}}}});
  Json shown = Describe("e");
  EXPECT_EQ(shown.at("EndpointStatus"), "Updating");
  EXPECT_EQ(shown.at("EndpointConfigName"), "old");
  EXPECT_EQ(shown.at("PendingDeploymentSummary").at("EndpointConfigName"), "new");
  EXPECT_TRUE(shown.contains("LastDeploymentConfig"));
  for (const char* operation : {"DeleteEndpoint", "DescribeEndpoint"}) {
    if (std::string(operation) == "DescribeEndpoint") continue;
    ExpectError(operation, {{"EndpointName", "e"}}, "ValidationException",
                "Cannot update in-progress endpoint");
  }
  app.Advance(1s);
  shown = Describe("e");
  EXPECT_EQ(shown.at("EndpointStatus"), "InService");
  EXPECT_EQ(shown.at("EndpointConfigName"), "new");
  EXPECT_EQ(VariantOf("e").at("CurrentInstanceCount"), 1);
  EXPECT_EQ(VariantOf("e").at("CurrentWeight"), 3.0);
}

TEST_F(EndpointUpdatesTest, AFailedOneLeavesTheOldConfigurationInService) {
  ServeOld();
  Order({{"state", "Updating"}, {"fail", {{"reason", "no capacity"}}}}, {{"times", 1}});
  Update("e", "new");
  app.Advance(500ms);
  EXPECT_EQ(Describe("e").at("EndpointStatus"), "RollingBack");
  app.Advance(1s);
  Json shown = Describe("e");
  EXPECT_EQ(shown.at("EndpointStatus"), "InService");
  EXPECT_EQ(shown.at("EndpointConfigName"), "old");
  EXPECT_EQ(shown.at("FailureReason"), "no capacity");
  EXPECT_FALSE(shown.contains("PendingDeploymentSummary"));
  Update("e", "new");
  app.Advance(1s);
  shown = Describe("e");
  EXPECT_EQ(shown.at("EndpointConfigName"), "new");
  EXPECT_FALSE(shown.contains("FailureReason"));
}

TEST_F(EndpointUpdatesTest, AnOrderForUpdatesDoesNotCountCreations) {
  Order({{"state", "Updating"}, {"fail", {{"reason", "no"}}}}, {{"times", 1}});
  Order({{"fail", {{"reason", "not created"}}}}, {{"nth", 2}});
  ServeOld();
  Update("e", "new");
  app.Advance(2s);
  EXPECT_EQ(Describe("e").at("FailureReason"), "no");
  CreateEndpoint("second");
  app.Advance(1s);
  EXPECT_EQ(Describe("second").at("FailureReason"), "not created");
}

TEST_F(EndpointUpdatesTest, EvenTheRollbackCanFail) {
  ServeOld();
  Order({{"state", "Updating"}, {"fail", {{"reason", "stuck"}, {"part", "rollback"}}}},
        {{"times", 1}});
  Update("e", "new");
  app.Advance(2s);
  EXPECT_EQ(Describe("e").at("EndpointStatus"), "UpdateRollbackFailed");
  EXPECT_EQ(Describe("e").at("FailureReason"), "stuck");
  Update("e", "new");
  app.Advance(1s);
  EXPECT_EQ(Describe("e").at("EndpointStatus"), "InService");
}

TEST_F(EndpointUpdatesTest, IsRefusedWithoutTheConfigurationThatIsInService) {
  ServeOld();
  Call("DeleteEndpointConfig", {{"EndpointConfigName", "old"}});
  ExpectError("UpdateEndpoint", {{"EndpointName", "e"}, {"EndpointConfigName", "new"}},
              "ValidationException",
              "Could not find endpoint configuration \"" + kArn + "endpoint-config/old\".");
}

TEST_F(EndpointUpdatesTest, PropertiesOfVariantsAreRetained) {
  ServeOld();
  Wish("e", {{{"VariantName", "all"}, {"DesiredWeight", 7}, {"DesiredInstanceCount", 5}}});
  app.Advance(1s);
  Update("e", "new",
         {{"RetainAllVariantProperties", true},
          {"ExcludeRetainedVariantProperties", {{{"VariantPropertyType", "DesiredWeight"}}}}});
  app.Advance(1s);
  EXPECT_EQ(VariantOf("e").at("CurrentInstanceCount"), 5);
  EXPECT_EQ(VariantOf("e").at("CurrentWeight"), 3.0);
}

TEST_F(EndpointUpdatesTest, WeightsAndCountsAreWishedAndThenThere) {
  Serve("e", Config("c", {Variant("a"), Variant("b")}));
  Wish("e", {{{"VariantName", "b"}, {"DesiredWeight", 0.5}, {"DesiredInstanceCount", 4}}});
  Json variant = Describe("e").at("ProductionVariants").at(1);
  EXPECT_EQ(Describe("e").at("EndpointStatus"), "Updating");
  EXPECT_EQ(variant.at("CurrentWeight"), 1.0);
  EXPECT_EQ(variant.at("DesiredWeight"), 0.5);
  EXPECT_EQ(variant.at("DesiredInstanceCount"), 4);
  app.Advance(1s);
  variant = Describe("e").at("ProductionVariants").at(1);
  EXPECT_EQ(variant.at("CurrentWeight"), 0.5);
  EXPECT_EQ(variant.at("CurrentInstanceCount"), 4);
  EXPECT_EQ(Describe("e").at("EndpointConfigName"), "c");
}

TEST_F(EndpointUpdatesTest, WishesThatAreRefused) {
  Serve("e", Config("c"));
  const auto refuse = [&](const Json& wishes, const std::string& text) {
    ExpectError("UpdateEndpointWeightsAndCapacities",
                {{"EndpointName", "e"}, {"DesiredWeightsAndCapacities", wishes}},
                "ValidationException", text);
  };
  refuse({{{"VariantName", "all"}}, {{"VariantName", "all"}}},
         "The variant name \"all\" was non-unique within the request.");
  refuse({{{"VariantName", "v"}}},
         "The variant name(s) \"v\" is/are not present within endpoint configuration \"c\".");
  refuse({{{"VariantName", "all"}, {"ServerlessUpdateConfig", {{"MaxConcurrency", 3}}}}},
         "has instances");
}

}  // namespace
}  // namespace portside::sagemaker
