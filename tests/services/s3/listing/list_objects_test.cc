// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>

#include "portside/base/encoding.h"
#include "services/s3/s3_driver.h"

namespace portside {
namespace {

class ListObjectsTest : public ::testing::Test {
 protected:
  void SetUp() override { s3_.MakeBucket("bkt"); }
  void Put(const std::vector<std::string>& keys) {
    for (const std::string& key : keys) {
      ASSERT_EQ(s3_.Put("/bkt/" + PercentEncode(key, "/"), "x").status, 200);
    }
  }
  S3Driver s3_;
};

TEST_F(ListObjectsTest, TheSecondVersionInFull) {
  Put({"a/b", "c"});
  EXPECT_EQ(
      s3_.Get("/bkt?list-type=2&delimiter=%2F").body,
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bkt</Name>"
      "<Prefix></Prefix><KeyCount>2</KeyCount><MaxKeys>1000</MaxKeys><Delimiter>/</Delimiter>"
      "<IsTruncated>false</IsTruncated>"
      "<Contents><Key>c</Key><LastModified>2024-01-01T00:00:00.000Z</LastModified>"
      "<ETag>&quot;9dd4e461268c8034f5c8564e155c67a6&quot;</ETag>"
      "<ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType>"
      "<Size>1</Size><StorageClass>STANDARD</StorageClass></Contents>"
      "<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes></ListBucketResult>");
}

TEST_F(ListObjectsTest, TheFirstVersionNamesTheOwner) {
  Put({"a", "b", "c"});
  const S3Answer page = s3_.Get("/bkt?max-keys=2");
  EXPECT_EQ(page.Elements("Key"), "a b");
  EXPECT_EQ(page.Element("IsTruncated"), "true");
  EXPECT_EQ(page.Element("ID").size(), 64u);
  EXPECT_EQ(page.body.find("DisplayName"), std::string::npos);
  EXPECT_EQ(page.body.find("KeyCount"), std::string::npos);
  // Without a delimiter, clients go on from the last key.
  EXPECT_EQ(page.body.find("NextMarker"), std::string::npos);
  const S3Answer rest = s3_.Get("/bkt?marker=b");
  EXPECT_EQ(rest.Elements("Key"), "c");
  EXPECT_EQ(rest.Element("Marker"), "b");
}

TEST_F(ListObjectsTest, NextMarkerIsTheLastEntryOfATruncatedPageWithDelimiter) {
  Put({"a/1", "a/2", "b", "c/1"});
  S3Answer page = s3_.Get("/bkt?delimiter=/&max-keys=1");
  EXPECT_EQ(page.Elements("Prefix"), "a/");
  EXPECT_EQ(page.Element("NextMarker"), "a/");
  page = s3_.Get("/bkt?delimiter=/&max-keys=1&marker=a/");
  EXPECT_EQ(page.Elements("Key"), "b");
  EXPECT_EQ(page.Element("NextMarker"), "b");
  page = s3_.Get("/bkt?delimiter=/&max-keys=1&marker=b");
  EXPECT_EQ(page.Elements("Prefix"), "c/");
  EXPECT_EQ(page.Element("IsTruncated"), "false");
  EXPECT_EQ(page.body.find("NextMarker"), std::string::npos);
}

TEST_F(ListObjectsTest, ContinuationVisitsEveryEntryOnce) {
  std::vector<std::string> keys;
  for (int i = 0; i < 25; ++i) {
    keys.push_back("dir" + std::to_string(i % 7) + "/" + std::to_string(i));
    keys.push_back("key" + std::to_string(i));
  }
  Put(keys);
  for (const char* delimiter : {"", "&delimiter=/"}) {
    std::string entries;
    std::string token;
    int pages = 0;
    do {
      const std::string from = token.empty() ? "" : "&continuation-token=" + PercentEncode(token);
      const S3Answer page = s3_.Get("/bkt?list-type=2&max-keys=4" + from + delimiter);
      EXPECT_EQ(page.Element("ContinuationToken"), token);
      entries += page.Elements("Key") + page.Elements("Prefix") + " ";
      token = page.Element("NextContinuationToken");
    } while (!token.empty() && ++pages < 100);
    const auto count = std::count(entries.begin(), entries.end(), 'y') +
                       std::count(entries.begin(), entries.end(), 'd');
    EXPECT_EQ(count, *delimiter == '\0' ? 50 : 32) << entries;
  }
}

TEST_F(ListObjectsTest, TheTokenOutweighsStartAfter) {
  Put({"a", "b", "c"});
  const S3Answer first = s3_.Get("/bkt?list-type=2&max-keys=1&start-after=a");
  EXPECT_EQ(first.Elements("Key"), "b");
  EXPECT_EQ(first.Element("StartAfter"), "a");
  const std::string token = PercentEncode(first.Element("NextContinuationToken"));
  const S3Answer next = s3_.Get("/bkt?list-type=2&start-after=a&continuation-token=" + token);
  EXPECT_EQ(next.Elements("Key"), "c");
  EXPECT_EQ(next.Element("StartAfter"), "a");
}

TEST_F(ListObjectsTest, PageSizes) {
  Put({"a", "b"});
  const S3Answer none = s3_.Get("/bkt?list-type=2&max-keys=0");
  EXPECT_EQ(none.Element("IsTruncated"), "false");
  EXPECT_EQ(none.Element("KeyCount"), "0");
  EXPECT_EQ(none.Element("MaxKeys"), "0");
  EXPECT_EQ(s3_.Get("/bkt?max-keys=5000").Element("MaxKeys"), "1000");
  for (const char* wrong : {"x", "-1", "1.5", "99999999999"}) {
    const S3Answer answer = s3_.Get(std::string("/bkt?list-type=2&max-keys=") + wrong);
    EXPECT_EQ(answer.status, 400) << wrong;
    EXPECT_EQ(answer.Element("Code"), "InvalidArgument");
    EXPECT_EQ(answer.Element("ArgumentName"), "max-keys");
  }
  EXPECT_EQ(s3_.Get("/bkt?max-keys=x").Element("Message"),
            "Provided max-keys not an integer or within integer range");
}

TEST_F(ListObjectsTest, WrongParametersAreRefused) {
  for (const char* token : {"", "nonsense", "YWJj"}) {
    const S3Answer answer = s3_.Get(std::string("/bkt?list-type=2&continuation-token=") + token);
    EXPECT_EQ(answer.status, 400) << token;
    EXPECT_EQ(answer.Element("Message"), "The continuation token provided is incorrect");
    EXPECT_EQ(answer.Element("ArgumentName"), "continuation-token");
  }
  for (const char* encoding : {"", "base64"}) {
    const S3Answer answer = s3_.Get(std::string("/bkt?encoding-type=") + encoding);
    EXPECT_EQ(answer.status, 400) << encoding;
    EXPECT_EQ(answer.Element("Message"), "Invalid Encoding Method specified in Request");
  }
}

TEST_F(ListObjectsTest, KeysAreEncodedOnRequest) {
  Put({"a b+c%/\xC3\xA9", "line\nbreak", "<&\">"});
  const S3Answer plain = s3_.Get("/bkt?list-type=2");
  EXPECT_EQ(plain.Elements("Key"), "&lt;&amp;&quot;&gt; a b+c%/\xC3\xA9 line&#xa;break");
  const S3Answer encoded =
      s3_.Get("/bkt?list-type=2&encoding-type=url&prefix=a%20b&delimiter=%25%2F");
  EXPECT_EQ(encoded.Element("EncodingType"), "url");
  EXPECT_EQ(encoded.Element("Delimiter"), "%25/");
  EXPECT_EQ(encoded.Elements("Prefix"), "a%20b a%20b%2Bc%25/");
  EXPECT_EQ(s3_.Get("/bkt?encoding-type=url&prefix=a").Element("Key"), "a%20b%2Bc%25/%C3%A9");
}

TEST_F(ListObjectsTest, OwnersAreFetchedOnRequest) {
  Put({"a"});
  EXPECT_EQ(s3_.Get("/bkt?list-type=2").body.find("Owner"), std::string::npos);
  EXPECT_NE(s3_.Get("/bkt?list-type=2&fetch-owner=true").body.find("<Owner><ID>"),
            std::string::npos);
}

TEST_F(ListObjectsTest, EveryObjectIsItsOwnLatestVersion) {
  Put({"a", "b/c"});
  const S3Answer answer = s3_.Get("/bkt?versions&delimiter=/");
  EXPECT_EQ(answer.Elements("Key"), "a");
  EXPECT_EQ(answer.Elements("VersionId"), "null");
  EXPECT_EQ(answer.Elements("IsLatest"), "true");
  EXPECT_EQ(answer.Elements("Prefix"), "b/");
  const S3Answer page = s3_.Get("/bkt?versions&max-keys=1");
  EXPECT_EQ(page.Element("NextKeyMarker"), "a");
  EXPECT_EQ(page.Element("NextVersionIdMarker"), "null");
  EXPECT_EQ(s3_.Get("/bkt?versions&key-marker=a&version-id-marker=null").Elements("Key"), "b/c");
}

}  // namespace
}  // namespace portside
