// SPDX-License-Identifier: Apache-2.0
//
// What cases in JSON cannot say: bytes that are no UTF-8, and that what is written is read again.

#include "portside/protocol/json_codec.h"

#include <gtest/gtest.h>

#include <string>

namespace portside {
namespace {

std::string Quoted(std::string_view text) {
  std::string out = "before";
  AppendJsonString(text, out);
  return out.substr(6);
}

TEST(JsonCodecTest, EveryByteOfAsciiIsReadBackAsItself) {
  for (int c = 0; c < 128; ++c) {
    const std::string text = "a" + std::string(1, static_cast<char>(c)) + "b";
    const auto read = ParseJson(Quoted(text));
    ASSERT_TRUE(read) << c;
    EXPECT_EQ(read->get<std::string>(), text) << c;
  }
}

TEST(JsonCodecTest, ControlsAreEscapedAndDeleteIsNot) {
  EXPECT_EQ(Quoted(std::string("\0\x1f\x7f", 3)), "\"\\u0000\\u001f\x7f\"");
}

TEST(JsonCodecTest, BytesThatAreNotUtf8AreReplaced) {
  EXPECT_EQ(Quoted("a\xff\"b"), "\"a\xef\xbf\xbd\\\"b\"");
}

TEST(JsonCodecTest, ErrorsEscapeTheirMessage) {
  const auto model = LoadEmbeddedModel("glue");
  const ServiceError error("EntityNotFoundException", 400, "no \"x\"\n", {{"Flag", true}});
  EXPECT_EQ(ErrorBody(model->FindError(error.code), error, true),
            R"({"__type":"EntityNotFoundException","Message":"no \"x\"\n","Flag":true})");
  EXPECT_EQ(ErrorBody(model->FindError(error.code), error, false),
            R"({"Message":"no \"x\"\n","Flag":true})");
}

TEST(JsonCodecTest, TheLastLongIsALong) {
  const auto model = LoadEmbeddedModel("sagemaker");
  const Shape& runtime =
      *model->FindOperation("CreateCompilationJob")->input->FindMember("StoppingCondition")->shape;
  const auto is_read = [&](const std::string& number) {
    Json input = Json::parse("{\"MaxRuntimeInSeconds\":" + number + "}");
    return ReadJsonInput(runtime, model->options(), input).has_value();
  };
  EXPECT_TRUE(is_read("2147483647"));
  EXPECT_FALSE(is_read("2147483648"));
  Shape longs = runtime;
  Shape number;
  number.type = ShapeType::kLong;
  longs.members.front().shape = &number;
  const struct {
    const char* text;
    bool fits;
  } cases[] = {{"9223372036854775807", true},   {"9223372036854775808", false},
               {"-9223372036854775808", true},  {"-9223372036854777856", false},
               {"18446744073709551615", false}, {"9223372036854775807.0", false}};
  for (const auto& [text, fits] : cases) {
    Json input = Json::parse("{\"MaxRuntimeInSeconds\":" + std::string(text) + "}");
    EXPECT_EQ(ReadJsonInput(longs, model->options(), input).has_value(), fits) << text;
  }
}

TEST(JsonCodecTest, WhatIsWrittenIsReadAsTheSame) {
  const auto model = LoadEmbeddedModel("sagemaker_geospatial");
  const Shape& shape = *model->FindOperation("StartEarthObservationJob")->input;
  const Json input = Json::parse(R"({
    "Name": "j", "ExecutionRoleArn": "r", "Tags": {"a": "b", "ä": ""},
    "JobConfig": {"BandMathConfig": {"PredefinedIndices": ["NDVI"]}},
    "InputConfig": {"RasterDataCollectionQuery": {
      "RasterDataCollectionArn": "a", "TimeRangeFilter": {"StartTime": 5.5, "EndTime": 7.25},
      "PropertyFilters": {"Properties": [
        {"Property": {"EoCloudCover": {"LowerBound": 0, "UpperBound": 0.1}}}]},
      "AreaOfInterest": {"AreaOfInterestGeometry": {"PolygonGeometry": {
        "Coordinates": [[[-114.529, 36.142], [1e-7, 12345678.9]]]}}}}}
  })");
  std::string text;
  WriteJson(shape, model->options(), input, text);
  std::optional<Json> read = ParseJson(text);
  ASSERT_TRUE(read) << text;
  ASSERT_TRUE(ReadJson(shape, model->options(), *read));
  EXPECT_EQ(*read, input);
}

}  // namespace
}  // namespace portside
