// SPDX-License-Identifier: Apache-2.0

#include "services/glue/glue_fixture.h"

namespace portside::glue {
namespace {

class TagsTest : public GlueTest {
 protected:
  void SetUp() override { CreateCatalog(); }

  std::string TransformArn(const std::string& id) {
    return "arn:aws:glue:us-east-1:000000000000:mlTransform/" + id;
  }

  Json TagsOf(const std::string& arn) { return Ok("GetTags", {{"ResourceArn", arn}}).at("Tags"); }
};

TEST_F(TagsTest, TagsOfCreationAreKept) {
  Json input = TransformInput("t");
  input["Tags"] = {{"team", "data"}};
  const std::string arn =
      TransformArn(Ok("CreateMLTransform", input).at("TransformId").get<std::string>());
  EXPECT_EQ(TagsOf(arn), (Json{{"team", "data"}}));
}

TEST_F(TagsTest, TaggingAddsAndReplaces) {
  const std::string arn = TransformArn(CreateTransform("t"));
  EXPECT_EQ(TagsOf(arn), Json::object());
  Ok("TagResource", {{"ResourceArn", arn}, {"TagsToAdd", {{"a", "1"}, {"A", "2"}}}});
  Ok("TagResource", {{"ResourceArn", arn}, {"TagsToAdd", {{"a", "3"}, {"b", ""}}}});
  EXPECT_EQ(TagsOf(arn), (Json{{"a", "3"}, {"A", "2"}, {"b", ""}}));
}

TEST_F(TagsTest, UntaggingAMissingKeyIsNoError) {
  const std::string arn = TransformArn(CreateTransform("t"));
  Ok("TagResource", {{"ResourceArn", arn}, {"TagsToAdd", {{"a", "1"}, {"b", "2"}}}});
  Ok("UntagResource", {{"ResourceArn", arn}, {"TagsToRemove", {"a", "z"}}});
  EXPECT_EQ(TagsOf(arn), (Json{{"b", "2"}}));
}

TEST_F(TagsTest, TaggingIsNoModification) {
  const std::string id = CreateTransform("t");
  const Json before = Ok("GetMLTransform", {{"TransformId", id}});
  app().Advance(std::chrono::seconds(5));
  Ok("TagResource", {{"ResourceArn", TransformArn(id)}, {"TagsToAdd", {{"a", "1"}}}});
  EXPECT_EQ(Ok("GetMLTransform", {{"TransformId", id}}), before);
}

TEST_F(TagsTest, DatabasesCarryTags) {
  Ok("TagResource", {{"ResourceArn", "arn:aws:glue:us-east-1:000000000000:database/people"},
                     {"TagsToAdd", {{"a", "1"}}}});
  EXPECT_EQ(TagsOf("arn:aws:glue:us-east-1:000000000000:database/people"), (Json{{"a", "1"}}));
}

TEST_F(TagsTest, UnknownResourcesAreNotFound) {
  const std::string id = CreateTransform("t");
  for (const std::string& arn :
       {std::string("arn:aws:glue:us-east-1:000000000000:mlTransform/tfm-0"),
        std::string("arn:aws:glue:us-east-1:000000000000:mltransform/") + id,
        std::string("arn:aws:glue:us-west-2:000000000000:mlTransform/") + id,
        std::string("arn:aws:glue:us-east-1:111122223333:mlTransform/") + id,
        std::string("arn:aws:glue:us-east-1:000000000000:table/people/customers"),
        std::string("arn:aws:glue:us-east-1:000000000000:job/j")}) {
    EXPECT_EQ(Error("GetTags", {{"ResourceArn", arn}}).code, "EntityNotFoundException") << arn;
    EXPECT_EQ(Error("TagResource", {{"ResourceArn", arn}, {"TagsToAdd", {{"a", "b"}}}}).code,
              "EntityNotFoundException")
        << arn;
    EXPECT_EQ(Error("UntagResource", {{"ResourceArn", arn}, {"TagsToRemove", {"a"}}}).code,
              "EntityNotFoundException")
        << arn;
  }
}

TEST_F(TagsTest, ReservedKeysAndTooManyTagsAreRefused) {
  const std::string arn = TransformArn(CreateTransform("t"));
  EXPECT_EQ(Error("TagResource", {{"ResourceArn", arn}, {"TagsToAdd", {{"aws:x", "1"}}}}).code,
            "InvalidInputException");

  Json fifty = Json::object();
  for (int i = 0; i < 50; ++i) fifty["k" + std::to_string(i)] = "v";
  Ok("TagResource", {{"ResourceArn", arn}, {"TagsToAdd", fifty}});
  EXPECT_EQ(Error("TagResource", {{"ResourceArn", arn}, {"TagsToAdd", {{"one more", "v"}}}}).code,
            "InvalidInputException");
  Ok("TagResource", {{"ResourceArn", arn}, {"TagsToAdd", {{"k0", "other"}}}});
  EXPECT_EQ(TagsOf(arn).size(), 50U);
}

}  // namespace
}  // namespace portside::glue
