// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/sagemaker_fixture.h"

namespace portside::sagemaker {
namespace {

constexpr const char* kArn = "arn:aws:sagemaker:us-west-2:123456789012:compilation-job/comp";

Json Tag(const std::string& key, const std::string& value) {
  return {{"Key", key}, {"Value", value}};
}

class TagsTest : public SageMakerTest {
 protected:
  TagsTest() {
    Json input = CompilationInput("comp");
    input["Tags"] = {Tag("stage", "test"), Tag("owner", "me")};
    Call("CreateCompilationJob", input);
  }

  Json TagsOf(const std::string& arn) { return Call("ListTags", {{"ResourceArn", arn}})["Tags"]; }
};

TEST_F(TagsTest, TagsOfCreateAreListed) {
  EXPECT_EQ(TagsOf(kArn), Json({Tag("owner", "me"), Tag("stage", "test")}));
  app.Advance(1s);
  Json input = PackagingInput("pack");
  input["Tags"] = Json::array({Tag("a", "")});
  Call("CreateEdgePackagingJob", input);
  EXPECT_EQ(TagsOf("arn:aws:sagemaker:us-west-2:123456789012:edge-packaging-job/pack"),
            Json::array({Tag("a", "")}));
}

TEST_F(TagsTest, AddOverwritesAndAnswersAllTags) {
  const Json output =
      Call("AddTags", {{"ResourceArn", kArn}, {"Tags", {Tag("owner", "you"), Tag("new", "1")}}});
  EXPECT_EQ(output["Tags"], Json({Tag("new", "1"), Tag("owner", "you"), Tag("stage", "test")}));
  EXPECT_EQ(TagsOf(kArn), output["Tags"]);
}

TEST_F(TagsTest, DeleteTakesKeysThatAreNotThere) {
  EXPECT_EQ(Call("DeleteTags", {{"ResourceArn", kArn}, {"TagKeys", {"owner", "none"}}}),
            Json::object());
  EXPECT_EQ(TagsOf(kArn), Json::array({Tag("stage", "test")}));
}

TEST_F(TagsTest, TagsDoNotDisturbARunningJob) {
  app.Advance(500ms);
  Call("AddTags", {{"ResourceArn", kArn}, {"Tags", {Tag("new", "1"), Tag("other", "2")}}});
  app.Advance(500ms);
  EXPECT_EQ(DescribeCompilation("comp")["CompilationJobStatus"], "COMPLETED");
  EXPECT_EQ(TagsOf(kArn).size(), 4U);
}

TEST_F(TagsTest, UnknownArnsDoNotExist) {
  const std::vector<std::string> arns = {
      "arn:aws:sagemaker:us-west-2:123456789012:compilation-job/none",
      "arn:aws:sagemaker:us-west-2:123456789012:compilation-job/COMP",
      "arn:aws:sagemaker:us-west-2:123456789012:model/comp",
      "arn:aws:sagemaker:eu-west-1:123456789012:compilation-job/comp"};
  for (const std::string& arn : arns) {
    ExpectError("ListTags", {{"ResourceArn", arn}}, "ValidationException",
                "Resource does not exist.");
    ExpectError("AddTags", {{"ResourceArn", arn}, {"Tags", Json::array()}}, "ValidationException",
                "Resource does not exist.");
    ExpectError("DeleteTags", {{"ResourceArn", arn}, {"TagKeys", Json::array({"a"})}},
                "ValidationException", "Resource does not exist.");
  }
  app.account = "210987654321";
  ExpectError("ListTags", {{"ResourceArn", kArn}}, "ValidationException",
              "Resource does not exist.");
}

TEST_F(TagsTest, ReservedKeysAreRefused) {
  ExpectError("AddTags", {{"ResourceArn", kArn}, {"Tags", Json::array({Tag("aws:x", "1")})}},
              "ValidationException", "aws: prefixed tag key names");
  Json input = CompilationInput("other");
  input["Tags"] = Json::array({Tag("AWS:x", "1")});
  ExpectError("CreateCompilationJob", input, "ValidationException", "aws: prefixed tag key names");
}

TEST_F(TagsTest, FiftyTagsAreTheMost) {
  Json tags = Json::array();
  for (int i = 0; i < 48; ++i) tags.push_back(Tag("key-" + std::to_string(i), "1"));
  Call("AddTags", {{"ResourceArn", kArn}, {"Tags", tags}});
  EXPECT_EQ(TagsOf(kArn).size(), 50U);
  ExpectError("AddTags", {{"ResourceArn", kArn}, {"Tags", Json::array({Tag("more", "1")})}},
              "ValidationException", "at most 50 tags");
  EXPECT_EQ(TagsOf(kArn).size(), 50U);
  Call("AddTags", {{"ResourceArn", kArn}, {"Tags", Json::array({Tag("stage", "2")})}});
}

TEST_F(TagsTest, ListTagsIsOnePage) {
  ExpectError("ListTags", {{"ResourceArn", kArn}, {"MaxResults", 49}}, "ValidationException",
              "Member must have value greater than or equal to 50");
  ExpectError("ListTags", {{"ResourceArn", kArn}, {"NextToken", "abc"}}, "ValidationException",
              "Invalid NextToken.");
  const Json output = Call("ListTags", {{"ResourceArn", kArn}, {"MaxResults", 50}});
  EXPECT_FALSE(output.contains("NextToken"));
}

}  // namespace
}  // namespace portside::sagemaker
