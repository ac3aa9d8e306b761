// SPDX-License-Identifier: Apache-2.0

#include "portside/model/pattern.h"

#include <gtest/gtest.h>

#include <string>

#include "portside/model/service_model.h"

namespace portside {
namespace {

Pattern Compiled(std::string text, std::string_view match = "", std::string_view reject = "") {
  auto pattern = Pattern::Compile(std::move(text), match, reject);
  if (!pattern) throw std::runtime_error(pattern.error());
  return std::move(*pattern);
}

TEST(PatternTest, ALazyOneIsCompiledWhenItIsFirstNeeded) {
  EXPECT_TRUE(Pattern::Lazy("[a-z]+").Matches("abc"));
  EXPECT_FALSE(Pattern::Lazy("(?!-)[a-z-]+", "[a-z-]+", "-.*").Matches("-abc"));
  const Pattern broken = Pattern::Lazy("(?<!x)a");
  EXPECT_EQ(broken.text(), "(?<!x)a");
  EXPECT_THROW((void)broken.Matches("a"), std::logic_error);
}

TEST(PatternTest, TheWholeValueMustMatchWithOrWithoutAnchors) {
  for (const char* text : {"[a-z]+", "^[a-z]+", "^[a-z]+$"}) {
    const Pattern pattern = Compiled(text);
    EXPECT_TRUE(pattern.Matches("abc")) << text;
    EXPECT_FALSE(pattern.Matches("abc1")) << text;
    EXPECT_FALSE(pattern.Matches("1abc")) << text;
    EXPECT_FALSE(pattern.Matches("abc\n")) << text;
    EXPECT_FALSE(pattern.Matches("")) << text;
    EXPECT_EQ(pattern.text(), text);
  }
}

TEST(PatternTest, MatchStandsInForATextThatRe2CannotRead) {
  const Pattern pattern = Compiled(R"([\u0020-\uD7FF]*)", R"([\x{20}-\x{D7FF}]*)");
  EXPECT_TRUE(pattern.Matches("größe"));
  EXPECT_FALSE(pattern.Matches("a\x01"));
  EXPECT_EQ(pattern.text(), R"([\u0020-\uD7FF]*)");
}

TEST(PatternTest, RejectRefusesWhatItMatchesAsAWhole) {
  const Pattern pattern = Compiled("(?!^[0-9]+$)[a-z0-9]+", "[a-z0-9]+", "[0-9]+");
  EXPECT_TRUE(pattern.Matches("a1"));
  EXPECT_TRUE(pattern.Matches("1a"));
  EXPECT_FALSE(pattern.Matches("11"));
}

TEST(PatternTest, AFormThatDoesNotCompileIsAnErrorThatShowsIt) {
  const auto pattern = Pattern::Compile("(?<!x)a");
  ASSERT_FALSE(pattern);
  EXPECT_NE(pattern.error().find("(?<!x)a"), std::string::npos);
  EXPECT_FALSE(Pattern::Compile("a", "(", ""));
  EXPECT_FALSE(Pattern::Compile("a", "", "("));
}

TEST(PatternTest, NestedRepetitionAnswersPromptly) {
  const Pattern pattern = Compiled("^([0-9]+)+$");
  EXPECT_FALSE(pattern.Matches(std::string(100'000, '0') + "!"));
}

TEST(PatternTest, BytesThatAreNotUtf8DoNotMatch) { EXPECT_FALSE(Compiled(".*").Matches("\xff")); }

struct RealCase {
  const char* service;
  const char* shape;
  const char* value;
  bool matches;
};

TEST(PatternTest, TheModelsPatternsTakeAndRefuseRealValues) {
  const RealCase cases[] = {
      {"glue", "NameString", "tom\tjerry", true},
      {"glue", "NameString", "two\nlines", false},
      {"glue", "NameString", "\xf0\x9f\x91\x8d", true},  // outside the BMP
      {"glue", "NameString", "\xef\xbf\xbe", false},     // U+FFFE
      {"glue", "NameString", "\x01", false},
      {"glue", "DescriptionString", "two\r\nlines", true},
      {"glue", "GlueResourceArn", "arn:aws:glue:us-east-1:000000000000:mlTransform/tfm-1", true},
      {"glue", "GlueResourceArn", "arn:aws:s3:::b", false},
      {"personalize", "TagKey", "Größe/1", true},
      {"personalize", "TagKey", "a#b", false},
      {"personalize", "Name", "movies-1_a", true},
      {"personalize", "Name", "-movies", false},
      {"personalize", "S3Location", "s3://bucket/path", true},
      {"personalize", "S3Location", "bucket/path", false},
      {"sagemaker", "EntityName", "pack-1", true},
      {"sagemaker", "EntityName", "a_b", false},
      {"sagemaker", "EdgeVersion", "1.0 beta_2", true},
      {"sagemaker", "EdgeVersion", "1-0", false},
      {"sagemaker", "TagKey", "team: a", true},
      {"sagemaker_geospatial", "S3Uri", "s3://bucket", true},
      {"sagemaker_geospatial", "S3Uri", "nos3", false},
      {"sagemaker_geospatial", "EarthObservationJobArn",
       "arn:aws:sagemaker-geospatial:us-west-2:000000000000:earth-observation-job/abcdefghijkl",
       true},
      {"sagemaker_geospatial", "EarthObservationJobArn", "bad", false},
  };
  for (const RealCase& c : cases) {
    const auto model = LoadEmbeddedModel(c.service);
    const Shape* shape = model->FindShape(c.shape);
    ASSERT_NE(shape, nullptr) << c.service << " " << c.shape;
    ASSERT_NE(shape->constraints.pattern, nullptr) << c.service << " " << c.shape;
    EXPECT_EQ(shape->constraints.pattern->Matches(c.value), c.matches)
        << c.service << " " << c.shape << " " << c.value;
  }
}

}  // namespace
}  // namespace portside
