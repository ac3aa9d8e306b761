// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/sagemaker_fixture.h"

namespace portside::sagemaker {
namespace {

constexpr const char* kArn = "arn:aws:sagemaker:us-west-2:123456789012:training-job/";

class TrainingJobsTest : public SageMakerTest {
 protected:
  TrainingJobsTest() { app.PutObject("s3://models/data/train/a.csv", "1,2\n"); }

  static Json Input(const std::string& name) {
    return {{"TrainingJobName", name},
            {"RoleArn", kRole},
            {"AlgorithmSpecification",
             {{"TrainingImage", "repo/image:1"},
              {"TrainingInputMode", "File"},
              {"MetricDefinitions", {{{"Name", "loss"}, {"Regex", "loss=([0-9.]+)"}}}}}},
            {"HyperParameters", {{"depth", "5"}}},
            {"InputDataConfig", {Channel("train", "s3://models/data/train/")}},
            {"OutputDataConfig", {{"S3OutputPath", "s3://out/training"}}},
            {"ResourceConfig",
             {{"InstanceType", "ml.m5.large"}, {"InstanceCount", 1}, {"VolumeSizeInGB", 10}}}};
  }

  static Json Channel(const std::string& name, const std::string& uri) {
    return {{"ChannelName", name},
            {"DataSource", {{"S3DataSource", {{"S3DataType", "S3Prefix"}, {"S3Uri", uri}}}}}};
  }

  Json Describe(const std::string& name) {
    return Call("DescribeTrainingJob", {{"TrainingJobName", name}});
  }

  void ExpectRefusal(const Json& changes, const std::string& message) {
    Json input = Input("refused");
    input.merge_patch(changes);
    ExpectError("CreateTrainingJob", input, "ValidationException", message);
  }
};

TEST_F(TrainingJobsTest, ItGoesThroughItsStatesAndWritesAModel) {
  EXPECT_EQ(Call("CreateTrainingJob", Input("t")).at("TrainingJobArn"), std::string(kArn) + "t");
  Json job = Describe("t");
  EXPECT_EQ(job.at("TrainingJobStatus"), "InProgress");
  EXPECT_EQ(job.at("SecondaryStatus"), "Starting");
  EXPECT_FALSE(job.contains("ModelArtifacts"));
  EXPECT_FALSE(job.contains("TrainingStartTime"));
  EXPECT_EQ(job.at("SecondaryStatusTransitions").size(), 1);
  EXPECT_FALSE(job.at("SecondaryStatusTransitions")[0].contains("EndTime"));
  app.Advance(200ms);
  EXPECT_EQ(Describe("t").at("SecondaryStatus"), "Downloading");
  app.Advance(200ms);
  EXPECT_EQ(Describe("t").at("SecondaryStatus"), "Training");
  app.Advance(1s);

  job = Describe("t");
  EXPECT_EQ(job.at("TrainingJobStatus"), "Completed");
  EXPECT_EQ(job.at("SecondaryStatus"), "Completed");
  EXPECT_EQ(job.at("ModelArtifacts").at("S3ModelArtifacts"),
            "s3://out/training/t/output/model.tar.gz");
  std::vector<std::string> steps;
  for (const Json& step : job.at("SecondaryStatusTransitions")) {
    steps.push_back(step.at("Status").get<std::string>() + ": " +
                    step.at("StatusMessage").get<std::string>());
  }
  EXPECT_EQ(steps, (std::vector<std::string>{
                       "Starting: Preparing the instances for training",
                       "Downloading: Downloading the training image",
                       "Training: Training image download completed. Training in progress.",
                       "Uploading: Uploading generated training model",
                       "Completed: Training job completed"}));
  const Json& last = job.at("SecondaryStatusTransitions").back();
  EXPECT_EQ(last.at("StartTime"), last.at("EndTime"));
  EXPECT_EQ(last.at("EndTime"), job.at("TrainingEndTime"));
  EXPECT_EQ(job.at("TrainingTimeInSeconds"), 1);
  EXPECT_EQ(job.at("BillableTimeInSeconds"), 1);
  EXPECT_EQ(job.at("FinalMetricDataList")[0].at("MetricName"), "loss");

  const auto model = Unpack("s3://out/training/t/output/model.tar.gz");
  const Json notice = Json::parse(BytesOf(model, "stand-in.json"));
  EXPECT_EQ(notice.at("channels").at("train"), Json({{"objects", 1}, {"bytes", 4}}));
  EXPECT_EQ(notice.at("hyperParameters"), Json({{"depth", "5"}}));
}

TEST_F(TrainingJobsTest, DescribeFillsInWhatWasLeftOut) {
  Call("CreateTrainingJob", Input("t"));
  const Json job = Describe("t");
  EXPECT_EQ(job.at("StoppingCondition"), Json({{"MaxRuntimeInSeconds", 86400}}));
  EXPECT_EQ(
      job.at("OutputDataConfig"),
      Json({{"S3OutputPath", "s3://out/training"}, {"KmsKeyId", ""}, {"CompressionType", "GZIP"}}));
  EXPECT_EQ(job.at("EnableManagedSpotTraining"), false);
  const Json& channel = job.at("InputDataConfig")[0];
  EXPECT_EQ(channel.at("CompressionType"), "None");
  EXPECT_EQ(channel.at("RecordWrapperType"), "None");
  EXPECT_EQ(channel.at("DataSource").at("S3DataSource").at("S3DataDistributionType"),
            "FullyReplicated");
}

TEST_F(TrainingJobsTest, WithoutCompressionTheModelIsAFolder) {
  Json input = Input("t");
  input["OutputDataConfig"] = {{"S3OutputPath", "s3://out/"}, {"CompressionType", "NONE"}};
  Call("CreateTrainingJob", input);
  app.Advance(1s);
  EXPECT_EQ(Describe("t").at("ModelArtifacts").at("S3ModelArtifacts"), "s3://out/t/output/model");
  EXPECT_EQ(app.ListKeys("s3://out/t"), std::vector<std::string>{"t/output/model/stand-in.json"});
}

TEST_F(TrainingJobsTest, AStopIsSeenAtOnceAndEndsIt) {
  Call("CreateTrainingJob", Input("t"));
  app.Advance(200ms);
  Call("StopTrainingJob", {{"TrainingJobName", "t"}});
  Json job = Describe("t");
  EXPECT_EQ(job.at("TrainingJobStatus"), "Stopping");
  EXPECT_EQ(job.at("SecondaryStatus"), "Downloading");
  ExpectError("StopTrainingJob", {{"TrainingJobName", "t"}}, "ValidationException",
              "The request was rejected because the training job is in status Stopping.");
  app.Advance(1s);
  job = Describe("t");
  EXPECT_EQ(job.at("TrainingJobStatus"), "Stopped");
  EXPECT_EQ(job.at("SecondaryStatus"), "Stopped");
  EXPECT_EQ(job.at("TrainingTimeInSeconds"), 1);
  EXPECT_FALSE(job.contains("ModelArtifacts"));
  ExpectError("StopTrainingJob", {{"TrainingJobName", "t"}}, "ValidationException",
              "The request was rejected because the training job is in status Stopped.");
}

// The stand-in's model was there by then, as that of a container that saves itself when it is told
// to end.
TEST_F(TrainingJobsTest, WhatAStoppedJobHadWrittenIsItsModel) {
  Call("CreateTrainingJob", Input("t"));
  app.Advance(400ms);
  Call("StopTrainingJob", {{"TrainingJobName", "t"}});
  app.Advance(1s);
  const Json job = Describe("t");
  EXPECT_EQ(job.at("TrainingJobStatus"), "Stopped");
  EXPECT_TRUE(app.HasObject("s3://out/training/t/output/model.tar.gz"));
  EXPECT_TRUE(job.contains("ModelArtifacts"));
}

TEST_F(TrainingJobsTest, LongerThanItMayIsStoppedNotFailed) {
  app.Control("POST", "/_portside/outcomes",
              {{"outcome", {{"state", "Training"}, {"seconds", 3600}}}});
  Json input = Input("t");
  input["StoppingCondition"] = {{"MaxRuntimeInSeconds", 60}};
  Call("CreateTrainingJob", input);
  app.Advance(2min);
  const Json job = Describe("t");
  EXPECT_EQ(job.at("TrainingJobStatus"), "Stopped");
  EXPECT_EQ(job.at("SecondaryStatus"), "MaxRuntimeExceeded");
  EXPECT_FALSE(job.contains("FailureReason"));
}

TEST_F(TrainingJobsTest, AnOrderedFailureHasItsClass) {
  app.Control("POST", "/_portside/outcomes",
              {{"match", {{"name", "a"}}}, {"outcome", {{"fail", {{"reason", "no memory"}}}}}});
  app.Control("POST", "/_portside/outcomes",
              {{"match", {{"name", "b"}}},
               {"outcome", {{"fail", {{"reason", "AlgorithmError: , exit code: 1"}}}}}});
  for (const char* name : {"a", "b"}) Call("CreateTrainingJob", Input(name));
  app.Advance(1s);
  EXPECT_EQ(Describe("a").at("FailureReason"), "ClientError: no memory");
  EXPECT_EQ(Describe("b").at("FailureReason"), "AlgorithmError: , exit code: 1");
  EXPECT_EQ(Describe("b").at("SecondaryStatus"), "Failed");
}

TEST_F(TrainingJobsTest, WhatCannotBeReadOrWrittenFailsIt) {
  app.Control("POST", "/_portside/outcomes",
              {{"match", {{"name", "a"}}}, {"outcome", {{"deny", {"read"}}}}});
  Call("CreateTrainingJob", Input("a"));
  Json input = Input("b");
  input["OutputDataConfig"]["S3OutputPath"] = "s3://no-such-bucket/x";
  Call("CreateTrainingJob", input);
  app.Advance(1s);
  EXPECT_EQ(Describe("a").at("FailureReason"),
            "ClientError: Data download failed:Unable to download object s3://models/data/train/ "
            "(AccessDenied: Access Denied)");
  EXPECT_EQ(Describe("b").at("FailureReason"),
            "ClientError: Artifact upload failed:Error 7: NoSuchBucket (404): The specified bucket "
            "does not exist");
}

TEST_F(TrainingJobsTest, NamesAreUniqueUntilTheJobIsDeleted) {
  Call("CreateTrainingJob", Input("t"));
  ExpectError("CreateTrainingJob", Input("t"), "ResourceInUse",
              "Training job names must be unique within an AWS account and region, and a training "
              "job with this name already exists (" +
                  std::string(kArn) + "t)");
  ExpectError("DeleteTrainingJob", {{"TrainingJobName", "t"}}, "ResourceInUse", "InProgress");
  app.Advance(1s);
  Call("DeleteTrainingJob", {{"TrainingJobName", "t"}});
  ExpectError("DescribeTrainingJob", {{"TrainingJobName", "t"}}, "ValidationException",
              "Requested resource not found.");
  Call("CreateTrainingJob", Input("t"));
}

TEST_F(TrainingJobsTest, WhatIsWrongWithARequestIsSaid) {
  ExpectRefusal(
      {{"InputDataConfig", {Channel("train", "s3://models/none/")}}},
      "No S3 objects found under S3 URL \"s3://models/none/\" given in input data source. "
      "Please ensure that the bucket exists in the selected region (us-west-2), that "
      "objects exist under that S3 prefix, and that the role "
      "\"arn:aws:iam::123456789012:role/SageMakerEdge\" has \"s3:ListBucket\" "
      "permissions on bucket \"models\".");
  ExpectRefusal(
      {{"StoppingCondition", {{"MaxRuntimeInSeconds", 60}, {"MaxWaitTimeInSeconds", 60}}}},
      "Invalid MaxWaitTimeInSeconds. It is only supported when EnableManagedSpotTraining "
      "is set to true");
  ExpectRefusal({{"EnableManagedSpotTraining", true}},
                "Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to "
                "MaxRuntimeInSeconds");
  ExpectRefusal({{"AlgorithmSpecification", {{"AlgorithmName", "a"}}}}, "Exactly one of");
  ExpectRefusal({{"StoppingCondition", {{"MaxRuntimeInSeconds", 2419201}}}}, "2419200");
  Json two = Channel("train", "s3://models/data/train/");
  ExpectRefusal({{"InputDataConfig", {two, two}}}, "non-unique");
  Json pipe = Channel("a", "s3://models/data/train/");
  pipe["InputMode"] = "Pipe";
  Json fast = Channel("b", "s3://models/data/train/");
  fast["InputMode"] = "FastFile";
  ExpectRefusal(
      {{"InputDataConfig", {pipe, fast}}},
      "Cannot use both 'Pipe' and 'FastFile' TrainingInputMode on the same Training Job.");
}

// Documented: the page is taken first.
TEST_F(TrainingJobsTest, ListsFilterWhatIsOnThePage) {
  Call("CreateTrainingJob", Input("a"));
  app.Advance(1s);
  Call("CreateTrainingJob", Input("b"));
  const Json page = Call("ListTrainingJobs", {{"StatusEquals", "Completed"}, {"MaxResults", 1}});
  EXPECT_EQ(page.at("TrainingJobSummaries").size(), 0);
  ASSERT_TRUE(page.contains("NextToken"));
  const Json next =
      Call("ListTrainingJobs",
           {{"StatusEquals", "Completed"}, {"MaxResults", 1}, {"NextToken", page.at("NextToken")}});
  EXPECT_EQ(next.at("TrainingJobSummaries")[0].at("TrainingJobName"), "a");
  EXPECT_TRUE(next.at("TrainingJobSummaries")[0].contains("TrainingEndTime"));
  const Json sorted = Call("ListTrainingJobs", {{"SortBy", "Status"}, {"SortOrder", "Ascending"}});
  EXPECT_EQ(sorted.at("TrainingJobSummaries")[0].at("TrainingJobStatus"), "Completed");
}

TEST_F(TrainingJobsTest, AWarmPoolIsKeptForItsTime) {
  Json input = Input("t");
  input["ResourceConfig"]["KeepAlivePeriodInSeconds"] = 60;
  Call("CreateTrainingJob", input);
  app.Advance(1s);
  EXPECT_EQ(Describe("t").at("WarmPoolStatus").at("Status"), "Available");
  ExpectError("DeleteTrainingJob", {{"TrainingJobName", "t"}}, "ResourceInUse", "warm pool");
  Call("UpdateTrainingJob",
       {{"TrainingJobName", "t"}, {"ResourceConfig", {{"KeepAlivePeriodInSeconds", 120}}}});
  app.Advance(90s);
  EXPECT_EQ(Describe("t").at("WarmPoolStatus").at("Status"), "Available");
  EXPECT_EQ(Describe("t").at("ResourceConfig").at("InstanceType"), "ml.m5.large");
  app.Advance(60s);
  EXPECT_EQ(Describe("t").at("WarmPoolStatus"),
            Json({{"Status", "Terminated"}, {"ResourceRetainedBillableTimeInSeconds", 120}}));
}

TEST_F(TrainingJobsTest, WarmPoolsAreListedByWhatBecameOfThem) {
  Json input = Input("kept");
  input["ResourceConfig"]["KeepAlivePeriodInSeconds"] = 60;
  Call("CreateTrainingJob", input);
  Call("CreateTrainingJob", Input("without"));
  app.Advance(1s);
  const auto names = [this](const char* status) {
    std::vector<std::string> all;
    const Json page = Call("ListTrainingJobs", {{"WarmPoolStatusEquals", status}});
    for (const Json& job : page.at("TrainingJobSummaries")) {
      EXPECT_EQ(job.at("WarmPoolStatus").at("Status"), status);
      all.push_back(job.at("TrainingJobName").get<std::string>());
    }
    return all;
  };
  EXPECT_EQ(names("Available"), std::vector<std::string>{"kept"});
  EXPECT_EQ(names("Terminated"), std::vector<std::string>());
  app.Advance(2min);
  EXPECT_EQ(names("Available"), std::vector<std::string>());
  EXPECT_EQ(names("Terminated"), std::vector<std::string>{"kept"});
  EXPECT_EQ(names("Reused"), std::vector<std::string>());
}

class SpotTrainingTest : public TrainingJobsTest {
 protected:
  // Its spot instance is to be taken away, and each of its states takes ten seconds.
  void Begin(std::int64_t wait, bool is_spot = true) {
    app.Control("POST", "/_portside/outcomes",
                {{"match", {{"name", "t"}}},
                 {"outcome", {{"fail", {{"part", "SpotInstance"}, {"reason", "no capacity"}}}}}});
    app.Control(
        "POST", "/_portside/transitions",
        {{"match", {{"name", "t"}}}, {"transition", {{"progression", "time"}, {"seconds", 10}}}});
    Json input = Input("t");
    input["StoppingCondition"] = {{"MaxRuntimeInSeconds", 30}};
    if (is_spot) {
      input["EnableManagedSpotTraining"] = true;
      input["StoppingCondition"]["MaxWaitTimeInSeconds"] = wait;
    }
    Call("CreateTrainingJob", input);
  }
  std::vector<std::string> Steps() {
    std::vector<std::string> steps;
    const Json job = Describe("t");
    for (const Json& step : job.at("SecondaryStatusTransitions")) {
      steps.push_back(step.at("Status").get<std::string>());
    }
    return steps;
  }
};

TEST_F(SpotTrainingTest, AnInterruptedJobBeginsAnew) {
  Begin(600);
  app.Advance(35s);
  EXPECT_EQ(Describe("t").at("TrainingJobStatus"), "InProgress");
  EXPECT_EQ(Describe("t").at("SecondaryStatus"), "Interrupted");
  EXPECT_FALSE(app.HasObject("s3://out/training/t/output/model.tar.gz"));
  app.Advance(10s);
  EXPECT_EQ(Describe("t").at("SecondaryStatus"), "Starting");
  app.Advance(60s);
  const Json job = Describe("t");
  EXPECT_EQ(job.at("TrainingJobStatus"), "Completed");
  EXPECT_EQ(Steps(), (std::vector<std::string>{"Starting", "Downloading", "Training", "Interrupted",
                                               "Starting", "Downloading", "Training", "Uploading",
                                               "Completed"}));
  EXPECT_EQ(job.at("TrainingTimeInSeconds"), 70);
  EXPECT_EQ(job.at("BillableTimeInSeconds"), 50);
  EXPECT_TRUE(app.HasObject("s3://out/training/t/output/model.tar.gz"));
}

TEST_F(SpotTrainingTest, AWaitHasAnEnd) {
  Begin(35);
  app.Advance(1min);
  const Json job = Describe("t");
  EXPECT_EQ(job.at("TrainingJobStatus"), "Stopped");
  EXPECT_EQ(job.at("SecondaryStatus"), "MaxWaitTimeExceeded");
  EXPECT_EQ(Steps(), (std::vector<std::string>{"Starting", "Downloading", "Training", "Interrupted",
                                               "Stopping", "MaxWaitTimeExceeded"}));
  EXPECT_FALSE(job.contains("FailureReason"));
  EXPECT_FALSE(job.contains("ModelArtifacts"));
}

TEST_F(SpotTrainingTest, OnlySpotInstancesAreTakenAway) {
  Begin(0, /*is_spot=*/false);
  app.Advance(1min);
  EXPECT_EQ(Describe("t").at("TrainingJobStatus"), "Completed");
  EXPECT_EQ(Steps().size(), 5);
}

TEST_F(TrainingJobsTest, WhatIsNotEmulatedIsSaid) {
  Json input = Input("t");
  input["MlflowConfig"] = {
      {"MlflowResourceArn", "arn:aws:sagemaker:us-west-2:123456789012:mlflow-tracking-server/m"}};
  ExpectError("CreateTrainingJob", input, "NotImplementedException", "MLflow");
}

}  // namespace
}  // namespace portside::sagemaker
