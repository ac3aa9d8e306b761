// SPDX-License-Identifier: Apache-2.0
//
// Create, Describe, Stop and Delete of compilation jobs.

#include "services/sagemaker/sagemaker_fixture.h"

namespace portside::sagemaker {
namespace {

using testing::Not;

class CompilationJobsTest : public SageMakerTest {
 protected:
  std::string Status(const std::string& name) {
    return DescribeCompilation(name)["CompilationJobStatus"].get<std::string>();
  }
};

TEST_F(CompilationJobsTest, CreateAnswersTheArnWithTheNameAsGiven) {
  EXPECT_EQ(Call("CreateCompilationJob", CompilationInput("Comp-1")),
            Json({{"CompilationJobArn",
                   "arn:aws:sagemaker:us-west-2:123456789012:compilation-job/Comp-1"}}));
}

TEST_F(CompilationJobsTest, EveryStateIsSeenWithinASecond) {
  Call("CreateCompilationJob", CompilationInput("comp"));
  EXPECT_EQ(Status("comp"), "STARTING");
  app.Advance(300ms);
  EXPECT_EQ(Status("comp"), "INPROGRESS");
  app.Advance(699ms);
  EXPECT_EQ(Status("comp"), "INPROGRESS");
  app.Advance(1ms);
  EXPECT_EQ(Status("comp"), "COMPLETED");
}

TEST_F(CompilationJobsTest, DescribeRepeatsTheRequest) {
  Json input = CompilationInput("comp");
  input["InputConfig"]["FrameworkVersion"] = "1.8.0";
  input["OutputConfig"]["CompilerOptions"] = R"({"mattr": ["+neon"]})";
  input["OutputConfig"]["KmsKeyId"] = "alias/key";
  input["VpcConfig"] = {{"SecurityGroupIds", {"sg-1"}}, {"Subnets", {"subnet-1"}}};
  Call("CreateCompilationJob", input);
  const Json job = DescribeCompilation("comp");
  for (const char* member :
       {"RoleArn", "InputConfig", "OutputConfig", "VpcConfig", "StoppingCondition"}) {
    EXPECT_EQ(job[member], input[member]) << member;
  }
}

TEST_F(CompilationJobsTest, RequiredMembersAreThereFromTheStart) {
  Call("CreateCompilationJob", CompilationInput("comp"));
  const Json job = DescribeCompilation("comp");
  EXPECT_EQ(job["FailureReason"], "");
  EXPECT_EQ(job["ModelArtifacts"]["S3ModelArtifacts"], "s3://out/neo");
  EXPECT_EQ(job["CreationTime"], job["LastModifiedTime"]);
  for (const char* later : {"CompilationStartTime", "CompilationEndTime", "ModelDigests",
                            "DerivedInformation", "InferenceImage"}) {
    EXPECT_FALSE(job.contains(later)) << later;
  }
}

TEST_F(CompilationJobsTest, TimesAreThoseOfTheTransitions) {
  const double created = ToEpochSeconds(app.Now());
  const Json job = Compile(CompilationInput("comp"));
  EXPECT_DOUBLE_EQ(job["CreationTime"].get<double>(), created);
  EXPECT_NEAR(job["CompilationStartTime"].get<double>(), created + 0.3, 1e-3);
  EXPECT_NEAR(job["CompilationEndTime"].get<double>(), created + 1.0, 1e-3);
  EXPECT_EQ(job["LastModifiedTime"], job["CompilationEndTime"]);
}

TEST_F(CompilationJobsTest, OnlyCloudTargetsNameAnInferenceImage) {
  Json input = CompilationInput("comp");
  input["InputConfig"]["Framework"] = "MXNET";
  input["OutputConfig"]["TargetDevice"] = "ml_c5";
  Call("CreateCompilationJob", input);
  EXPECT_EQ(DescribeCompilation("comp")["InferenceImage"],
            "301217895009.dkr.ecr.us-west-2.amazonaws.com/sagemaker-inference-mxnet:1.8-cpu-py3");
}

TEST_F(CompilationJobsTest, ATargetIsEitherADeviceOrAPlatform) {
  Json both = CompilationInput("comp");
  both["OutputConfig"]["TargetPlatform"] = {{"Os", "LINUX"}, {"Arch", "ARM64"}};
  ExpectError("CreateCompilationJob", both, "ValidationException",
              "TargetDevice and TargetPlatform cannot be specified at the same time.");
  Json neither = CompilationInput("comp");
  neither["OutputConfig"].erase("TargetDevice");
  ExpectError("CreateCompilationJob", neither, "ValidationException",
              "Either TargetDevice or TargetPlatform must be specified.");
}

TEST_F(CompilationJobsTest, AModelIsEitherAnInputOrAPackage) {
  const char* package = "arn:aws:sagemaker:us-west-2:123456789012:model-package/mine/1";
  Json both = CompilationInput("comp");
  both["ModelPackageVersionArn"] = package;
  ExpectError("CreateCompilationJob", both, "ValidationException",
              "InputConfig and ModelPackageVersionArn cannot be specified at the same time.");
  Json neither = CompilationInput("comp");
  neither.erase("InputConfig");
  ExpectError("CreateCompilationJob", neither, "ValidationException",
              "Either InputConfig or ModelPackageVersionArn must be specified.");
  Json packaged = neither;
  packaged["ModelPackageVersionArn"] = package;
  ExpectError("CreateCompilationJob", packaged, "NotImplementedException",
              "ModelPackageVersionArn");
}

TEST_F(CompilationJobsTest, LocationsMustBeInS3) {
  Json input = CompilationInput("comp");
  input["InputConfig"]["S3Uri"] = "https://example.com/net.tar.gz";
  ExpectError("CreateCompilationJob", input, "ValidationException",
              "'https://example.com/net.tar.gz' of InputConfig.S3Uri");
  input = CompilationInput("comp");
  input["OutputConfig"]["S3OutputLocation"] = "https://example.com/out";
  ExpectError("CreateCompilationJob", input, "ValidationException",
              "'https://example.com/out' of OutputConfig.S3OutputLocation");
}

TEST_F(CompilationJobsTest, ANameIsTakenUntilItsJobIsDeleted) {
  Compile(CompilationInput("comp"));
  ExpectError("CreateCompilationJob", CompilationInput("comp"), "ResourceInUse",
              "Resource Already Exists: Compilation job with name comp already exists. Choose a "
              "different name.");
  Call("DeleteCompilationJob", {{"CompilationJobName", "comp"}});
  Call("CreateCompilationJob", CompilationInput("comp"));
}

TEST_F(CompilationJobsTest, NamesBelongToAccountAndRegionAndCase) {
  Call("CreateCompilationJob", CompilationInput("comp"));
  Call("CreateCompilationJob", CompilationInput("COMP"));
  app.region = "eu-west-1";
  ExpectError("DescribeCompilationJob", {{"CompilationJobName", "comp"}}, "ResourceNotFound",
              "Could not find compilation job 'comp'.");
  Call("CreateCompilationJob", CompilationInput("comp"));
  app.account = "210987654321";
  Call("CreateCompilationJob", CompilationInput("comp"));
}

TEST_F(CompilationJobsTest, AMissingJobIsNotFound) {
  for (const char* operation :
       {"DescribeCompilationJob", "StopCompilationJob", "DeleteCompilationJob"}) {
    ExpectError(operation, {{"CompilationJobName", "none"}}, "ResourceNotFound",
                "Could not find compilation job 'none'.");
  }
}

TEST_F(CompilationJobsTest, AStoppedJobWasNeverCompiled) {
  Call("CreateCompilationJob", CompilationInput("comp"));
  Call("StopCompilationJob", {{"CompilationJobName", "comp"}});
  EXPECT_EQ(Status("comp"), "STOPPING");
  Call("StopCompilationJob", {{"CompilationJobName", "comp"}});
  app.Advance(300ms);
  const Json job = DescribeCompilation("comp");
  EXPECT_EQ(job["CompilationJobStatus"], "STOPPED");
  EXPECT_FALSE(job.contains("CompilationStartTime"));
  EXPECT_FALSE(job.contains("CompilationEndTime"));
  EXPECT_FALSE(job.contains("ModelDigests"));
  EXPECT_THAT(app.ListKeys("s3://out/"), testing::IsEmpty());
}

TEST_F(CompilationJobsTest, ARunningJobStopsAndShowsItsEnd) {
  Call("CreateCompilationJob", CompilationInput("comp"));
  app.Advance(500ms);
  Call("StopCompilationJob", {{"CompilationJobName", "comp"}});
  app.Advance(10s);
  const Json job = DescribeCompilation("comp");
  EXPECT_EQ(job["CompilationJobStatus"], "STOPPED");
  EXPECT_FALSE(job.contains("ModelDigests"));
  EXPECT_GT(job["CompilationEndTime"], job["CompilationStartTime"]);
}

TEST_F(CompilationJobsTest, AFinishedJobIsNotStopped) {
  Compile(CompilationInput("comp"));
  ExpectError("StopCompilationJob", {{"CompilationJobName", "comp"}}, "ValidationException",
              "The request was rejected because the compilation job is in status COMPLETED.");
}

TEST_F(CompilationJobsTest, OnlyAFinishedJobIsDeletedAndItsArtifactStays) {
  Call("CreateCompilationJob", CompilationInput("comp"));
  ExpectError("DeleteCompilationJob", {{"CompilationJobName", "comp"}}, "ValidationException",
              "The request was rejected because the compilation job is in status STARTING.");
  app.Advance(1s);
  Call("DeleteCompilationJob", {{"CompilationJobName", "comp"}});
  ExpectError("DescribeCompilationJob", {{"CompilationJobName", "comp"}}, "ResourceNotFound",
              "'comp'");
  EXPECT_TRUE(app.HasObject("s3://out/neo/net-rasp4b.tar.gz"));
}

TEST_F(CompilationJobsTest, TheLogSaysWhatWasReadAndWritten) {
  Call("CreateCompilationJob", CompilationInput("comp"));
  app.Advance(300ms);
  EXPECT_EQ(Status("comp"), "INPROGRESS");
  const char* const group = "/aws/sagemaker/CompilationJobs";
  const Json streams =
      app.Call("logs", "DescribeLogStreams",
               {{"logGroupName", group}, {"logStreamNamePrefix", "comp/"}})["logStreams"];
  ASSERT_EQ(streams.size(), 1U);
  EXPECT_EQ(streams[0]["logStreamName"], "comp/algo-1-1704067200");
  const auto log = [&](const Json& stream) {
    std::string text;
    const Json events = app.Call(
        "logs", "GetLogEvents",
        {{"logGroupName", group}, {"logStreamName", stream}, {"startFromHead", true}})["events"];
    for (const Json& event : events) text += event["message"].get<std::string>() + "\n";
    return text;
  };
  const std::string text = log("comp/algo-1-1704067200");
  EXPECT_THAT(text, testing::StartsWith("Reading the model s3://"));
  EXPECT_THAT(text, testing::HasSubstr("Wrote s3://out/neo/")) << text;

  Json input = CompilationInput("failed");
  input["InputConfig"]["S3Uri"] = "s3://none/model.tar.gz";
  const Json job = Compile(input);
  EXPECT_EQ(log("failed/algo-1-1704067200"), job["FailureReason"].get<std::string>() + "\n");
}

}  // namespace
}  // namespace portside::sagemaker
