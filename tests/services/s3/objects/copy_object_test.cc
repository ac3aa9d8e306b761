// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>

#include "services/s3/s3_driver.h"

namespace portside {
namespace {

class CopyObjectTest : public ::testing::Test {
 protected:
  void SetUp() override {
    s3_.MakeBucket("bkt");
    s3_.MakeBucket("other");
    ASSERT_EQ(s3_.Put("/bkt/src%20k%2B%C3%A9", "bytes",
                      {{"Content-Type", "text/csv"},
                       {"x-amz-meta-a", "b"},
                       {"Cache-Control", "no-cache"},
                       {"x-amz-tagging", "t=1"},
                       {"x-amz-storage-class", "GLACIER"}})
                  .status,
              200);
  }
  S3Answer Copy(const std::string& source, const std::string& target, HeaderList headers = {}) {
    headers.emplace_back("x-amz-copy-source", source);
    return s3_.Send("PUT", target, headers);
  }
  S3Driver s3_;
};

TEST_F(CopyObjectTest, TakesTheSourceHoweverItIsWritten) {
  for (const char* source : {"bkt/src k+\xC3\xA9", "bkt/src k+\xE9", "/bkt/src k+\xC3\xA9",
                             "bkt/src%20k%2B%C3%A9", "/bkt/src%20k%2B%C3%A9?versionId=null"}) {
    const S3Answer copied = Copy(source, "/other/copy");
    ASSERT_EQ(copied.status, 200) << source << copied.body;
    EXPECT_EQ(copied.Element("ETag"), "&quot;4b3a6218bb3e3a7303e8a171a60fcf92&quot;");
    EXPECT_EQ(copied.Element("LastModified"), "2024-01-01T00:00:00.000Z");
    EXPECT_NE(copied.Element("ChecksumCRC64NVME"), "");
    EXPECT_EQ(s3_.Get("/other/copy").body, "bytes");
  }
}

TEST_F(CopyObjectTest, CopiesMetadataAndTagsButNotTheStorageClass) {
  Copy("bkt/src%20k%2B%C3%A9", "/bkt/copy", {{"Content-Type", "ignored/here"}});
  const S3Answer got = s3_.Get("/bkt/copy");
  EXPECT_EQ(got.Header("Content-Type"), "text/csv");
  EXPECT_EQ(got.Header("x-amz-meta-a"), "b");
  EXPECT_EQ(got.Header("Cache-Control"), "no-cache");
  EXPECT_EQ(got.Header("x-amz-tagging-count"), "1");
  EXPECT_EQ(got.Header("x-amz-storage-class"), "");
}

TEST_F(CopyObjectTest, ReplacesThemOnRequest) {
  Copy("bkt/src%20k%2B%C3%A9", "/bkt/copy",
       {{"x-amz-metadata-directive", "REPLACE"},
        {"x-amz-tagging-directive", "REPLACE"},
        {"x-amz-tagging", "u=2&v=3"},
        {"Content-Type", "text/plain"},
        {"x-amz-meta-c", "d"}});
  const S3Answer got = s3_.Get("/bkt/copy");
  EXPECT_EQ(got.Header("Content-Type"), "text/plain");
  EXPECT_EQ(got.Header("x-amz-meta-a"), "");
  EXPECT_EQ(got.Header("x-amz-meta-c"), "d");
  EXPECT_EQ(got.Header("Cache-Control"), "");
  EXPECT_EQ(got.Header("x-amz-tagging-count"), "2");
  EXPECT_EQ(Copy("bkt/src%20k%2B%C3%A9", "/bkt/copy", {{"x-amz-metadata-directive", "MERGE"}})
                .Element("Code"),
            "InvalidArgument");
}

TEST_F(CopyObjectTest, ACopyOntoItselfMustChangeSomething) {
  s3_.Put("/bkt/key", "x");
  const S3Answer same = Copy("bkt/key", "/bkt/key");
  EXPECT_EQ(same.status, 400);
  EXPECT_EQ(same.Element("Code"), "InvalidRequest");
  EXPECT_EQ(same.Element("Message"),
            "This copy request is illegal because it is trying to copy an object to itself without "
            "changing the object's metadata, storage class, website redirect location or "
            "encryption attributes.");
  const S3Answer changed =
      Copy("bkt/key", "/bkt/key", {{"x-amz-metadata-directive", "REPLACE"}, {"x-amz-meta-n", "1"}});
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(s3_.Get("/bkt/key").Header("x-amz-meta-n"), "1");
  EXPECT_EQ(s3_.Get("/bkt/key").body, "x");
}

TEST_F(CopyObjectTest, SourcesThatAreNone) {
  EXPECT_EQ(Copy("bkt/none", "/bkt/copy").Element("Code"), "NoSuchKey");
  EXPECT_EQ(Copy("none/key", "/bkt/copy").Element("Code"), "NoSuchBucket");
  for (const char* source : {"bkt", "bkt/", "/", "/bkt"}) {
    const S3Answer answer = Copy(source, "/bkt/copy");
    EXPECT_EQ(answer.Element("Code"), "InvalidArgument") << source;
    EXPECT_EQ(answer.Element("Message"), "Invalid copy source object key");
  }
}

TEST_F(CopyObjectTest, ConditionsOnTheSource) {
  s3_.Put("/bkt/key", "x");
  const std::string etag = s3_.Get("/bkt/key").Header("ETag");
  EXPECT_EQ(Copy("bkt/key", "/bkt/c", {{"x-amz-copy-source-if-match", etag}}).status, 200);
  EXPECT_EQ(Copy("bkt/key", "/bkt/c", {{"x-amz-copy-source-if-none-match", etag}}).status, 412);
  const S3Answer failed = Copy("bkt/key", "/bkt/c", {{"x-amz-copy-source-if-match", "\"no\""}});
  EXPECT_EQ(failed.status, 412);
  EXPECT_EQ(failed.Element("Condition"), "x-amz-copy-source-If-Match");
}

}  // namespace
}  // namespace portside
