// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/runtime/data_capture.h"

#include "services/sagemaker/runtime/runtime_fixture.h"

namespace portside::sagemaker {
namespace {

class DataCaptureTest : public RuntimeTest {
 protected:
  void ServeCapturing(int percentage, const Json& more = Json::object()) {
    Json config = Config("e");
    config["DataCaptureConfig"] = {
        {"InitialSamplingPercentage", percentage},
        {"DestinationS3Uri", "s3://out/captured"},
        {"CaptureOptions", {{{"CaptureMode", "Input"}}, {{"CaptureMode", "Output"}}}},
        {"CaptureContentTypeHeader", {{"CsvContentTypes", {"text/csv"}}}}};
    config["DataCaptureConfig"].update(more);
    Serve("e", config);
    Answer({{"body", "{}"}});
  }
  std::vector<Json> Lines() {
    std::vector<Json> lines;
    for (const std::string& key : app.ListKeys("s3://out/captured/")) {
      std::istringstream text(app.GetObject("s3://out/" + key));
      for (std::string line; std::getline(text, line);) lines.push_back(Json::parse(line));
    }
    return lines;
  }
};

TEST_F(DataCaptureTest, CallsOfASecondAreLinesOfAnObject) {
  ServeCapturing(100);
  Invoke("e", "1,2", {{"Content-Type", "text/csv"}, {"X-Amzn-SageMaker-Inference-Id", "mine"}});
  Invoke("e", "3,4", {{"Content-Type", "text/csv"}});
  EXPECT_TRUE(app.ListKeys("s3://out/captured/").empty());
  app.Advance(2s);
  const auto keys = app.ListKeys("s3://out/captured/");
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_THAT(keys[0], testing::MatchesRegex("captured/e/all/[0-9]{4}/[0-9]{2}/[0-9]{2}/[0-9]{2}/"
                                             "[0-9]{2}-[0-9]{2}-[0-9]{3}-[0-9a-f-]{36}[.]jsonl"));
  const auto lines = Lines();
  ASSERT_EQ(lines.size(), 2U);
  const Json& data = lines[0].at("captureData");
  EXPECT_EQ(data.at("endpointInput"), (Json{{"observedContentType", "text/csv"},
                                            {"mode", "INPUT"},
                                            {"data", "1,2"},
                                            {"encoding", "CSV"}}));
  EXPECT_EQ(data.at("endpointOutput").at("encoding"), "BASE64");
  EXPECT_EQ(data.at("endpointOutput").at("data"), "e30=");
  EXPECT_EQ(lines[0].at("eventMetadata").at("inferenceId"), "mine");
  EXPECT_EQ(lines[0].at("eventVersion"), "0");
  EXPECT_FALSE(lines[1].at("eventMetadata").contains("inferenceId"));
  EXPECT_EQ(app.resources().Count({"sagemaker::data_capture", app.account, app.region}), 0);
}

TEST_F(DataCaptureTest, OnlyItsShareIsCaptured) {
  ServeCapturing(50);
  for (int call = 0; call < 40; ++call) Invoke("e");
  app.Advance(2s);
  EXPECT_GT(Lines().size(), 8U);
  EXPECT_LT(Lines().size(), 32U);
}

TEST_F(DataCaptureTest, NothingIsCapturedWhereItIsOff) {
  ServeCapturing(100, {{"EnableCapture", false}});
  Invoke("e");
  app.Advance(2s);
  EXPECT_TRUE(Lines().empty());
}

TEST_F(DataCaptureTest, WhatCannotBeWrittenIsDropped) {
  ServeCapturing(100, {{"DestinationS3Uri", "s3://nowhere/captured"}});
  EXPECT_EQ(Invoke("e").status, 200);
  app.Advance(2s);
  EXPECT_EQ(app.resources().Count({"sagemaker::data_capture", app.account, app.region}), 0);
}

}  // namespace
}  // namespace portside::sagemaker
