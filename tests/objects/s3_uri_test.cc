// SPDX-License-Identifier: Apache-2.0

#include "portside/objects/s3_uri.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

struct UriCase {
  const char* text;
  const char* bucket;
  const char* key;
};

TEST(S3UriTest, TakesTheKeyAsItStands) {
  const UriCase cases[] = {
      {"s3://bucket", "bucket", ""},
      {"s3://bucket/", "bucket", ""},
      {"s3://bucket/a/b.csv", "bucket", "a/b.csv"},
      {"s3://bucket//a%20b/../c", "bucket", "/a%20b/../c"},
      {"https://s3.us-west-2.amazonaws.com/bucket/a/b", "bucket", "a/b"},
      {"https://s3-us-west-2.amazonaws.com/bucket/a", "bucket", "a"},
      {"https://s3.amazonaws.com/bucket", "bucket", ""},
      {"https://bucket.s3.us-west-2.amazonaws.com/a/b", "bucket", "a/b"},
      {"https://my.bucket.s3.amazonaws.com/a", "my.bucket", "a"},
      {"https://bucket.s3.cn-north-1.amazonaws.com.cn", "bucket", ""},
  };
  for (const UriCase& each : cases) {
    const auto uri = S3Uri::Parse(each.text);
    ASSERT_TRUE(uri) << each.text;
    EXPECT_EQ(uri->bucket, each.bucket) << each.text;
    EXPECT_EQ(uri->key, each.key) << each.text;
  }
}

TEST(S3UriTest, RefusesWhatIsNoPlaceInS3) {
  for (const char* text : {"", "s3:", "s3://", "s3:///key", "S3://bucket/key", "bucket/key",
                           "https://example.com/bucket/key", "https://s3.amazonaws.com/",
                           "https://.s3.amazonaws.com/key", "file:///etc/passwd"}) {
    EXPECT_FALSE(S3Uri::Parse(text)) << text;
  }
}

TEST(S3UriTest, JoinsWithOneSlash) {
  EXPECT_EQ((S3Uri{"b", ""}.Join("x")).ToString(), "s3://b/x");
  EXPECT_EQ((S3Uri{"b", "a"}.Join("x")).ToString(), "s3://b/a/x");
  EXPECT_EQ((S3Uri{"b", "a/"}.Join("x/y")).ToString(), "s3://b/a/x/y");
  EXPECT_EQ((S3Uri{"b", "a/"}.Join("/x")).ToString(), "s3://b/a/x");
  EXPECT_EQ((S3Uri{"b", ""}.Join("/x")).ToString(), "s3://b/x");
}

TEST(S3UriTest, IsWrittenAsItWasRead) {
  EXPECT_EQ(S3Uri::Parse("s3://bucket/a/")->ToString(), "s3://bucket/a/");
}

}  // namespace
}  // namespace portside
