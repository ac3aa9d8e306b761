// SPDX-License-Identifier: Apache-2.0

#include "portside/aws/arn.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

TEST(Arn, RoundTrips) {
  for (const char* text : {"arn:aws:personalize:us-west-2:123456789012:dataset-group/movies",
                           "arn:aws:s3:::bucket/a:b", "arn:aws:personalize:::recipe/aws-sims",
                           "arn:aws-cn:glue:cn-north-1:1:x:y/z"}) {
    const auto arn = Arn::Parse(text);
    ASSERT_TRUE(arn) << text;
    EXPECT_EQ(arn->ToString(), text);
  }
}

TEST(Arn, NamesItsParts) {
  const Arn arn = *Arn::Parse("arn:aws:sagemaker-geospatial:us-west-2:123456789012:job/a/b");
  EXPECT_EQ(arn.partition, "aws");
  EXPECT_EQ(arn.service, "sagemaker-geospatial");
  EXPECT_EQ(arn.region, "us-west-2");
  EXPECT_EQ(arn.account, "123456789012");
  EXPECT_EQ(arn.resource, "job/a/b");
  EXPECT_EQ(arn.ResourceName(), "a/b");
  EXPECT_EQ(Arn::Parse("arn:aws:sns:r:1:topic")->ResourceName(), "topic");
}

TEST(Arn, RefusesOtherTexts) {
  for (const char* text : {"", "arn", "arn:", "arn:aws:s3::", "arn:aws:s3:::", "arn::s3:::b",
                           "arn:aws::::b", "ARN:aws:s3:::b", "urn:aws:s3:::b"}) {
    EXPECT_FALSE(Arn::Parse(text)) << text;
  }
}

TEST(MakeArn, ChoosesThePartitionByRegion) {
  EXPECT_EQ(MakeArn("glue", "us-east-1", "1", "table/x"), "arn:aws:glue:us-east-1:1:table/x");
  EXPECT_EQ(MakeArn("glue", "cn-north-1", "1", "x"), "arn:aws-cn:glue:cn-north-1:1:x");
  EXPECT_EQ(MakeArn("glue", "us-gov-west-1", "1", "x"), "arn:aws-us-gov:glue:us-gov-west-1:1:x");
}

}  // namespace
}  // namespace portside
