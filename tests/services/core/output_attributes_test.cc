// SPDX-License-Identifier: Apache-2.0

#include "portside/services/core/output_attributes.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

TEST(OutputAttributesTest, AKeyIsShownAsItsArn) {
  Resource job;
  job.account = "123456789012";
  job.region = "eu-west-1";
  const struct {
    const char* key;
    const char* shown;
  } cases[] = {
      {"1234abcd", "arn:aws:kms:eu-west-1:123456789012:key/1234abcd"},
      {"alias/mine", "arn:aws:kms:eu-west-1:123456789012:alias/mine"},
      {"arn:aws:kms:us-east-1:9:key/1", "arn:aws:kms:us-east-1:9:key/1"},
  };
  for (const auto& [key, shown] : cases) {
    const ObjectAttributes attributes = OutputAttributes(job, "text/csv", key);
    EXPECT_EQ(attributes.content_type, "text/csv");
    EXPECT_EQ(attributes.headers.at("x-amz-server-side-encryption"), "aws:kms");
    EXPECT_EQ(attributes.headers.at("x-amz-server-side-encryption-aws-kms-key-id"), shown);
  }
  EXPECT_TRUE(OutputAttributes(job, "text/csv", "").headers.empty());
}

}  // namespace
}  // namespace portside
