// SPDX-License-Identifier: Apache-2.0
//
// Labeling jobs: what they write, what they refuse, how they are listed and stopped.

#include <sstream>

#include "portside/formats/picture.h"
#include "services/sagemaker/sagemaker_fixture.h"

namespace portside::sagemaker {
namespace {

using testing::IsEmpty;

constexpr const char* kTeam = "arn:aws:sagemaker:us-west-2:123456789012:workteam/private-crowd/t";

class LabelingJobsTest : public SageMakerTest {
 protected:
  LabelingJobsTest() {
    app.PutObject("s3://data/labels.json", R"({"document-version":"2018-11-28",)"
                                           R"("labels":[{"label":"dog"},{"label":"cat"}]})");
    app.PutObject("s3://data/in.manifest",
                  "{\"source\":\"a b\", \"id\":7}\n\n{\"source\":\"c\",\"mood\":1}\n"
                  "{\"source\":\"d\"}");
  }

  static Json Input(const std::string& name, const std::string& function = "TextMultiClass") {
    const std::string lambda = "arn:aws:lambda:us-west-2:081040173940:function:";
    return {{"LabelingJobName", name},
            {"LabelAttributeName", "mood"},
            {"RoleArn", kRole},
            {"LabelCategoryConfigS3Uri", "s3://data/labels.json"},
            {"InputConfig",
             {{"DataSource", {{"S3DataSource", {{"ManifestS3Uri", "s3://data/in.manifest"}}}}}}},
            {"OutputConfig", {{"S3OutputPath", "s3://out/labels"}}},
            {"HumanTaskConfig",
             {{"WorkteamArn", kTeam},
              {"UiConfig", {{"UiTemplateS3Uri", "s3://data/ui.html"}}},
              {"PreHumanTaskLambdaArn", lambda + "PRE-" + function},
              {"AnnotationConsolidationConfig",
               {{"AnnotationConsolidationLambdaArn", lambda + "ACS-" + function}}},
              {"TaskTitle", "Mood"},
              {"TaskDescription", "Which is it"},
              {"NumberOfHumanWorkersPerDataObject", 1},
              {"TaskTimeLimitInSeconds", 60}}}};
  }
  Json Describe(const std::string& name) {
    return Call("DescribeLabelingJob", {{"LabelingJobName", name}});
  }
  Json Run(const Json& input) {
    Call("CreateLabelingJob", input);
    app.Advance(1s);
    return Describe(input.at("LabelingJobName"));
  }
  std::vector<std::string> Lines(const std::string& job) {
    const std::string text =
        app.GetObject("s3://out/labels/" + job + "/manifests/output/output.manifest");
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
  }
};

TEST_F(LabelingJobsTest, EveryObjectGetsALabel) {
  Json input = Input("job");
  EXPECT_EQ(
      Call("CreateLabelingJob", input),
      Json({{"LabelingJobArn", "arn:aws:sagemaker:us-west-2:123456789012:labeling-job/job"}}));
  Json job = Describe("job");
  EXPECT_EQ(job["LabelingJobStatus"], "Initializing");
  EXPECT_EQ(job["LabelCounters"], Json({{"TotalLabeled", 0},
                                        {"HumanLabeled", 0},
                                        {"MachineLabeled", 0},
                                        {"FailedNonRetryableError", 0},
                                        {"Unlabeled", 0}}));
  EXPECT_EQ(job["JobReferenceCode"].get<std::string>().size(), 28U);
  EXPECT_EQ(job["OutputConfig"], Json({{"S3OutputPath", "s3://out/labels"}, {"KmsKeyId", ""}}));
  app.Advance(1s);
  job = Describe("job");
  EXPECT_EQ(job["LabelingJobStatus"], "Completed");
  EXPECT_EQ(job["LabelCounters"]["TotalLabeled"], 3);
  EXPECT_EQ(job["LabelCounters"]["HumanLabeled"], 3);
  EXPECT_EQ(job["LabelingJobOutput"],
            Json({{"OutputDatasetS3Uri", "s3://out/labels/job/manifests/output/output.manifest"}}));

  const std::vector<std::string> lines = Lines("job");
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_TRUE(lines[0].starts_with(R"({"source":"a b", "id":7,"mood":)")) << lines[0];
  std::vector<std::string> names;
  for (const std::string& line : lines) {
    const Json object = Json::parse(line);
    const Json& metadata = object["mood-metadata"];
    names.push_back(metadata["class-name"]);
    EXPECT_EQ(object["mood"], names.back() == "dog" ? 0 : 1);
    EXPECT_EQ(metadata["job-name"], "labeling-job/job");
    EXPECT_EQ(metadata["type"], "groundtruth/text-classification");
    EXPECT_EQ(metadata["human-annotated"], "yes");
    EXPECT_EQ(metadata["confidence"], 0.0);
    EXPECT_EQ(metadata["creation-date"].get<std::string>().size(), 26U);
  }
  EXPECT_NE(names[0], names[1]);
  EXPECT_EQ(names[0], names[2]);
}

TEST_F(LabelingJobsTest, BoxesAreInPicturesThatCanBeRead) {
  app.PutObject("s3://data/a.png", WritePng({.width = 8,
                                             .height = 4,
                                             .channels = 3,
                                             .bits = 8,
                                             .samples = std::vector<std::uint16_t>(96, 9)}));
  app.PutObject("s3://data/b.jpg", WriteJpeg({.width = 16,
                                              .height = 8,
                                              .channels = 1,
                                              .bits = 8,
                                              .samples = std::vector<std::uint16_t>(128, 9)}));
  app.PutObject("s3://data/in.manifest", R"({"source-ref":"s3://data/a.png"})"
                                         "\n"
                                         R"({"source-ref":"s3://data/gone.png"})"
                                         "\n"
                                         R"({"source-ref":"s3://data/b.jpg"})");
  const Json job = Run(Input("boxes", "BoundingBox"));
  EXPECT_EQ(job["LabelCounters"]["TotalLabeled"], 2);
  EXPECT_EQ(job["LabelCounters"]["FailedNonRetryableError"], 1);
  const std::vector<std::string> lines = Lines("boxes");
  const Json png = Json::parse(lines[0]);
  EXPECT_EQ(png["mood"]["image_size"], Json({{{"width", 8}, {"height", 4}, {"depth", 3}}}));
  EXPECT_EQ(png["mood"]["annotations"][0]["width"], 4);
  EXPECT_EQ(png["mood-metadata"]["type"], "groundtruth/object-detection");
  EXPECT_EQ(png["mood-metadata"]["objects"], Json({{{"confidence", 0.0}}}));
  const std::string answers = "s3://out/labels/boxes/annotations/worker-response/iteration-1/";
  const Json answer = Json::parse(app.GetObject("s3://out/" + app.ListKeys(answers + "2/").at(0)));
  EXPECT_EQ(answer["answers"][0]["answerContent"]["boundingBox"]["inputImageProperties"],
            Json({{"width", 16}, {"height", 8}}));
  EXPECT_TRUE(
      answer["answers"][0]["answerContent"]["boundingBox"]["boundingBoxes"][0].contains("label"));
  EXPECT_TRUE(app.ListKeys(answers + "1/").empty());
  const Json gone = Json::parse(lines[1]);
  EXPECT_FALSE(gone.contains("mood"));
  EXPECT_EQ(gone["mood-metadata"]["human-annotated"], "no");
  EXPECT_EQ(Json::parse(lines[2])["mood"]["image_size"],
            Json({{{"width", 16}, {"height", 8}, {"depth", 1}}}));
}

TEST_F(LabelingJobsTest, TheAnswersOfWorkersAreKept) {
  Json input = Input("kept");
  input["HumanTaskConfig"]["NumberOfHumanWorkersPerDataObject"] = 2;
  input["StoppingConditions"] = {{"MaxHumanLabeledObjectCount", 2}};
  Run(input);
  const std::string folder = "s3://out/labels/kept/annotations/";
  std::vector<std::string> keys = app.ListKeys(folder);
  ASSERT_EQ(keys.size(), 5U) << Json(keys);
  const std::string time = keys[0].substr(keys[0].rfind('/') + 1);
  EXPECT_THAT(time, testing::MatchesRegex("....-..-.._..:..:..\\.json"));
  const auto read = [&](const std::string& rest) {
    return Json::parse(app.GetObject(folder + rest + time));
  };

  const Json answers = read("worker-response/iteration-1/1/").at("answers");
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_NE(answers[0].at("workerId"), answers[1].at("workerId"));
  EXPECT_THAT(answers[0].at("workerId").get<std::string>(),
              testing::StartsWith("private.us-west-2."));
  const Json manifest = Json::parse(Lines("kept")[1]);
  const Json content = {{"crowd-classifier", {{"label", manifest["mood-metadata"]["class-name"]}}}};
  EXPECT_EQ(answers[0].at("answerContent"), content);

  const Json request = read("consolidated-annotation/consolidation-request/iteration-1/");
  ASSERT_EQ(request.size(), 2U);
  EXPECT_EQ(request[1].at("datasetObjectId"), "1");
  EXPECT_EQ(request[1].at("dataObject"), Json({{"content", "c"}}));
  EXPECT_EQ(request[1].at("annotations")[1].at("workerId"), answers[1].at("workerId"));
  EXPECT_EQ(
      Json::parse(
          request[1].at("annotations")[0].at("annotationData").at("content").get<std::string>()),
      content);
  const Json response = read("consolidated-annotation/consolidation-response/iteration-1/");
  EXPECT_EQ(response[1].at("consolidatedAnnotation").at("content"),
            Json({{"mood", manifest["mood"]}, {"mood-metadata", manifest["mood-metadata"]}}));
  const std::string objects = app.GetObject(folder + "intermediate/1/annotations.json");
  const Json first = Json::parse(objects.substr(0, objects.find('\n')));
  EXPECT_EQ(first,
            Json({{"datasetObjectId", "0"}, {"manifestLine", "{\"source\":\"a b\", \"id\":7}"}}));
}

TEST_F(LabelingJobsTest, ConditionsAndStopsLeaveObjectsUnlabeled) {
  Json input = Input("some", "TextMultiClassMultiLabel");
  input["StoppingConditions"] = {{"MaxPercentageOfInputDatasetLabeled", 70}};
  const Json some = Run(input);
  EXPECT_EQ(some["LabelCounters"]["TotalLabeled"], 2);
  EXPECT_EQ(some["LabelCounters"]["Unlabeled"], 1);
  EXPECT_EQ(Lines("some")[2], R"({"source":"d"})");
  EXPECT_TRUE(Json::parse(Lines("some")[0])["mood-metadata"].contains("confidence-map"));

  Call("CreateLabelingJob", Input("halted"));
  Call("StopLabelingJob", {{"LabelingJobName", "halted"}});
  EXPECT_EQ(Describe("halted")["LabelingJobStatus"], "Stopping");
  app.Advance(1s);
  const Json halted = Describe("halted");
  EXPECT_EQ(halted["LabelingJobStatus"], "Stopped");
  EXPECT_EQ(halted["LabelCounters"]["Unlabeled"], 3);
  EXPECT_EQ(Lines("halted")[0], R"({"source":"a b", "id":7})");
  EXPECT_THAT(app.ListKeys("s3://out/labels/halted/annotations/"), IsEmpty());
  ExpectError("StopLabelingJob", {{"LabelingJobName", "halted"}}, "ValidationException",
              "The request was rejected because the labeling job is in status Stopped.");
}

TEST_F(LabelingJobsTest, WhatCannotBeIsRefused) {
  Call("CreateLabelingJob", Input("Job"));
  ExpectError("CreateLabelingJob", Input("jOB"), "ResourceInUse",
              "Labeling job with name jOB already exists.");
  ExpectError("DescribeLabelingJob", {{"LabelingJobName", "gone"}}, "ValidationException",
              "Could not find labeling job with name gone.");
  Json input = Input("x");
  input["LabelAttributeName"] = "a-metadata";
  ExpectError("CreateLabelingJob", input, "ValidationException", "must not end with -metadata");
  ExpectError("CreateLabelingJob", Input("x", "SemanticSegmentation"), "ValidationException",
              "For this task type it must end with -ref.");
  ExpectError("CreateLabelingJob", Input("x", "NamedEntityRecognition"), "NotImplementedException",
              "ACS-NamedEntityRecognition");
  input = Input("x");
  input["HumanTaskConfig"]["UiConfig"] = Json::object();
  ExpectError("CreateLabelingJob", input, "ValidationException", "UiConfig needs one of");
  input = Input("x");
  input.erase("LabelCategoryConfigS3Uri");
  ExpectError("CreateLabelingJob", input, "ValidationException", "LabelCategoryConfigS3Uri is");
}

TEST_F(LabelingJobsTest, FailuresSayWhatToMend) {
  app.PutObject("s3://data/in.manifest", "{\"source\":\"a\"}\n{\"text\":\"b\"}\n");
  const Json job = Run(Input("bad"));
  EXPECT_EQ(job["LabelingJobStatus"], "Failed");
  EXPECT_EQ(job["FailureReason"],
            "ClientError: Line 2 of the manifest s3://data/in.manifest is no "
            "JSON object with source-ref or source.");
  app.PutObject("s3://data/labels.json", "[]");
  EXPECT_THAT(Run(Input("empty"))["FailureReason"].get<std::string>(),
              testing::StartsWith("ClientError: The label category configuration "
                                  "s3://data/labels.json has no labels."));
}

TEST_F(LabelingJobsTest, AreListedAndListedForAWorkTeam) {
  Run(Input("a"));
  Run(Input("b"));
  const Json list = Call("ListLabelingJobs", {{"SortBy", "Name"}, {"SortOrder", "Descending"}});
  const Json& first = list["LabelingJobSummaryList"][0];
  EXPECT_EQ(first["LabelingJobName"], "b");
  EXPECT_EQ(first["WorkteamArn"], kTeam);
  EXPECT_EQ(first["LabelCounters"]["TotalLabeled"], 3);
  const Json team = Call("ListLabelingJobsForWorkteam", {{"WorkteamArn", kTeam}});
  EXPECT_EQ(team["LabelingJobSummaryList"].size(), 2U);
  const Json& of_team = team["LabelingJobSummaryList"][0];
  EXPECT_EQ(of_team["WorkRequesterAccountId"], "123456789012");
  EXPECT_EQ(of_team["LabelCounters"],
            Json({{"HumanLabeled", 3}, {"PendingHuman", 0}, {"Total", 3}}));
  const std::string code = of_team["JobReferenceCode"];
  EXPECT_EQ(Call("ListLabelingJobsForWorkteam",
                 {{"WorkteamArn", kTeam},
                  {"JobReferenceCodeContains", code.substr(3, 20)}})["LabelingJobSummaryList"]
                .size(),
            1U);
  EXPECT_THAT(Call("ListLabelingJobsForWorkteam",
                   {{"WorkteamArn", std::string(kTeam) + "-2"}})["LabelingJobSummaryList"],
              IsEmpty());
}

}  // namespace
}  // namespace portside::sagemaker
