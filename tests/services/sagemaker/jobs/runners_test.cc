// SPDX-License-Identifier: Apache-2.0
//
// Training and processing jobs whose work is a command.

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "portside/runners/runners.h"
#include "services/sagemaker/tuning/tuning_fixture.h"

namespace portside::sagemaker {
namespace {

Runners Parse(const std::string& text, const std::filesystem::path& scratch) {
  auto runners = Runners::Parse("/runners.yaml", text);
  EXPECT_TRUE(runners) << runners.error().Describe();
  runners->SetScratch(scratch);
  return *runners;
}

class SageMakerRunnersTest : public testing::Test {
 protected:
  SageMakerRunnersTest()
      : scratch(std::filesystem::temp_directory_path() /
                ("portside-runs-" + std::to_string(getpid()))) {}
  ~SageMakerRunnersTest() override { std::filesystem::remove_all(scratch); }

  // Starts a program whose jobs of this kind are done by a script.
  void Begin(const std::string& kind, const std::string& script, const std::string& more = "") {
    runners = Parse("runners: [{kind: " + kind + ", command: [sh, -ec, " + Json(script).dump() +
                        "]" + more + "}]",
                    scratch);
    app = std::make_unique<TestApp>(TestAppOptions{.runners = &runners});
    app->PutObject("s3://input/data/a.csv", "1,2\n");
    app->PutObject("s3://input/data/sub/b.csv", "3\n");
    app->CreateBucket("out");
  }

  Json Train(const Json& changes = Json::object()) {
    Json input = {
        {"TrainingJobName", "t"},
        {"RoleArn", kRole},
        {"AlgorithmSpecification", {{"TrainingImage", "image"}, {"TrainingInputMode", "File"}}},
        {"HyperParameters", {{"learning-rate", "0.1"}}},
        {"InputDataConfig",
         {{{"ChannelName", "train"},
           {"ContentType", "text/csv"},
           {"DataSource",
            {{"S3DataSource", {{"S3DataType", "S3Prefix"}, {"S3Uri", "s3://input/data"}}}}}}}},
        {"OutputDataConfig", {{"S3OutputPath", "s3://out/"}}},
        {"ResourceConfig",
         {{"InstanceType", "ml.m5.large"}, {"InstanceCount", 1}, {"VolumeSizeInGB", 10}}}};
    input.merge_patch(changes);
    app->Call("sagemaker", "CreateTrainingJob", input);
    app->Advance(2s);
    return app->Call("sagemaker", "DescribeTrainingJob", {{"TrainingJobName", "t"}});
  }

  Json Process(const Json& changes = Json::object()) {
    const auto at = [](const char* uri, const char* path) {
      return Json{{"S3Uri", uri}, {"LocalPath", path}};
    };
    Json input = {
        {"ProcessingJobName", "p"},
        {"RoleArn", kRole},
        {"AppSpecification", {{"ImageUri", "image"}, {"ContainerArguments", {"first", "b c"}}}},
        {"ProcessingInputs",
         {{{"InputName", "data"}, {"S3Input", at("s3://input/data/", "/opt/ml/processing/in")}}}},
        {"ProcessingOutputConfig",
         {{"Outputs",
           {{{"OutputName", "result"},
             {"S3Output", at("s3://out/p", "/opt/ml/processing/out")}}}}}},
        {"ProcessingResources",
         {{"ClusterConfig",
           {{"InstanceCount", 1}, {"InstanceType", "ml.m5.large"}, {"VolumeSizeInGB", 1}}}}}};
    input["ProcessingInputs"][0]["S3Input"]["S3DataType"] = "S3Prefix";
    input["ProcessingOutputConfig"]["Outputs"][0]["S3Output"]["S3UploadMode"] = "EndOfJob";
    input.merge_patch(changes);
    app->Call("sagemaker", "CreateProcessingJob", input);
    app->Advance(2s);
    return app->Call("sagemaker", "DescribeProcessingJob", {{"ProcessingJobName", "p"}});
  }

  std::string Unpacked(const std::string& uri, const std::string& path) {
    const auto members = ReadTarGz(app->GetObject(uri));
    EXPECT_TRUE(members);
    for (const TarMember& member : *members) {
      if (member.path == path) return member.bytes;
    }
    return "(none)";
  }

  std::filesystem::path scratch;
  Runners runners;
  std::unique_ptr<TestApp> app;
};

TEST_F(SageMakerRunnersTest, ACommandTrainsAModelOfWhatItSees) {
  Begin("training",
        "cd $PORTSIDE_ROOT/opt/ml; cat input/data/train/a.csv input/data/train/sub/b.csv > "
        "model/rows; cp input/config/*.json model; echo $SM_CHANNEL_TRAIN $SM_HP_LEARNING_RATE "
        "$A $TRAINING_JOB_NAME > model/env; echo extra > output/data/x; echo 'loss=0.5'; "
        "echo 'loss=0.25'",
        ", environment: {A: mine}");
  const Json job =
      Train({{"Environment", {{"A", "job's"}}},
             {"AlgorithmSpecification",
              {{"MetricDefinitions", {{{"Name", "loss"}, {"Regex", "loss=([0-9.]+)"}}}}}}});
  EXPECT_EQ(job.at("TrainingJobStatus"), "Completed") << job;
  EXPECT_EQ(job.at("FinalMetricDataList")[0].at("Value"), 0.25);
  const std::string model = "s3://out/t/output/model.tar.gz";
  EXPECT_EQ(Unpacked(model, "rows"), "1,2\n3\n");
  EXPECT_EQ(Unpacked(model, "hyperparameters.json"), R"({"learning-rate":"0.1"})");
  EXPECT_EQ(Json::parse(Unpacked(model, "inputdataconfig.json")),
            Json::parse(R"({"train":{"ContentType":"text/csv","RecordWrapperType":"None",)"
                        R"("S3DistributionType":"FullyReplicated","TrainingInputMode":"File"}})"));
  EXPECT_EQ(Json::parse(Unpacked(model, "resourceconfig.json")).at("current_host"), "algo-1");
  const std::string environment = Unpacked(model, "env");
  EXPECT_TRUE(environment.ends_with("/opt/ml/input/data/train 0.1 mine t\n")) << environment;
  EXPECT_EQ(Unpacked("s3://out/t/output/output.tar.gz", "x"), "extra\n");
  EXPECT_TRUE(std::filesystem::is_empty(scratch)) << "nothing is left of it";
}

TEST_F(SageMakerRunnersTest, HyperparametersMayBeArguments) {
  Begin("training", "echo \"$0 $1\" > $SM_MODEL_DIR/arguments",
        ", hyperparameters_as_arguments: true");
  Train();
  EXPECT_EQ(Unpacked("s3://out/t/output/model.tar.gz", "arguments"), "--learning-rate 0.1\n");
}

TEST_F(SageMakerRunnersTest, AnExitCodeAndTheFailureFileAreTheReason) {
  Begin("training", "printf 'no rows' > $SM_OUTPUT_DIR/failure; exit 3");
  EXPECT_EQ(Train().at("FailureReason"), "AlgorithmError: no rows, exit code: 3");
  EXPECT_TRUE(app->ListKeys("s3://out/").empty());
}

TEST_F(SageMakerRunnersTest, WithoutAFailureFileTheReasonIsTheCodeAlone) {
  Begin("training", "exit 1");
  EXPECT_EQ(Train().at("FailureReason"), "AlgorithmError: , exit code: 1");
}

TEST_F(SageMakerRunnersTest, WhatRunsTooLongIsStoppedWithItsModel) {
  Begin("training",
        "trap 'echo saved > $SM_MODEL_DIR/m; exit 0' TERM; while :; do sleep 0.01; done");
  const Json job = Train({{"StoppingCondition", {{"MaxRuntimeInSeconds", 1}}}});
  EXPECT_EQ(job.at("SecondaryStatus"), "MaxRuntimeExceeded") << job;
  EXPECT_EQ(Unpacked("s3://out/t/output/model.tar.gz", "m"), "saved\n");
}

TEST_F(SageMakerRunnersTest, CheckpointsAreThereBeforeAndAfter) {
  Begin("training",
        "cd $PORTSIDE_ROOT/opt/ml/checkpoints; cat epoch-1; rm epoch-1; echo 2 > epoch-2");
  app->PutObject("s3://out/cp/epoch-1", "1");
  EXPECT_EQ(Train({{"CheckpointConfig", {{"S3Uri", "s3://out/cp"}}}}).at("TrainingJobStatus"),
            "Completed");
  EXPECT_EQ(app->ListKeys("s3://out/cp"), std::vector<std::string>{"cp/epoch-2"});
}

// The second run has no other place to go on from than the first one's checkpoint.
TEST_F(SageMakerRunnersTest, AnInterruptedCommandGoesOnFromItsCheckpoint) {
  Begin("training",
        "cd $PORTSIDE_ROOT/opt/ml/checkpoints; if [ -e epoch-1 ]; then cp epoch-1 $SM_MODEL_DIR; "
        "else echo begins; echo 1 > epoch-1; echo epoch 1; sleep 100; fi");
  app->Control("POST", "/_portside/outcomes",
               {{"outcome", {{"fail", {{"part", "SpotInstance"}, {"reason", "no capacity"}}}}}});
  const Json job =
      Train({{"EnableManagedSpotTraining", true},
             {"StoppingCondition", {{"MaxRuntimeInSeconds", 60}, {"MaxWaitTimeInSeconds", 120}}},
             {"CheckpointConfig", {{"S3Uri", "s3://out/cp"}}}});
  EXPECT_EQ(job.at("TrainingJobStatus"), "Completed") << job;
  EXPECT_EQ(Unpacked("s3://out/t/output/model.tar.gz", "epoch-1"), "1\n");
  EXPECT_EQ(job.at("SecondaryStatusTransitions")[3].at("Status"), "Interrupted");
}

// Values fall from 0.9; a trial that begins with 0.1 is worse than those before it.
TEST_F(SageMakerRunnersTest, ATrialThatFallsBehindIsToldToStop) {
  Begin("training",
        "trap 'echo kept > $SM_MODEL_DIR/kept; exit 0' TERM; "
        "case $TRAINING_JOB_NAME in tune-004-*) echo auc=0.1; while :; do sleep 0.01; done;; esac; "
        "echo auc=0.9; echo auc=0.8");
  Json input = TuningInput("tune");
  input["HyperParameterTuningJobConfig"].merge_patch(
      {{"Strategy", "Random"},
       {"ResourceLimits", {{"MaxNumberOfTrainingJobs", 4}, {"MaxParallelTrainingJobs", 1}}},
       {"TrainingJobEarlyStoppingType", "Auto"}});
  app->Call("sagemaker", "CreateHyperParameterTuningJob", input);
  app->Advance(10s);
  const Json job = app->Call("sagemaker", "DescribeHyperParameterTuningJob",
                             {{"HyperParameterTuningJobName", "tune"}});
  EXPECT_EQ(job.at("TrainingJobStatusCounters").at("Completed"), 3) << job;
  EXPECT_EQ(job.at("TrainingJobStatusCounters").at("Stopped"), 1);
  const Json stopped =
      app->Call("sagemaker", "ListTrainingJobsForHyperParameterTuningJob",
                {{"HyperParameterTuningJobName", "tune"}, {"StatusEquals", "Stopped"}})
          .at("TrainingJobSummaries")[0];
  EXPECT_EQ(stopped.at("FinalHyperParameterTuningJobObjectiveMetric").at("Value"),
            static_cast<double>(0.1F));
  const std::string name = stopped.at("TrainingJobName").get<std::string>();
  EXPECT_EQ(Unpacked("s3://out/tuning/" + name + "/output/model.tar.gz", "kept"), "kept\n");
}

TEST_F(SageMakerRunnersTest, NothingLeavesTheFolder) {
  Begin("training", "ln -s /etc/passwd $SM_MODEL_DIR/passwd");
  EXPECT_EQ(Train().at("FailureReason"),
            "ClientError: Artifact upload failed:passwd is a link that leads to no file of its "
            "folder.");
}

TEST_F(SageMakerRunnersTest, AKeyThatIsNoPathIsNotStaged) {
  Begin("training", "true");
  app->PutObject("s3://input/data/x/../../../../escape", "bytes");
  EXPECT_EQ(Train().at("FailureReason"),
            "ClientError: Data download failed:Failed to download data. "
            "s3://input/data/x/../../../../escape has a key that is no path of a file.");
}

TEST_F(SageMakerRunnersTest, ACommandProcesses) {
  Begin("processing",
        "cd $PORTSIDE_ROOT/opt/ml/processing; cp -r in/* out; echo \"$0 $1\" > out/arguments; "
        "cp ../config/processingjobconfig.json out; printf done > ../output/message");
  const Json job = Process();
  EXPECT_EQ(job.at("ProcessingJobStatus"), "Completed") << job;
  EXPECT_EQ(job.at("ExitMessage"), "done");
  EXPECT_EQ(app->ListKeys("s3://out/p"),
            (std::vector<std::string>{"p/a.csv", "p/arguments", "p/processingjobconfig.json",
                                      "p/sub/b.csv"}));
  EXPECT_EQ(app->GetObject("s3://out/p/arguments"), "first b c\n");
  EXPECT_EQ(
      Json::parse(app->GetObject("s3://out/p/processingjobconfig.json")).at("ProcessingJobName"),
      "p");
}

TEST_F(SageMakerRunnersTest, WhatAFailedOneWroteIsThereAllTheSame) {
  Begin("processing", "echo x > $PORTSIDE_ROOT/opt/ml/processing/out/x; exit 2");
  EXPECT_EQ(Process().at("FailureReason"), "AlgorithmError: , exit code: 2");
  EXPECT_TRUE(app->HasObject("s3://out/p/x"));
}

TEST_F(SageMakerRunnersTest, APathThatLeadsUpEndsAtTheRoot) {
  Begin("processing", "echo x > $PORTSIDE_ROOT/up/x");
  Json outputs = {{"Outputs",
                   {{{"OutputName", "r"},
                     {"S3Output",
                      {{"S3Uri", "s3://out/p"},
                       {"LocalPath", "/opt/ml/processing/../../../../../up"},
                       {"S3UploadMode", "EndOfJob"}}}}}}};
  EXPECT_EQ(Process({{"ProcessingOutputConfig", outputs}}).at("ProcessingJobStatus"), "Completed");
  EXPECT_TRUE(app->HasObject("s3://out/p/x"));
}

}  // namespace
}  // namespace portside::sagemaker
