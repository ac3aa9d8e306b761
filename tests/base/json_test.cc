// SPDX-License-Identifier: Apache-2.0

#include "portside/base/json.h"

#include <gtest/gtest.h>

#include "portside/base/limits.h"

namespace portside {
namespace {

std::string Nested(int depth, std::string_view open, std::string_view inner,
                   std::string_view close) {
  std::string text;
  for (int i = 0; i < depth; ++i) text += open;
  text += inner;
  for (int i = 0; i < depth; ++i) text += close;
  return text;
}

TEST(ParseJson, ReadsADocument) {
  const auto value = ParseJson(R"( {"a": [1, 2.5, "x\"]}", null, true], "b": {}} )");
  ASSERT_TRUE(value);
  EXPECT_EQ((*value)["a"][0], 1);
  EXPECT_EQ((*value)["a"][2], "x\"]}");
  EXPECT_TRUE((*value)["b"].is_object());
}

TEST(ParseJson, KeepsTheLastOfDuplicateKeys) {
  EXPECT_EQ((*ParseJson(R"({"a":1,"a":2})"))["a"], 2);
}

TEST(ParseJson, RefusesWhatIsNotOneDocument) {
  const std::string_view nul_then_garbage("{}\0x", 4);
  for (const std::string_view text : {std::string_view(""),
                                      std::string_view(" "),
                                      std::string_view("{"),
                                      std::string_view("{}}"),
                                      std::string_view("{} {}"),
                                      std::string_view("{'a':1}"),
                                      std::string_view(R"({"a":1,})"),
                                      std::string_view("[NaN]"),
                                      std::string_view("[Infinity]"),
                                      std::string_view("[1e999]"),
                                      std::string_view("[01]"),
                                      std::string_view("/* c */ {}"),
                                      std::string_view("{} // c"),
                                      std::string_view("\"\xff\""),
                                      std::string_view("\"\xc0\xaf\""),
                                      std::string_view("\"\xed\xa0\x80\""),
                                      std::string_view("\"a\nb\""),
                                      std::string_view(R"("\ud800")"),
                                      std::string_view(R"("\x")"),
                                      std::string_view("\"\\"),
                                      nul_then_garbage}) {
    EXPECT_FALSE(ParseJson(text)) << text;
  }
}

TEST(ParseJson, BoundsNesting) {
  EXPECT_TRUE(ParseJson(Nested(limits::kJsonDepth, "[", "", "]")));
  EXPECT_FALSE(ParseJson(Nested(limits::kJsonDepth + 1, "[", "", "]")));
  EXPECT_TRUE(ParseJson(Nested(limits::kJsonDepth, R"({"k":)", "1", "}")));
  EXPECT_FALSE(ParseJson(Nested(limits::kJsonDepth + 1, R"({"k":)", "1", "}")));
  EXPECT_FALSE(ParseJson(std::string(1'000'000, '[')));
}

TEST(ParseJson, BracketsInStringsAreNotNesting) {
  const std::string brackets(1000, '[');
  EXPECT_EQ(*ParseJson("\"" + brackets + "\""), brackets);
  EXPECT_TRUE(ParseJson(R"(["\\", "\"[[", [], []])"));
}

TEST(DumpJson, IsCompactAndReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(DumpJson(Json{{"b", 1}, {"a", {1, 2}}}), R"({"a":[1,2],"b":1})");
  EXPECT_EQ(DumpJson(Json("a\xff")), "\"a\xEF\xBF\xBD\"");
}

TEST(StringOr, FallsBackWhereNoStringIs) {
  const Json object{{"s", "text"}, {"n", 1}};
  EXPECT_EQ(StringOr(object, "s"), "text");
  EXPECT_EQ(StringOr(object, "n", "x"), "x");
  EXPECT_EQ(StringOr(object, "absent"), "");
  EXPECT_EQ(StringOr(Json(1), "s", "x"), "x");
}

TEST(SetIfPresent, SkipsNull) {
  Json object = Json::object();
  SetIfPresent(object, "a", nullptr);
  SetIfPresent(object, "b", 0);
  EXPECT_EQ(object, (Json{{"b", 0}}));
}

}  // namespace
}  // namespace portside
