// SPDX-License-Identifier: Apache-2.0
//
// Create, Describe and Stop of edge packaging jobs.

#include "services/sagemaker/sagemaker_fixture.h"

namespace portside::sagemaker {
namespace {

using testing::IsEmpty;

class EdgePackagingJobsTest : public SageMakerTest {
 protected:
  EdgePackagingJobsTest() { Compile(CompilationInput("comp")); }

  std::string Status(const std::string& name) {
    return DescribePackaging(name)["EdgePackagingJobStatus"].get<std::string>();
  }
};

TEST_F(EdgePackagingJobsTest, CreateAnswersNothing) {
  const CallResult result =
      app.TryCall("sagemaker", "CreateEdgePackagingJob", PackagingInput("pack"));
  EXPECT_EQ(result.status, 200);
  EXPECT_EQ(result.text, "");
}

TEST_F(EdgePackagingJobsTest, EveryStateIsSeenWithinASecond) {
  Call("CreateEdgePackagingJob", PackagingInput("pack"));
  EXPECT_EQ(Status("pack"), "STARTING");
  app.Advance(300ms);
  EXPECT_EQ(Status("pack"), "INPROGRESS");
  app.Advance(700ms);
  EXPECT_EQ(Status("pack"), "COMPLETED");
}

TEST_F(EdgePackagingJobsTest, DescribeOfANewJobIsTheRequestAndItsState) {
  Json input = PackagingInput("pack");
  input["ResourceKey"] = "alias/volume";
  input["OutputConfig"]["KmsKeyId"] = "alias/object";
  const double created = ToEpochSeconds(app.Now());
  Call("CreateEdgePackagingJob", input);
  const Json expected = {
      {"EdgePackagingJobArn", "arn:aws:sagemaker:us-west-2:123456789012:edge-packaging-job/pack"},
      {"EdgePackagingJobName", "pack"},
      {"CompilationJobName", "comp"},
      {"ModelName", "net"},
      {"ModelVersion", "1.0"},
      {"RoleArn", kRole},
      {"ResourceKey", "alias/volume"},
      {"OutputConfig", {{"S3OutputLocation", "s3://out/pkg"}, {"KmsKeyId", "alias/object"}}},
      {"EdgePackagingJobStatus", "STARTING"},
      {"CreationTime", created},
      {"LastModifiedTime", created}};
  EXPECT_EQ(DescribePackaging("pack"), expected);
}

TEST_F(EdgePackagingJobsTest, DescribeOfACompletedJobHasEverythingWithAValue) {
  Json input = PackagingInput("pack");
  input["ResourceKey"] = "alias/volume";
  input["OutputConfig"]["PresetDeploymentType"] = "GreengrassV2Component";
  input["OutputConfig"]["PresetDeploymentConfig"] = R"({"ComponentVersion":"2.0.0"})";
  const double created = ToEpochSeconds(app.Now());
  const Json job = Package(input);
  EXPECT_EQ(job["OutputConfig"], input["OutputConfig"]);
  EXPECT_EQ(job["EdgePackagingJobStatus"], "COMPLETED");
  EXPECT_EQ(job["ModelArtifact"], "s3://out/pkg/net-1.0.tar.gz");
  EXPECT_NEAR(job["LastModifiedTime"].get<double>(), created + 1.0, 1e-3);
  // All members of the output but the message, which is there for failures.
  EXPECT_EQ(job.size(), 14U);
  EXPECT_FALSE(job.contains("EdgePackagingJobStatusMessage"));
}

TEST_F(EdgePackagingJobsTest, NamesAreUsedUp) {
  Package(PackagingInput("pack"));
  ExpectError("CreateEdgePackagingJob", PackagingInput("pack"), "ResourceInUse",
              "Edge packaging job pack already exists");
}

TEST_F(EdgePackagingJobsTest, ACompletedCompilationJobIsNeeded) {
  Json input = PackagingInput("pack");
  input["CompilationJobName"] = "none";
  ExpectError("CreateEdgePackagingJob", input, "ValidationException",
              "Could not find compilation job 'none'.");
  Json other = CompilationInput("running");
  Call("CreateCompilationJob", other);
  input["CompilationJobName"] = "running";
  ExpectError("CreateEdgePackagingJob", input, "ValidationException",
              "Compilation job 'running' is in status STARTING.");
  app.region = "eu-west-1";
  ExpectError("CreateEdgePackagingJob", PackagingInput("pack"), "ValidationException",
              "Could not find compilation job 'comp'.");
}

TEST_F(EdgePackagingJobsTest, TheOutputMustBeInS3) {
  Json input = PackagingInput("pack");
  input["OutputConfig"]["S3OutputLocation"] = "https://example.com/pkg";
  ExpectError("CreateEdgePackagingJob", input, "ValidationException",
              "'https://example.com/pkg' of OutputConfig.S3OutputLocation");
}

TEST_F(EdgePackagingJobsTest, InvalidNamesAreTheFrontEndsBusiness) {
  ExpectError("DescribeEdgePackagingJob", {{"EdgePackagingJobName", "a_b"}}, "ValidationException",
              "Value 'a_b' at 'edgePackagingJobName' failed to satisfy constraint");
  ExpectError("DescribeEdgePackagingJob", Json::object(), "ValidationException",
              "Value null at 'edgePackagingJobName' failed to satisfy constraint: Member must not "
              "be null");
  Json input = PackagingInput("pack");
  input["ModelVersion"] = "1-0";
  ExpectError("CreateEdgePackagingJob", input, "ValidationException", "'modelVersion'");
}

TEST_F(EdgePackagingJobsTest, AMissingJobIsNotFound) {
  for (const char* operation : {"DescribeEdgePackagingJob", "StopEdgePackagingJob"}) {
    ExpectError(operation, {{"EdgePackagingJobName", "none"}}, "ResourceNotFound",
                "Could not find edge packaging job 'none'.");
  }
  Package(PackagingInput("pack"));
  app.account = "210987654321";
  ExpectError("DescribeEdgePackagingJob", {{"EdgePackagingJobName", "pack"}}, "ResourceNotFound",
              "'pack'");
}

TEST_F(EdgePackagingJobsTest, StopLeadsThroughStoppingToStopped) {
  Call("CreateEdgePackagingJob", PackagingInput("pack"));
  Call("StopEdgePackagingJob", {{"EdgePackagingJobName", "pack"}});
  EXPECT_EQ(Status("pack"), "STOPPING");
  Call("StopEdgePackagingJob", {{"EdgePackagingJobName", "pack"}});
  app.Advance(300ms);
  EXPECT_EQ(Status("pack"), "STOPPED");
  EXPECT_THAT(app.ListKeys("s3://out/pkg"), IsEmpty());
}

TEST_F(EdgePackagingJobsTest, AJobStoppedInProgressHasNoResult) {
  Call("CreateEdgePackagingJob", PackagingInput("pack"));
  app.Advance(300ms);
  Call("StopEdgePackagingJob", {{"EdgePackagingJobName", "pack"}});
  app.Advance(1s);
  const Json job = DescribePackaging("pack");
  EXPECT_EQ(job["EdgePackagingJobStatus"], "STOPPED");
  EXPECT_FALSE(job.contains("ModelArtifact"));
}

TEST_F(EdgePackagingJobsTest, AJobAtItsEndIsNotStopped) {
  const auto expect_refusal = [this](const char* name, const char* status) {
    ExpectError("StopEdgePackagingJob", {{"EdgePackagingJobName", name}}, "ValidationException",
                "The request was rejected because the edge packaging job is in status " +
                    std::string(status) + ".");
  };
  Package(PackagingInput("good"));
  expect_refusal("good", "COMPLETED");

  Json input = PackagingInput("bad");
  input["OutputConfig"]["S3OutputLocation"] = "s3://nowhere";
  Package(input);
  expect_refusal("bad", "FAILED");

  Call("CreateEdgePackagingJob", PackagingInput("halted"));
  Call("StopEdgePackagingJob", {{"EdgePackagingJobName", "halted"}});
  app.Advance(1s);
  expect_refusal("halted", "STOPPED");
}

}  // namespace
}  // namespace portside::sagemaker
