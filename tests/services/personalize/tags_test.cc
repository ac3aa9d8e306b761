// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/fixture.h"

namespace portside::personalize {
namespace {

Json Tag(const std::string& key, const std::string& value) {
  return {{"tagKey", key}, {"tagValue", value}};
}

Json ManyTags(int count, const std::string& prefix = "k") {
  Json tags = Json::array();
  for (int i = 0; i < count; ++i) tags.push_back(Tag(prefix + std::to_string(i), ""));
  return tags;
}

class TagsTest : public PersonalizeTest {
 protected:
  Json TagsOf(const std::string& arn) {
    return Do("ListTagsForResource", {{"resourceArn", arn}}).at("tags");
  }
};

TEST_F(TagsTest, TagsComeWithCreateAndAreListedOnlyHere) {
  Do("CreateDatasetGroup", {{"name", "g"}, {"tags", {Tag("team", "a"), Tag("Team", "b")}}});
  const std::string arn = Named("dataset-group/g");
  EXPECT_EQ(TagsOf(arn), Json::array({Tag("Team", "b"), Tag("team", "a")}));
  const Json group = Do("DescribeDatasetGroup", {{"datasetGroupArn", arn}}).at("datasetGroup");
  EXPECT_FALSE(group.contains("tags"));
}

TEST_F(TagsTest, TagAndUntagChangeThem) {
  const std::string arn = MakeGroup("g");
  EXPECT_EQ(TagsOf(arn), Json::array());
  Do("TagResource", {{"resourceArn", arn}, {"tags", {Tag("a", "1"), Tag("b", "2")}}});
  Do("TagResource", {{"resourceArn", arn}, {"tags", {Tag("a", "3")}}});
  EXPECT_EQ(TagsOf(arn), Json::array({Tag("a", "3"), Tag("b", "2")}));
  Do("UntagResource", {{"resourceArn", arn}, {"tagKeys", {"a", "none"}}});
  EXPECT_EQ(TagsOf(arn), Json::array({Tag("b", "2")}));
}

TEST_F(TagsTest, EveryKindButSchemasHasTags) {
  const std::string schema = MakeSchema("s", kItemsSchema);
  const std::string dataset = MakeDataset(MakeGroup("g"), "ITEMS", schema);
  const Json job = Import(dataset, "j", "ITEM_ID,PRICE,GENRES\n");
  for (const std::string& arn : {dataset, job.at("datasetImportJobArn").get<std::string>()}) {
    Do("TagResource", {{"resourceArn", arn}, {"tags", {Tag("a", "1")}}});
    EXPECT_EQ(TagsOf(arn).size(), 1u);
  }
  EXPECT_THAT(Try("TagResource", {{"resourceArn", schema}, {"tags", {Tag("a", "1")}}}),
              Refused("InvalidInputException", schema));
  EXPECT_THAT(Try("ListTagsForResource", {{"resourceArn", Named("dataset/g/USERS")}}),
              Refused("ResourceNotFoundException", Named("dataset/g/USERS")));
}

TEST_F(TagsTest, AResourceHasFiftyTagsAtMost) {
  EXPECT_THAT(Try("CreateDatasetGroup", {{"name", "g"}, {"tags", ManyTags(51)}}),
              Refused("TooManyTagsException", "50"));
  Do("CreateDatasetGroup", {{"name", "g"}, {"tags", ManyTags(50)}});
  const std::string arn = Named("dataset-group/g");
  EXPECT_THAT(Try("TagResource", {{"resourceArn", arn}, {"tags", {Tag("more", "")}}}),
              Refused("TooManyTagsException", "50"));
  Do("TagResource", {{"resourceArn", arn}, {"tags", {Tag("k0", "new")}}});
  Json keys = Json::array();
  for (int i = 0; i < 51; ++i) keys.push_back("k" + std::to_string(i));
  EXPECT_THAT(Try("UntagResource", {{"resourceArn", arn}, {"tagKeys", keys}}),
              Refused("TooManyTagKeysException", "50"));
  EXPECT_EQ(TagsOf(arn).size(), 50u);
}

TEST_F(TagsTest, ReservedAndRepeatedKeysAreRefused) {
  EXPECT_THAT(Try("CreateDatasetGroup", {{"name", "g"}, {"tags", {Tag("aws:x", "")}}}),
              Refused("InvalidInputException", "aws:"));
  EXPECT_THAT(Try("CreateDatasetGroup", {{"name", "g"}, {"tags", {Tag("a", "1"), Tag("a", "2")}}}),
              Refused("InvalidInputException", "'a' appears more than once"));
}

TEST_F(TagsTest, WhatIsBeingDeletedKeepsItsTags) {
  const std::string arn = MakeGroup("g");
  Do("DeleteDatasetGroup", {{"datasetGroupArn", arn}});
  EXPECT_THAT(Try("TagResource", {{"resourceArn", arn}, {"tags", {Tag("a", "1")}}}),
              Refused("ResourceInUseException", arn));
}

}  // namespace
}  // namespace portside::personalize
