// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>

#include "services/s3/s3_driver.h"

namespace portside {
namespace {

std::string TagXml(const std::vector<std::pair<std::string, std::string>>& tags) {
  std::string xml = "<Tagging><TagSet>";
  for (const auto& [key, value] : tags) {
    xml += "<Tag><Key>" + key + "</Key><Value>" + value + "</Value></Tag>";
  }
  return xml + "</TagSet></Tagging>";
}

class TaggingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    s3_.MakeBucket("bkt");
    s3_.Put("/bkt/key", "x");
  }
  S3Driver s3_;
};

TEST_F(TaggingTest, TagsOfObjects) {
  EXPECT_EQ(s3_.Put("/bkt/key?tagging", TagXml({{"b", "2"}, {"a", "one two"}})).status, 200);
  EXPECT_EQ(s3_.Get("/bkt/key?tagging").body,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<Tagging xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><TagSet>"
            "<Tag><Key>a</Key><Value>one two</Value></Tag><Tag><Key>b</Key><Value>2</Value></Tag>"
            "</TagSet></Tagging>");
  EXPECT_EQ(s3_.Get("/bkt/key").Header("x-amz-tagging-count"), "2");
  EXPECT_EQ(s3_.Send("DELETE", "/bkt/key?tagging").status, 204);
  const S3Answer none = s3_.Get("/bkt/key?tagging");
  EXPECT_EQ(none.status, 200);
  EXPECT_EQ(none.Elements("Key"), "");
  EXPECT_EQ(s3_.Get("/bkt/none?tagging").Element("Code"), "NoSuchKey");
}

TEST_F(TaggingTest, TagsOfBuckets) {
  const S3Answer none = s3_.Get("/bkt?tagging");
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(none.Element("Code"), "NoSuchTagSet");
  EXPECT_EQ(none.Element("Message"), "The TagSet does not exist");
  EXPECT_EQ(s3_.Put("/bkt?tagging", TagXml({{"a", "1"}})).status, 204);
  EXPECT_EQ(s3_.Get("/bkt?tagging").Element("Value"), "1");
  EXPECT_EQ(s3_.Send("DELETE", "/bkt?tagging").status, 204);
  EXPECT_EQ(s3_.Get("/bkt?tagging").status, 404);
}

TEST_F(TaggingTest, TagsThatAreNone) {
  std::vector<std::pair<std::string, std::string>> eleven;
  for (int i = 0; i < 11; ++i) eleven.emplace_back("k" + std::to_string(i), "v");
  const std::tuple<std::string, const char*, const char*> cases[] = {
      {TagXml({{"", "v"}}), "InvalidTag", "The TagKey you have provided is invalid"},
      {TagXml({{std::string(129, 'k'), "v"}}), "InvalidTag",
       "The TagKey you have provided is invalid"},
      {TagXml({{"a,b", "v"}}), "InvalidTag", "The TagKey you have provided is invalid"},
      {TagXml({{"k", std::string(257, 'v')}}), "InvalidTag",
       "The TagValue you have provided is invalid"},
      {TagXml({{"k", "1"}, {"k", "2"}}), "InvalidTag",
       "Cannot provide multiple Tags with the same key"},
      {TagXml(eleven), "BadRequest", "Object tags cannot be greater than 10"},
      {"<Tagging/>", "MalformedXML",
       "The XML you provided was not well-formed or did not validate against our published schema"},
  };
  for (const auto& [body, code, message] : cases) {
    const S3Answer answer = s3_.Put("/bkt/key?tagging", body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer.Element("Code"), code) << body;
    EXPECT_EQ(answer.Element("Message"), message);
  }
  EXPECT_EQ(
      s3_.Put("/bkt/key?tagging", TagXml({{std::string(128, 'k'), std::string(256, 'v')}})).status,
      200);
}

}  // namespace
}  // namespace portside
