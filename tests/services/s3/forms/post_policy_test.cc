// SPDX-License-Identifier: Apache-2.0

#include "services/s3/forms/post_policy.h"

#include <gtest/gtest.h>

#include "services/s3/forms/form_driver.h"

namespace portside::s3 {
namespace {

using FieldList = std::vector<std::pair<std::string, std::string>>;

S3Result<SizeRange> Check(const std::string& policy, FieldList fields) {
  fields.emplace_back("policy", policy);
  return CheckPolicy({std::move(fields), "file.txt"}, "bkt", VirtualClock().Now());
}

// "" where the form passes.
std::string MessageOf(const std::string& policy, FieldList fields = {}) {
  const S3Result<SizeRange> checked = Check(policy, std::move(fields));
  return checked ? "" : checked.error().message;
}

TEST(PostPolicyTest, EveryFormOfConditionCanBeMet) {
  const std::string policy = PolicyOf(R"([{"bucket": "bkt"}, ["eq", "$ACL", "private"],
      ["StArTs-WiTh", "$key", "user/"], ["starts-with", "$Content-Type", ""],
      {"X-Amz-Meta-A": "1"}, ["content-length-range", 1, "10"]])");
  const S3Result<SizeRange> range = Check(policy, {{"Key", "user/eric/a"},
                                                   {"acl", "private"},
                                                   {"Content-type", "text/csv"},
                                                   {"x-amz-meta-a", "1"},
                                                   {"x-amz-signature", "s"},
                                                   {"AWSAccessKeyId", "k"},
                                                   {"signature", "s"},
                                                   {"x-ignore-this", "?"}});
  ASSERT_TRUE(range) << range.error().message;
  EXPECT_EQ(range->min, 1);
  EXPECT_EQ(range->max, 10);
}

TEST(PostPolicyTest, AConditionThatFailsIsShown) {
  const FieldList fields = {{"key", "user/a"}, {"Content-Type", "image/png,text/plain"}};
  const std::pair<const char*, const char*> cases[] = {
      {R"([{"key": "x"}])", R"(["eq", "$key", "x"])"},
      {R"([{"KEY": "User/a"}])", R"(["eq", "$KEY", "User/a"])"},
      {R"([["Eq","$key","user/b"]])", R"(["Eq", "$key", "user/b"])"},
      {R"([["starts-with","$key","users"]])", R"(["starts-with", "$key", "users"])"},
      {R"([["eq","key","user/a"]])", R"(["eq", "key", "user/a"])"},
      {R"([["eq","$key","a\"b\\\u00e9"]])", "[\"eq\", \"$key\", \"a\\\"b\\\\\xC3\xA9\"]"},
      {R"([{"bucket": "other"}])", R"(["eq", "$bucket", "other"])"},
      {R"([["starts-with","$acl",""]])", R"(["starts-with", "$acl", ""])"},
      {R"([["starts-with","$content-type","image/"]])",
       R"(["starts-with", "$content-type", "image/"])"},
      {R"([["content-length-range","test","10"]])", R"(["content-length-range", "test", "10"])"},
      {R"([["content-length-range",1,"ten"]])", R"(["content-length-range", 1, "ten"])"},
  };
  for (const auto& [conditions, shown] : cases) {
    EXPECT_EQ(MessageOf(PolicyOf(conditions), fields),
              std::string("Invalid according to Policy: Policy Condition failed: ") + shown);
  }
  const S3Error error = Check(PolicyOf(R"([{"key": "x"}])"), fields).error();
  EXPECT_EQ(error.code, "AccessDenied");
  EXPECT_EQ(error.status, 403);
}

TEST(PostPolicyTest, ContentTypesAreAList) {
  const std::string policy = PolicyOf(R"([["starts-with","$Content-Type","image/"]])");
  EXPECT_EQ(MessageOf(policy, {{"Content-Type", "image/png,image/gif, image/jpg"}}), "");
}

TEST(PostPolicyTest, TheBucketIsTheOneOfTheAddress) {
  EXPECT_EQ(MessageOf(PolicyOf(R"([["starts-with","$bucket","b"]])"), {{"bucket", "other"}}), "");
  EXPECT_NE(MessageOf(PolicyOf(R"([{"bucket":"other"}])"), {{"bucket", "other"}}), "");
}

TEST(PostPolicyTest, EveryFieldNeedsACondition) {
  EXPECT_EQ(MessageOf(PolicyOf(R"([{"key": "k"}])"), {{"key", "k"}, {"Name", "file.txt"}}),
            "Invalid according to Policy: Extra input fields: name");
  EXPECT_EQ(MessageOf(PolicyOf("[]"), {{"x-amz-credential", "c"}}),
            "Invalid according to Policy: Extra input fields: x-amz-credential");
}

TEST(PostPolicyTest, AnOldPolicyIsRefused) {
  const std::string old = R"({"expiration": "2023-12-31T23:59:59.999Z", "conditions": []})";
  EXPECT_EQ(MessageOf(Base64Encode(old)), "Invalid according to Policy: Policy expired.");
  const std::string now = R"({"expiration": "2024-01-01T00:00:00.000Z", "conditions": []})";
  EXPECT_EQ(MessageOf(Base64Encode(now)), "");
}

TEST(PostPolicyTest, WhatIsNoPolicySaysWhy) {
  const std::pair<const char*, const char*> documents[] = {
      {"", "Invalid JSON."},
      {"{", "Invalid JSON."},
      {"[]", "Invalid JSON."},
      {R"({"conditions": []})", "Policy missing expiration."},
      {R"({"expiration": "2024-01-01T01:00:00Z"})", "Policy missing conditions."},
      {R"({"EXPIRATION": "2024-01-01T01:00:00Z", "conditions": []})", "Unexpected: 'expiration'"},
      {R"({"Statement": []})", "Unexpected: 'statement'"},
      {R"({"expiration": "2024-01-01 01:00:00Z", "conditions": []})",
       "Invalid 'expiration' value: '2024-01-01 01:00:00Z'"},
      {R"({"expiration": "2024-01-01T01:00:00+02:00", "conditions": []})",
       "Invalid 'expiration' value: '2024-01-01T01:00:00+02:00'"},
      {R"({"expiration": 7, "conditions": []})", "Invalid 'expiration' value: '7'"},
  };
  for (const auto& [document, message] : documents) {
    EXPECT_EQ(MessageOf(Base64Encode(document)), std::string("Invalid Policy: ") + message);
  }
  EXPECT_EQ(MessageOf("not base64!"), "Invalid Policy: invalid Base64 encoding.");
  const S3Error error = Check("e30=", {}).error();
  EXPECT_EQ(error.code, "InvalidPolicyDocument");
  EXPECT_EQ(error.status, 400);
}

TEST(PostPolicyTest, WhatIsNoConditionSaysWhy) {
  const std::pair<const char*, const char*> cases[] = {
      {"{}", "Invalid 'conditions' value: must be a List."},
      {"[1]", "Invalid condition test: must be a List or Object."},
      {"[{}]",
       "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified."},
      {R"([{"a": "b", "c": "d"}])",
       "Invalid Simple-Condition: Simple-Conditions must have exactly one property specified."},
      {R"([{"a": 1}])", "Invalid Simple-Condition: value must be a string."},
      {R"([{"a": null}])", "Invalid JSON."},
      {"[[]]", "Invalid Condition: missing operation identifier."},
      {R"([["ends-with", "$a", "b"]])", "Invalid Condition: unknown operation 'ends-with'."},
      {R"([["eq", "$a"]])", "Invalid eq: wrong number of arguments."},
      {R"([["content-length-range", 0]])",
       "Invalid content-length-range: wrong number of arguments."},
      {R"([["eq", "$a", 1]])", "Invalid JSON."},
      {R"([["content-length-range", 0, 512.0]])", "Invalid JSON."},
  };
  for (const auto& [conditions, message] : cases) {
    EXPECT_EQ(MessageOf(PolicyOf(conditions)), std::string("Invalid Policy: ") + message);
  }
}

TEST(PostPolicyTest, SizesAreWithinEveryRange) {
  const S3Result<SizeRange> range =
      Check(PolicyOf(R"([["content-length-range", 5, 10], ["content-length-range", 0, 8]])"), {});
  ASSERT_TRUE(range);
  EXPECT_TRUE(CheckSize(*range, 5));
  EXPECT_TRUE(CheckSize(*range, 8));
  const S3Error large = CheckSize(*range, 9).error();
  EXPECT_EQ(large.code, "EntityTooLarge");
  EXPECT_EQ(large.status, 400);
  EXPECT_EQ(large.message, "Your proposed upload exceeds the maximum allowed size");
  EXPECT_EQ(large.elements, (Fields{{"ProposedSize", "9"}, {"MaxSizeAllowed", "8"}}));
  const S3Error small = CheckSize(*range, 1).error();
  EXPECT_EQ(small.code, "EntityTooSmall");
  EXPECT_EQ(small.status, 400);
  EXPECT_EQ(small.message, "Your proposed upload is smaller than the minimum allowed size");
  EXPECT_EQ(small.elements, (Fields{{"ProposedSize", "1"}, {"MinSizeAllowed", "5"}}));
}

TEST(PostPolicyTest, BoundsBeyondAllNumbersAreTheLargest) {
  const S3Result<SizeRange> range =
      Check(PolicyOf(R"([["content-length-range", -1, 18446744073709551615]])"), {});
  ASSERT_TRUE(range);
  EXPECT_TRUE(CheckSize(*range, 0));
  EXPECT_TRUE(CheckSize(*range, 1ULL << 40));
}

}  // namespace
}  // namespace portside::s3
