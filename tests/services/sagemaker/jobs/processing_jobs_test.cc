// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/sagemaker_fixture.h"

namespace portside::sagemaker {
namespace {

class ProcessingJobsTest : public SageMakerTest {
 protected:
  ProcessingJobsTest() { app.PutObject("s3://models/data/a.csv", "1,2\n"); }

  static Json Read(const std::string& name, const std::string& uri, const std::string& path) {
    return {{"InputName", name},
            {"S3Input",
             {{"S3Uri", uri},
              {"LocalPath", path},
              {"S3DataType", "S3Prefix"},
              {"S3InputMode", "File"}}}};
  }
  static Json Write(const std::string& name, const std::string& uri, const std::string& path) {
    return {{"OutputName", name},
            {"S3Output", {{"S3Uri", uri}, {"LocalPath", path}, {"S3UploadMode", "EndOfJob"}}}};
  }

  static Json Input(const std::string& name) {
    return {{"ProcessingJobName", name},
            {"RoleArn", kRole},
            {"AppSpecification", {{"ImageUri", "repo/image:1"}}},
            {"ProcessingInputs", {Read("data", "s3://models/data", "/opt/ml/processing/input")}},
            {"ProcessingOutputConfig",
             {{"Outputs", {Write("result", "s3://out/result", "/opt/ml/processing/output")}}}},
            {"ProcessingResources",
             {{"ClusterConfig",
               {{"InstanceCount", 1}, {"InstanceType", "ml.m5.large"}, {"VolumeSizeInGB", 1}}}}}};
  }

  Json Describe(const std::string& name) {
    return Call("DescribeProcessingJob", {{"ProcessingJobName", name}});
  }
};

TEST_F(ProcessingJobsTest, ItReadsAndWrites) {
  Call("CreateProcessingJob", Input("p"));
  Json job = Describe("p");
  EXPECT_EQ(job.at("ProcessingJobStatus"), "InProgress");
  EXPECT_FALSE(job.contains("ProcessingStartTime"));
  EXPECT_EQ(job.at("StoppingCondition"), Json({{"MaxRuntimeInSeconds", 86400}}));
  EXPECT_EQ(job.at("ProcessingInputs")[0].at("AppManaged"), false);
  EXPECT_EQ(job.at("ProcessingInputs")[0].at("S3Input").at("S3CompressionType"), "None");
  EXPECT_EQ(job.at("ProcessingOutputConfig").at("Outputs")[0].at("AppManaged"), false);
  app.Advance(1s);
  job = Describe("p");
  EXPECT_EQ(job.at("ProcessingJobStatus"), "Completed");
  EXPECT_LT(job.at("ProcessingStartTime"), job.at("ProcessingEndTime"));
  const Json notice = Json::parse(app.GetObject("s3://out/result/stand-in.json"));
  EXPECT_EQ(notice.at("inputs").at("data"), Json({{"objects", 1}, {"bytes", 4}}));
}

TEST_F(ProcessingJobsTest, MissingInputFailsTheJobNotTheRequest) {
  Json input = Input("p");
  input["ProcessingInputs"] = {Read("data", "s3://models/none", "/opt/ml/processing/input")};
  Call("CreateProcessingJob", input);
  app.Advance(1s);
  const Json job = Describe("p");
  EXPECT_EQ(job.at("ProcessingJobStatus"), "Failed");
  EXPECT_EQ(job.at("FailureReason"),
            "ClientError: Data download failed:Failed to download data. No S3 objects found under "
            "S3 URL \"s3://models/none\".");
  const Json list = Call("ListProcessingJobs", {{"StatusEquals", "Failed"}});
  EXPECT_EQ(list.at("ProcessingJobSummaries")[0].at("FailureReason"), job.at("FailureReason"));
}

TEST_F(ProcessingJobsTest, ItCanBeStopped) {
  Call("CreateProcessingJob", Input("p"));
  Call("StopProcessingJob", {{"ProcessingJobName", "p"}});
  EXPECT_EQ(Describe("p").at("ProcessingJobStatus"), "Stopping");
  app.Advance(1s);
  EXPECT_EQ(Describe("p").at("ProcessingJobStatus"), "Stopped");
  ExpectError("StopProcessingJob", {{"ProcessingJobName", "p"}}, "ValidationException",
              "The request was rejected because the processing job is in status Stopped.");
  Call("DeleteProcessingJob", {{"ProcessingJobName", "p"}});
  ExpectError("DescribeProcessingJob", {{"ProcessingJobName", "p"}}, "ValidationException",
              "Could not find requested job with name: p");
}

TEST_F(ProcessingJobsTest, NamesAndPathsAreUnique) {
  Json input = Input("p");
  input["ProcessingOutputConfig"]["Outputs"] = {
      Write("data", "s3://out/result", "/opt/ml/processing/output")};
  ExpectError("CreateProcessingJob", input, "ValidationException",
              "Input and Output names must be globally unique: [data]");
  input["ProcessingOutputConfig"]["Outputs"] = {
      Write("result", "s3://out/result", "/opt/ml/processing/input")};
  const CallResult refused = app.TryCall("sagemaker", "CreateProcessingJob", input);
  EXPECT_EQ(refused.ErrorCode(), "ValidationException");
  EXPECT_EQ(refused.ErrorMessage(), "");
  input["ProcessingOutputConfig"]["Outputs"] = {Write("result", "s3://out/result", "/tmp")};
  ExpectError("CreateProcessingJob", input, "ValidationException",
              "The LocalPath '/tmp' of result must begin with /opt/ml/processing/.");
  Call("CreateProcessingJob", Input("p"));
  ExpectError("CreateProcessingJob", Input("p"), "ResourceInUse",
              "Job name must be unique within an AWS account and region, and a job with this name "
              "already exists (arn:aws:sagemaker:us-west-2:123456789012:processing-job/p)");
}

TEST_F(ProcessingJobsTest, WhatTakesTooLongIsStoppedWithAReason) {
  app.Control("POST", "/_portside/outcomes",
              {{"outcome", {{"state", "InProgress"}, {"seconds", 3600}}}});
  Json input = Input("p");
  input["StoppingCondition"] = {{"MaxRuntimeInSeconds", 60}};
  Call("CreateProcessingJob", input);
  app.Advance(2min);
  EXPECT_EQ(Describe("p").at("ProcessingJobStatus"), "Stopped");
  EXPECT_EQ(Describe("p").at("FailureReason"),
            "ClientError: The processing job ran longer than MaxRuntimeInSeconds of its "
            "StoppingCondition, 60.");
}

}  // namespace
}  // namespace portside::sagemaker
