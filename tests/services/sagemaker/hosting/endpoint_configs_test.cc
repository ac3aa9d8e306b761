// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/hosting/hosting_fixture.h"

namespace portside::sagemaker {
namespace {

class EndpointConfigsTest : public HostingTest {
 protected:
  void Refuse(const Json& config, const std::string& text) {
    ExpectError("CreateEndpointConfig", config, "ValidationException", text);
  }
};

TEST_F(EndpointConfigsTest, ShowsWhatWasGivenAndTheWeightThatWasNot) {
  Json config = Config("c");
  config["DataCaptureConfig"] = {{"InitialSamplingPercentage", 50},
                                 {"DestinationS3Uri", "s3://out/captured"},
                                 {"CaptureOptions", {{{"CaptureMode", "Input"}}}}};
  EXPECT_EQ(Call("CreateEndpointConfig", config).at("EndpointConfigArn"),
            kArn + "endpoint-config/c");
  const Json shown = Call("DescribeEndpointConfig", {{"EndpointConfigName", "c"}});
  EXPECT_EQ(shown.at("DataCaptureConfig"), config.at("DataCaptureConfig"));
  Json variant = Variant();
  variant["InitialVariantWeight"] = 1.0;
  EXPECT_EQ(shown.at("ProductionVariants"), Json::array({variant}));
  const Json page = Call("ListEndpointConfigs", {{"NameContains", "c"}});
  EXPECT_EQ(page.at("EndpointConfigs").at(0).at("EndpointConfigArn"), kArn + "endpoint-config/c");
}

TEST_F(EndpointConfigsTest, RefusalsHaveTheRecordedTexts) {
  Call("CreateEndpointConfig", Config("c"));
  Refuse(Config("c"), "Cannot create already existing endpoint configuration \"" + kArn +
                          "endpoint-config/c\".");
  for (const char* operation : {"DescribeEndpointConfig", "DeleteEndpointConfig"}) {
    ExpectError(operation, {{"EndpointConfigName", "none"}}, "ValidationException",
                "Could not find endpoint configuration \"" + kArn + "endpoint-config/none\".");
  }
  Refuse(Config("d", {Variant("all", "none")}), "Could not find model \"" + kArn + "model/none\".");
  Refuse(Config("d", {Variant("a"), Variant("a")}), "The variant name \"a\" was non-unique");
  Json scaled = Variant();
  scaled["ManagedInstanceScaling"] = {{"MinInstanceCount", 1}};
  Refuse(Config("d", {scaled}),
         "ManagedInstanceScaling is only supported for inference component endpoints.");
}

TEST_F(EndpointConfigsTest, AVariantHasInstancesOrIsServerless) {
  Json both = Variant();
  both["ServerlessConfig"] = {{"MemorySizeInMB", 2048}, {"MaxConcurrency", 5}};
  Refuse(Config("d", {both}), "has a ServerlessConfig and instances");
  Json neither = {{"VariantName", "all"}, {"ModelName", "net"}};
  Refuse(Config("d", {neither}), "has no InstanceType");
  neither["InstanceType"] = "ml.m5.large";
  Refuse(Config("d", {neither}), "has no InitialInstanceCount");
  Json serverless = {{"VariantName", "all"},
                     {"ModelName", "net"},
                     {"ServerlessConfig", {{"MemorySizeInMB", 2000}, {"MaxConcurrency", 5}}}};
  Refuse(Config("d", {serverless}), "has a MemorySizeInMB of 2000");
  serverless["ServerlessConfig"] = {{"MemorySizeInMB", 2048}, {"MaxConcurrency", 5}};
  Call("CreateEndpointConfig", Config("d", {serverless}));
}

TEST_F(EndpointConfigsTest, WithoutAModelItIsForComponents) {
  Json variant = Variant();
  variant.erase("ModelName");
  Json config = Config("c", {variant});
  Refuse(config, "has no ModelName");
  config["ExecutionRoleArn"] = kRole;
  Call("CreateEndpointConfig", config);
}

TEST_F(EndpointConfigsTest, AShadowIsOneOfOne) {
  Json config = Config("c", {Variant("a"), Variant("b")});
  config["ShadowProductionVariants"] = Json::array({Variant("shadow")});
  Refuse(config, "ShadowProductionVariants can be specified");
  config["ProductionVariants"] = Json::array({Variant("a")});
  Call("CreateEndpointConfig", config);
}

}  // namespace
}  // namespace portside::sagemaker
