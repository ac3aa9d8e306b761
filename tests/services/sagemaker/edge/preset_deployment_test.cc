// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/edge/preset_deployment.h"

#include "services/sagemaker/sagemaker_fixture.h"

namespace portside::sagemaker {
namespace {

using testing::HasSubstr;

class PresetDeploymentTest : public SageMakerTest {
 protected:
  PresetDeploymentTest() { Compile(CompilationInput("comp")); }

  static Json InputOf(const std::string& name, const char* config) {
    Json input = PackagingInput(name);
    input["OutputConfig"]["PresetDeploymentType"] = "GreengrassV2Component";
    if (config != nullptr) input["OutputConfig"]["PresetDeploymentConfig"] = config;
    return input;
  }

  // PresetDeploymentOutput of a job that ran to its end.
  Json Deploy(const std::string& name, const char* config) {
    const Json job = Package(InputOf(name, config));
    EXPECT_EQ(job["EdgePackagingJobStatus"], "COMPLETED");
    return job["PresetDeploymentOutput"];
  }
};

TEST_F(PresetDeploymentTest, TheDefaultComponentIsNamedAfterTheJob) {
  EXPECT_EQ(Deploy("pack", nullptr),
            Json({{"Type", "GreengrassV2Component"},
                  {"Artifact",
                   "arn:aws:greengrass:us-west-2:123456789012:components:SagemakerEdgeManagerpack"
                   ":versions:1.0.0"},
                  {"Status", "COMPLETED"}}));
}

TEST_F(PresetDeploymentTest, AllOptionsAreTaken) {
  const Json output = Deploy("pack",
                             R"({"ComponentName":"com.example.net","ComponentDescription":"A net",
          "ComponentVersion":"1.2.3","PlatformOS":"Linux","PlatformArchitecture":"Linux ARMV8"})");
  EXPECT_EQ(output["Artifact"],
            "arn:aws:greengrass:us-west-2:123456789012:components:com.example.net:versions:1.2.3");
  const ResourcePtr component =
      app.resources().Find(output["Artifact"].get_ref<const std::string&>());
  ASSERT_NE(component, nullptr);
  EXPECT_EQ(component->kind, "sagemaker::greengrass_component");
  EXPECT_EQ(component->document["ComponentDescription"], "A net");
  EXPECT_EQ(component->document["ModelArtifact"], "s3://out/pkg/net-1.0.tar.gz");
}

TEST_F(PresetDeploymentTest, AnExistingVersionFailsTheDeploymentButNotTheJob) {
  const char* config = R"({"ComponentName":"net"})";
  EXPECT_EQ(Deploy("first", config)["Status"], "COMPLETED");
  const Json second = Deploy("second", config);
  EXPECT_EQ(second["Type"], "GreengrassV2Component");
  EXPECT_EQ(second["Status"], "FAILED");
  EXPECT_FALSE(second.contains("Artifact"));
  EXPECT_THAT(second["StatusMessage"].get<std::string>(),
              HasSubstr("Component [net : 1.0.0] for account [123456789012] already exists"));
  EXPECT_EQ(Deploy("third", R"({"ComponentName":"net","ComponentVersion":"1.0.1"})")["Status"],
            "COMPLETED");
  EXPECT_EQ(DescribePackaging("first")["PresetDeploymentOutput"]["Status"], "COMPLETED");
}

TEST_F(PresetDeploymentTest, ATestMayOrderThatTheDeploymentFails) {
  HttpRequest request;
  request.method = "POST";
  request.target = "/_portside/outcomes";
  request.body =
      R"({"match":{"kind":"sagemaker::edge_packaging_job"},"times":1,
          "outcome":{"fail_deployment":{"reason":"Greengrass is not available."}}})";
  EXPECT_EQ(app.Send(request).status, 201);
  EXPECT_EQ(Deploy("pack", nullptr), Json({{"Type", "GreengrassV2Component"},
                                           {"Status", "FAILED"},
                                           {"StatusMessage", "Greengrass is not available."}}));
  EXPECT_EQ(DescribePackaging("pack")["EdgePackagingJobStatus"], "COMPLETED");
  // The component was not made, so another job can make it.
  EXPECT_EQ(Deploy("again", nullptr)["Status"], "COMPLETED");
}

TEST_F(PresetDeploymentTest, OtherAccountsAndRegionsHaveComponentsOfTheirOwn) {
  const char* config = R"({"ComponentName":"net"})";
  Deploy("pack", config);
  app.account = "210987654321";
  app.CreateBucket("in2");
  app.CreateBucket("out2");
  PutModel("s3://in2/net.tar.gz", {{"net.onnx", "a model"}});
  Json compilation = CompilationInput("comp");
  compilation["InputConfig"]["S3Uri"] = "s3://in2/net.tar.gz";
  compilation["OutputConfig"]["S3OutputLocation"] = "s3://out2";
  Compile(compilation);
  Json input = InputOf("pack", config);
  input["OutputConfig"]["S3OutputLocation"] = "s3://out2";
  EXPECT_EQ(Package(input)["PresetDeploymentOutput"]["Status"], "COMPLETED");
}

TEST_F(PresetDeploymentTest, NothingIsDeployedBeforeOrWithoutCompletion) {
  Call("CreateEdgePackagingJob", InputOf("pack", nullptr));
  EXPECT_FALSE(DescribePackaging("pack").contains("PresetDeploymentOutput"));
  app.Advance(1s);

  Json input = InputOf("bad", nullptr);
  input["OutputConfig"]["S3OutputLocation"] = "s3://nowhere";
  EXPECT_FALSE(Package(input).contains("PresetDeploymentOutput"));
  EXPECT_EQ(app.resources().Find("arn:aws:greengrass:us-west-2:123456789012:components:"
                                 "SagemakerEdgeManagerbad:versions:1.0.0"),
            nullptr);
}

struct BadConfig {
  const char* config;
  const char* message;
};

const BadConfig kBadConfigs[] = {
    {"", "is not a JSON object in a string"},
    {"ComponentName=net", "is not a JSON object in a string"},
    {"[]", "is not a JSON object in a string"},
    {R"({"componentName":"net"})", "the option 'componentName' is unknown"},
    {R"({"ComponentName":5})", "the value of ComponentName is not a string"},
    {R"({"ComponentName":""})", "ComponentName is ''"},
    {R"({"ComponentName":"a b"})", "ComponentName is 'a b'"},
    {R"({"ComponentVersion":"1.0"})", "ComponentVersion is '1.0'"},
    {R"({"ComponentVersion":"1.0.x"})", "ComponentVersion is '1.0.x'"},
    {R"({"ComponentVersion":"01.0.0"})", "ComponentVersion is '01.0.0'"},
    {R"({"PlatformOS":"Solaris"})", "Supported are Windows and Linux"},
    {R"({"PlatformArchitecture":"sparc"})", "PlatformArchitecture is 'sparc'"},
    {R"({"PlatformOS":"Windows","PlatformArchitecture":"Linux x86_64"})",
     "'Linux x86_64' does not belong to PlatformOS 'Windows'"},
};

TEST_F(PresetDeploymentTest, AWrongConfigIsRefusedAtOnce) {
  for (const BadConfig& bad : kBadConfigs) {
    ExpectError("CreateEdgePackagingJob", InputOf("pack", bad.config), "ValidationException",
                bad.message);
  }
  ExpectError("DescribeEdgePackagingJob", {{"EdgePackagingJobName", "pack"}}, "ResourceNotFound",
              "'pack'");
}

TEST_F(PresetDeploymentTest, AConfigNeedsAType) {
  Json input = InputOf("pack", "{}");
  input["OutputConfig"].erase("PresetDeploymentType");
  ExpectError("CreateEdgePackagingJob", input, "ValidationException",
              "without OutputConfig.PresetDeploymentType");
}

}  // namespace
}  // namespace portside::sagemaker
