// SPDX-License-Identifier: Apache-2.0

#include "services/glue/glue_fixture.h"

namespace portside::glue {
namespace {

using namespace std::chrono_literals;

class MlTaskRunsTest : public GlueTest {
 protected:
  void SetUp() override {
    CreateCatalog();
    transform_ = CreateTransform("t");
    PutLabels("labels.csv", std::string(kLabelHeader) + "0,A,1,Ann,Bern\n0,A,2,Anne,Bern\n");
  }

  std::string Import(const std::string& path = "s3://labels/labels.csv") {
    return Ok("StartImportLabelsTaskRun", {{"TransformId", transform_}, {"InputS3Path", path}})
        .at("TaskRunId");
  }

  std::string Export(const std::string& path = "s3://labels/out") {
    return Ok("StartExportLabelsTaskRun", {{"TransformId", transform_}, {"OutputS3Path", path}})
        .at("TaskRunId");
  }

  Json Get(const std::string& run) { return TaskRun(transform_, run); }

  std::string transform_;
};

TEST_F(MlTaskRunsTest, AnImportPassesThroughItsStates) {
  const std::string id = Import();
  EXPECT_THAT(id, ::testing::MatchesRegex("tsk-[0-9a-f]{40}"));
  const Json starting = Get(id);
  EXPECT_EQ(starting.at("Status"), "STARTING");
  EXPECT_EQ(starting.at("TaskRunId"), id);
  EXPECT_EQ(starting.at("TransformId"), transform_);
  EXPECT_EQ(starting.at("StartedOn"), starting.at("LastModifiedOn"));
  EXPECT_EQ(starting.at("Properties"), Json::parse(R"({
      "TaskType": "IMPORT_LABELS",
      "ImportLabelsTaskRunProperties": {"InputS3Path": "s3://labels/labels.csv", "Replace": false}
      })"));
  for (const char* later : {"CompletedOn", "ExecutionTime", "ErrorString", "LogGroupName"}) {
    EXPECT_FALSE(starting.contains(later)) << later;
  }

  app().Advance(300ms);
  EXPECT_EQ(Get(id).at("Status"), "RUNNING");
  EXPECT_FALSE(Get(id).contains("CompletedOn"));
  app().Advance(700ms);
  const Json done = Get(id);
  EXPECT_EQ(done.at("Status"), "SUCCEEDED");
  EXPECT_EQ(done.at("StartedOn"), starting.at("StartedOn"));
  EXPECT_DOUBLE_EQ(done.at("CompletedOn").get<double>(),
                   starting.at("StartedOn").get<double>() + 1);
  EXPECT_EQ(done.at("LastModifiedOn"), done.at("CompletedOn"));
  EXPECT_EQ(done.at("ExecutionTime"), 1);
  EXPECT_FALSE(done.contains("ErrorString"));
}

TEST_F(MlTaskRunsTest, ReplaceIsShownInTheProperties) {
  const std::string id = Ok("StartImportLabelsTaskRun", {{"TransformId", transform_},
                                                         {"InputS3Path", "s3://labels/labels.csv"},
                                                         {"ReplaceAllLabels", true}})
                             .at("TaskRunId");
  EXPECT_EQ(Get(id).at("Properties").at("ImportLabelsTaskRunProperties").at("Replace"), true);
}

TEST_F(MlTaskRunsTest, AnExportShowsItsProperties) {
  Import();
  app().Advance(1s);
  const std::string id = Export("s3://labels/out/");
  EXPECT_EQ(Get(id).at("Properties"), Json::parse(R"({
      "TaskType": "EXPORT_LABELS",
      "ExportLabelsTaskRunProperties": {"OutputS3Path": "s3://labels/out/"}})"));
}

TEST_F(MlTaskRunsTest, ImportsRefuseFilesThatCannotBeLabels) {
  PutLabels("empty.csv", "");
  PutLabels("big.csv", std::string(10 * 1024 * 1024 + 1, 'x'));
  app().CreateBucket("elsewhere", "eu-west-1");
  const struct {
    const char* path;
    const char* code;
    const char* message;
  } cases[] = {
      {"labels.csv", "InvalidInputException", "Invalid label file path."},
      {"", "InvalidInputException", "Invalid label file path."},
      {"http://labels/labels.csv", "InvalidInputException", "Invalid label file path."},
      {"s3://", "InvalidInputException", "Invalid label file path."},
      {"s3://labels", "InvalidInputException", "Invalid label file path."},
      {"s3://labels/", "InvalidInputException", "Invalid label file path."},
      {"s3://labels/folder/", "InvalidInputException", "Invalid label file path."},
      {"s3://La_bels/labels.csv", "InvalidInputException", "Invalid label file path."},
      {"s3://labels/empty.csv", "InvalidInputException", "Invalid label file of size 0."},
      {"s3://labels/big.csv", "ResourceNumberLimitExceededException",
       "Label file has exceeded the limit of 10 MB."},
      {"s3://elsewhere/labels.csv", "InvalidInputException",
       "S3 path provided is not in the same region as transform. Expecting region - us-east-1, "
       "but got - eu-west-1."},
  };
  for (const auto& [path, code, message] : cases) {
    ExpectError("StartImportLabelsTaskRun", {{"TransformId", transform_}, {"InputS3Path", path}},
                code, message);
  }
}

TEST_F(MlTaskRunsTest, ImportsNameTheFileThatIsNotThere) {
  for (const char* path : {"s3://labels/nothing.csv", "s3://no-such-bucket/labels.csv"}) {
    const ServiceError error =
        Error("StartImportLabelsTaskRun", {{"TransformId", transform_}, {"InputS3Path", path}});
    EXPECT_EQ(error.code, "InvalidInputException");
    EXPECT_THAT(error.message, ::testing::StartsWith("Cannot access the label file at " +
                                                     std::string(path) + ". "));
  }
}

TEST_F(MlTaskRunsTest, BucketsOfOtherAccountsAreNotReadOrWritten) {
  app().account = "111122223333";
  app().CreateBucket("theirs");
  app().PutObject("s3://theirs/labels.csv", std::string(kLabelHeader) + "0,A,1,Ann,Bern\n");
  app().account = kAccount;
  const ServiceError error =
      Error("StartImportLabelsTaskRun",
            {{"TransformId", transform_}, {"InputS3Path", "s3://theirs/labels.csv"}});
  EXPECT_EQ(error.code, "InvalidInputException");
  EXPECT_THAT(error.message, ::testing::HasSubstr("belongs to another account"));

  Import();
  app().Advance(1s);
  const std::string run = Export("s3://theirs/out");
  app().Advance(1s);
  EXPECT_EQ(Get(run).at("Status"), "FAILED");
  EXPECT_THAT(Get(run).at("ErrorString").get<std::string>(), ::testing::HasSubstr("theirs"));
}

TEST_F(MlTaskRunsTest, TransformsOfOtherAccountsAreNotFound) {
  app().account = "111122223333";
  ExpectError("StartExportLabelsTaskRun",
              {{"TransformId", transform_}, {"OutputS3Path", "s3://labels/out"}},
              "EntityNotFoundException",
              "Cannot find MLTransform in account 111122223333 with handle " + transform_ + ".");
}

TEST_F(MlTaskRunsTest, ImportsNeedARole) {
  for (const char* role : {"", "not a role", "arn:aws:s3:::bucket:x", "arn:aws:iam::0:user/me"}) {
    Json input = TransformInput(std::string("with ") + role);
    input["Role"] = role;
    const std::string id = Ok("CreateMLTransform", input).at("TransformId");
    ExpectError("StartImportLabelsTaskRun",
                {{"TransformId", id}, {"InputS3Path", "s3://labels/labels.csv"}},
                "InvalidInputException",
                std::string("Cannot use IAM role provided in the transform. Role: ") + role + ".");
  }
}

TEST_F(MlTaskRunsTest, ExportsNeedLabelsAndAPath) {
  ExpectError("StartExportLabelsTaskRun",
              {{"TransformId", transform_}, {"OutputS3Path", "s3://labels/out"}},
              "EntityNotFoundException",
              "No labelset exists for transformId " + transform_ + " in account id 000000000000.");
  Import();
  app().Advance(1s);
  for (const char* path : {"", "labels/out", "s3://", "s3:///out", "https://labels/out"}) {
    ExpectError(
        "StartExportLabelsTaskRun", {{"TransformId", transform_}, {"OutputS3Path", path}},
        "InvalidInputException",
        std::string("Invalid S3 output path: ") + path + ". The form is s3://bucket/folder.");
  }
  app().CreateBucket("elsewhere", "eu-west-1");
  EXPECT_THAT(Error("StartExportLabelsTaskRun",
                    {{"TransformId", transform_}, {"OutputS3Path", "s3://elsewhere/out"}})
                  .message,
              ::testing::HasSubstr("Expecting region - us-east-1, but got - eu-west-1."));
}

TEST_F(MlTaskRunsTest, AFourthLiveRunOfATransformIsRefused) {
  for (int i = 0; i < 3; ++i) Import();
  ExpectError("StartImportLabelsTaskRun",
              {{"TransformId", transform_}, {"InputS3Path", "s3://labels/labels.csv"}},
              "ResourceNumberLimitExceededException",
              "ML Task Runs count 4 has exceeded the transform limit of 3 task runs.");
  app().Advance(1s);
  Import();
}

TEST_F(MlTaskRunsTest, AThirtyFirstLiveRunOfAnAccountIsRefused) {
  for (int i = 0; i < 10; ++i) {
    transform_ = CreateTransform("u" + std::to_string(i));
    for (int j = 0; j < 3; ++j) Import();
  }
  transform_ = CreateTransform("v");
  ExpectError("StartImportLabelsTaskRun",
              {{"TransformId", transform_}, {"InputS3Path", "s3://labels/labels.csv"}},
              "ResourceNumberLimitExceededException",
              "ML Task Runs count 31 has exceeded the limit of 30 task runs.");
}

TEST_F(MlTaskRunsTest, UnknownTransformsAndRunsAreToldApart) {
  const std::string run = Import();
  const Json unknown_transform = {{"TransformId", "tfm-0"},
                                  {"TaskRunId", run},
                                  {"InputS3Path", "nothing"},
                                  {"OutputS3Path", "nothing"}};
  for (const char* operation : {"StartImportLabelsTaskRun", "StartExportLabelsTaskRun",
                                "GetMLTaskRun", "GetMLTaskRuns", "CancelMLTaskRun"}) {
    ExpectError(operation, unknown_transform, "EntityNotFoundException",
                "Cannot find MLTransform in account 000000000000 with handle tfm-0.");
  }
  for (const char* operation : {"GetMLTaskRun", "CancelMLTaskRun"}) {
    ExpectError(operation, {{"TransformId", transform_}, {"TaskRunId", "tsk-0"}},
                "EntityNotFoundException",
                "No ML Task Run found for tsk-0: in account 000000000000 for transform " +
                    transform_ + ".");
  }
  const std::string other = CreateTransform("other");
  EXPECT_EQ(Error("GetMLTaskRun", {{"TransformId", other}, {"TaskRunId", run}}).code,
            "EntityNotFoundException");
}

TEST_F(MlTaskRunsTest, ListsSortFilterAndPage) {
  const std::string first = Import();
  app().Advance(1s);
  const std::string second = Export();
  app().Advance(100ms);
  const std::string third = Import();
  const auto found = [&](Json input) {
    input["TransformId"] = transform_;
    std::vector<std::string> ids;
    const Json list = Ok("GetMLTaskRuns", input);
    for (const Json& run : list.at("TaskRuns")) ids.push_back(run.at("TaskRunId"));
    return ids;
  };
  const auto sorted = [&](const char* column, const char* direction) {
    return found({{"Sort", {{"Column", column}, {"SortDirection", direction}}}});
  };
  using Order = std::vector<std::string>;
  EXPECT_EQ(found(Json::object()), (Order{first, second, third}));
  EXPECT_EQ(sorted("STARTED", "DESCENDING"), (Order{third, second, first}));
  EXPECT_EQ(sorted("TASK_RUN_TYPE", "ASCENDING"), (Order{second, first, third}));
  EXPECT_EQ(sorted("STATUS", "DESCENDING"), (Order{first, third, second}));

  const double start = Get(second).at("StartedOn");
  EXPECT_EQ(found({{"Filter", {{"TaskRunType", "IMPORT_LABELS"}}}}), (Order{first, third}));
  EXPECT_EQ(found({{"Filter", {{"Status", "SUCCEEDED"}}}}), (Order{first}));
  EXPECT_EQ(found({{"Filter", {{"StartedAfter", start}}}}), (Order{third}));
  EXPECT_EQ(found({{"Filter", {{"StartedBefore", start}}}}), (Order{first}));
  EXPECT_EQ(found({{"Filter", {{"TaskRunType", "EVALUATION"}}}}), Order{});

  const Json page = Ok("GetMLTaskRuns", {{"TransformId", transform_}, {"MaxResults", 2}});
  EXPECT_EQ(page.at("TaskRuns").at(1), Get(second));
  EXPECT_EQ(found({{"MaxResults", 2}, {"NextToken", page.at("NextToken")}}), (Order{third}));
  const std::string other = CreateTransform("other");
  EXPECT_EQ(
      Error("GetMLTaskRuns", {{"TransformId", other}, {"NextToken", page.at("NextToken")}}).code,
      "InvalidInputException");
}

TEST_F(MlTaskRunsTest, LiveRunsCanBeCancelled) {
  for (const auto wait : {0ms, 300ms}) {
    const std::string id = Import();
    app().Advance(wait);
    const Json expected = {{"TransformId", transform_}, {"TaskRunId", id}, {"Status", "STOPPING"}};
    EXPECT_EQ(Ok("CancelMLTaskRun", {{"TransformId", transform_}, {"TaskRunId", id}}), expected);
    EXPECT_EQ(Ok("CancelMLTaskRun", {{"TransformId", transform_}, {"TaskRunId", id}}), expected);
    EXPECT_FALSE(Get(id).contains("CompletedOn"));

    app().Advance(300ms);
    const Json stopped = Get(id);
    EXPECT_EQ(stopped.at("Status"), "STOPPED");
    EXPECT_TRUE(stopped.contains("CompletedOn"));
    EXPECT_TRUE(stopped.contains("ExecutionTime"));
    EXPECT_FALSE(stopped.contains("ErrorString"));
  }
  app().Advance(5s);
  const Json transform = Ok("GetMLTransform", {{"TransformId", transform_}});
  EXPECT_EQ(transform.at("Status"), "NOT_READY");
  EXPECT_EQ(transform.at("LabelCount"), 0);
}

TEST_F(MlTaskRunsTest, CancellingAFinishedRunAnswersItsStatus) {
  const std::string id = Import();
  app().Advance(1s);
  const Json before = Get(id);
  EXPECT_EQ(Ok("CancelMLTaskRun", {{"TransformId", transform_}, {"TaskRunId", id}}).at("Status"),
            "SUCCEEDED");
  EXPECT_EQ(Get(id), before);
}

TEST_F(MlTaskRunsTest, DeletingATransformTakesItsRunsAndLabels) {
  const std::string done = Import();
  app().Advance(1s);
  const std::string running = Import();
  app().Advance(300ms);
  Ok("DeleteMLTransform", {{"TransformId", transform_}});
  EXPECT_EQ(Ok("GetMLTransform", {{"TransformId", transform_}}).at("Status"), "DELETING");
  for (const char* operation : {"StartImportLabelsTaskRun", "StartExportLabelsTaskRun"}) {
    EXPECT_EQ(Error(operation, {{"TransformId", transform_},
                                {"InputS3Path", "s3://labels/labels.csv"},
                                {"OutputS3Path", "s3://labels/out"}})
                  .code,
              "EntityNotFoundException");
  }
  app().Advance(5s);
  for (const std::string& run : {done, running}) {
    EXPECT_EQ(Error("GetMLTaskRun", {{"TransformId", transform_}, {"TaskRunId", run}}).code,
              "EntityNotFoundException");
  }
  EXPECT_EQ(GetObject("labels.csv").substr(0, 16), "labeling_set_id,");
}

}  // namespace
}  // namespace portside::glue
