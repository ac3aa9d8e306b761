// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/hosting/deployment.h"
#include "services/sagemaker/hosting/hosting_fixture.h"

namespace portside::sagemaker {
namespace {

using testing::ElementsAre;

class EndpointsTest : public HostingTest {};

TEST_F(EndpointsTest, IsCreatedAndComesIntoService) {
  CreateEndpoint("net");
  Json shown = Describe("net");
  EXPECT_EQ(shown.at("EndpointStatus"), "Creating");
  EXPECT_EQ(shown.at("EndpointConfigName"), "net");
  EXPECT_FALSE(shown.contains("ProductionVariants"));
  EXPECT_EQ(shown.at("PendingDeploymentSummary").at("EndpointConfigName"), "net");
  app.Advance(1s);
  shown = Describe("net");
  EXPECT_EQ(shown.at("EndpointStatus"), "InService");
  EXPECT_FALSE(shown.contains("PendingDeploymentSummary"));
  const Json variant = shown.at("ProductionVariants").at(0);
  EXPECT_EQ(variant.at("CurrentWeight"), 1.0);
  EXPECT_EQ(variant.at("DesiredWeight"), 1.0);
  EXPECT_EQ(variant.at("CurrentInstanceCount"), 2);
  EXPECT_EQ(variant.at("DesiredInstanceCount"), 2);
  EXPECT_FALSE(variant.contains("ModelName"));
  const Json image = variant.at("DeployedImages").at(0);
  EXPECT_EQ(image.at("SpecifiedImage"), "registry/image:1");
  EXPECT_EQ(image.at("ResolvedImage"), ResolveImage("registry/image:1"));
}

TEST(ResolveImage, DependsOnTheNameAlone) {
  const std::string resolved = ResolveImage("host:5000/image:tag");
  EXPECT_TRUE(resolved.starts_with("host:5000/image@sha256:")) << resolved;
  EXPECT_EQ(resolved.size(), std::string("host:5000/image@sha256:").size() + 64);
  EXPECT_NE(resolved, ResolveImage("host:5000/image:other"));
  EXPECT_EQ(ResolveImage(resolved), resolved);
  EXPECT_TRUE(ResolveImage("image").starts_with("image@sha256:"));
}

TEST_F(EndpointsTest, ShowsWhatTheConfigurationHas) {
  Json config = Config("c");
  config["DataCaptureConfig"] = {{"InitialSamplingPercentage", 50},
                                 {"DestinationS3Uri", "s3://out/captured"},
                                 {"CaptureOptions", {{{"CaptureMode", "Input"}}}}};
  config["AsyncInferenceConfig"] = {{"OutputConfig", {{"S3OutputPath", "s3://out/async"}}}};
  config["ShadowProductionVariants"] = Json::array({Variant("shadow")});
  Serve("e", config);
  const Json shown = Describe("e");
  EXPECT_EQ(shown.at("AsyncInferenceConfig"), config.at("AsyncInferenceConfig"));
  EXPECT_EQ(shown.at("ShadowProductionVariants").at(0).at("VariantName"), "shadow");
  EXPECT_EQ(shown.at("DataCaptureConfig"), (Json{{"EnableCapture", true},
                                                 {"CaptureStatus", "Started"},
                                                 {"CurrentSamplingPercentage", 50},
                                                 {"DestinationS3Uri", "s3://out/captured"},
                                                 {"KmsKeyId", ""}}));
}

TEST_F(EndpointsTest, RefusalsHaveTheRecordedTexts) {
  CreateEndpoint("Net");
  const std::string taken = "Cannot create already existing endpoint \"" + kArn + "endpoint/Net\".";
  for (const char* name : {"Net", "nET"}) {
    ExpectError("CreateEndpoint", {{"EndpointName", name}, {"EndpointConfigName", "Net"}},
                "ValidationException", taken);
  }
  const std::string busy = "Cannot update in-progress endpoint \"" + kArn + "endpoint/Net\".";
  ExpectError("DeleteEndpoint", {{"EndpointName", "Net"}}, "ValidationException", busy);
  ExpectError("UpdateEndpoint", {{"EndpointName", "Net"}, {"EndpointConfigName", "Net"}},
              "ValidationException", busy);
  const std::string missing = "Could not find endpoint \"" + kArn + "endpoint/net\".";
  for (const char* operation : {"DescribeEndpoint", "DeleteEndpoint"}) {
    ExpectError(operation, {{"EndpointName", "net"}}, "ValidationException", missing);
  }
  ExpectError("CreateEndpoint", {{"EndpointName", "other"}, {"EndpointConfigName", "none"}},
              "ValidationException",
              "Could not find endpoint configuration \"" + kArn + "endpoint-config/none\".");
  Call("DeleteModel", {{"ModelName", "net"}});
  ExpectError("CreateEndpoint", {{"EndpointName", "other"}, {"EndpointConfigName", "Net"}},
              "ValidationException", "Could not find model \"" + kArn + "model/net\".");
}

TEST_F(EndpointsTest, IsThereWhileItIsDeletedAndThenNot) {
  Serve("net");
  Call("DeleteEndpoint", {{"EndpointName", "net"}});
  EXPECT_EQ(Describe("net").at("EndpointStatus"), "Deleting");
  EXPECT_TRUE(Describe("net").contains("ProductionVariants"));
  ExpectError("CreateEndpoint", {{"EndpointName", "net"}, {"EndpointConfigName", "net"}},
              "ValidationException", "already existing endpoint");
  app.Advance(1s);
  ExpectError("DescribeEndpoint", {{"EndpointName", "net"}}, "ValidationException",
              "Could not find endpoint");
  Call("CreateEndpoint", {{"EndpointName", "net"}, {"EndpointConfigName", "net"}});
}

TEST_F(EndpointsTest, ATestLetsTheCreationFail) {
  Order({{"fail", {{"reason", "The primary container did not answer."}}}}, {{"times", 1}});
  CreateEndpoint("net");
  app.Advance(1s);
  const Json shown = Describe("net");
  EXPECT_EQ(shown.at("EndpointStatus"), "Failed");
  EXPECT_EQ(shown.at("FailureReason"), "The primary container did not answer.");
  ExpectError("UpdateEndpoint", {{"EndpointName", "net"}, {"EndpointConfigName", "net"}},
              "ValidationException", "in status Failed");
  Call("DeleteEndpoint", {{"EndpointName", "net"}});
}

TEST_F(EndpointsTest, AreListedTheNewestFirst) {
  for (const char* name : {"b", "a"}) {
    Serve(name);
  }
  const Json page = Call("ListEndpoints", {{"StatusEquals", "InService"}});
  std::vector<std::string> names;
  for (const Json& endpoint : page.at("Endpoints")) names.push_back(endpoint.at("EndpointName"));
  EXPECT_THAT(names, ElementsAre("a", "b"));
}

}  // namespace
}  // namespace portside::sagemaker
