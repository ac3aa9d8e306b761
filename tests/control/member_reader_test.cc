// SPDX-License-Identifier: Apache-2.0

#include "portside/control/member_reader.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

template <typename T>
std::string MessageOf(const ControlResult<T>& result) {
  if (result) return "";
  EXPECT_EQ(result.error().status, 400);
  return result.error().member + ": " + result.error().message;
}

TEST(MemberReader, ReadsWhatIsThere) {
  const Json object = {{"text", "t"},     {"choice", "b"},  {"number", 1.5},
                       {"integer", 7},    {"flag", true},   {"object", {{"x", 1}}},
                       {"array", {1, 2}}, {"null", nullptr}};
  MemberReader reader(object);
  EXPECT_EQ(*reader.Text("text"), "t");
  EXPECT_EQ(*reader.Choice("choice", {"a", "b"}), "b");
  EXPECT_EQ(*reader.Number("number", 0, 2), 1.5);
  EXPECT_EQ(*reader.Integer("integer", 0, 7), 7);
  EXPECT_EQ(*reader.Flag("flag"), true);
  EXPECT_EQ((*reader.Object("object"))->at("x"), 1);
  EXPECT_EQ((*reader.Array("array"))->size(), 2U);
  EXPECT_EQ(*reader.Text("null"), std::nullopt);
  EXPECT_EQ(*reader.Text("absent"), std::nullopt);
  EXPECT_EQ(*reader.RequiredText("text"), "t");
  EXPECT_TRUE(reader.Finish());
}

TEST(MemberReader, NamesTheMemberItsValueAndWhatIsAllowed) {
  const Json object = {{"a", 5}, {"b", "x"}, {"c", {{"d", 1}}}};
  MemberReader reader(object, "rules[0]");
  EXPECT_EQ(MessageOf(reader.Text("a")), "rules[0].a: rules[0].a is 5; it must be a string.");
  EXPECT_EQ(MessageOf(reader.Choice("b", {"y", "z"})),
            "rules[0].b: rules[0].b is \"x\"; allowed are y, z.");
  EXPECT_EQ(MessageOf(reader.Number("a", 0.5, 4)),
            "rules[0].a: rules[0].a is 5; it must be a number from 0.5 to 4.0.");
  EXPECT_EQ(MessageOf(reader.Integer("a", 0, 4)),
            "rules[0].a: rules[0].a is 5; it must be a whole number from 0 to 4.");
  EXPECT_EQ(MessageOf(reader.Flag("b")),
            "rules[0].b: rules[0].b is \"x\"; it must be true or false.");
  EXPECT_EQ(MessageOf(reader.Object("b")),
            "rules[0].b: rules[0].b is \"x\"; it must be an object.");
  EXPECT_EQ(MessageOf(reader.Array("c")),
            "rules[0].c: rules[0].c is {\"d\":1}; it must be an array.");
  EXPECT_EQ(MessageOf(reader.RequiredText("e")),
            "rules[0].e: rules[0].e is missing; it must be a string that is not empty.");
}

TEST(MemberReader, RefusesWhatNobodyAskedFor) {
  const Json object = {{"a", 1}, {"typo", 2}};
  MemberReader reader(object);
  EXPECT_TRUE(reader.Number("a", 0, 1));
  EXPECT_EQ(MessageOf(reader.Finish()), "typo: typo is 2; there is no such member; allowed are a.");
  const Json array = Json::array();
  EXPECT_EQ(MessageOf(MemberReader(array).Finish()), ": The body is []; it must be a JSON object.");
}

TEST(MemberReader, WholeNumbersAreWhole) {
  const Json object = {{"a", 1.0}, {"b", 18446744073709551615ULL}, {"c", "1"}};
  MemberReader reader(object);
  for (const char* name : {"a", "b", "c"}) {
    EXPECT_FALSE(reader.Integer(name, INT64_MIN, INT64_MAX)) << name;
  }
}

}  // namespace
}  // namespace portside
