// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>

#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "services/s3/s3_driver.h"

namespace portside {
namespace {

class DeleteObjectsTest : public ::testing::Test {
 protected:
  void SetUp() override { s3_.MakeBucket("bkt"); }
  S3Answer Delete(const std::string& body) {
    const std::string md5 = Base64Encode(Digest(DigestAlgorithm::kMd5, body));
    return s3_.Send("POST", "/bkt/?delete=", {{"Content-MD5", md5}}, body);
  }
  S3Driver s3_;
};

TEST_F(DeleteObjectsTest, MissingKeysAreDeletedToo) {
  s3_.Put("/bkt/a%20%26%20b", "x");
  const S3Answer answer = Delete(
      "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Object><Key>a &amp; b</Key>"
      "</Object><Object><Key>none</Key><VersionId>null</VersionId></Object></Delete>");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<DeleteResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            "<Deleted><Key>a &amp; b</Key></Deleted>"
            "<Deleted><Key>none</Key><VersionId>null</VersionId></Deleted></DeleteResult>");
  EXPECT_FALSE(s3_.objects().Head("bkt", "a & b"));
}

TEST_F(DeleteObjectsTest, QuietTellsOnlyErrors) {
  s3_.Put("/bkt/a", "x");
  const S3Answer answer = Delete(
      "<Delete><Quiet>true</Quiet><Object><Key>a</Key></Object>"
      "<Object><Key>b</Key><VersionId>17</VersionId></Object></Delete>");
  EXPECT_EQ(answer.Elements("Key"), "b");
  EXPECT_EQ(answer.Element("Code"), "NoSuchVersion");
  EXPECT_FALSE(s3_.objects().Head("bkt", "a"));
}

TEST_F(DeleteObjectsTest, KeysKeepTheirSpaces) {
  s3_.Put("/bkt/%20%20", "x");
  s3_.Put("/bkt/%20a%0A", "x");
  Delete("<Delete><Object><Key>  </Key></Object><Object><Key> a&#xA;</Key></Object></Delete>");
  EXPECT_FALSE(s3_.objects().Head("bkt", "  "));
  EXPECT_FALSE(s3_.objects().Head("bkt", " a\n"));
}

TEST_F(DeleteObjectsTest, BrokenRequestsDeleteNothing) {
  std::string many = "<Delete>";
  for (int i = 0; i < 1001; ++i) many += "<Object><Key>k</Key></Object>";
  for (const std::string& body :
       {std::string("<Delete><Object><Key>a</Key></Object>"), std::string("<Delete/>"),
        std::string("<Other/>"), std::string("<Delete><Object/></Delete>"), std::string("x"),
        many + "</Delete>"}) {
    const S3Answer answer = Delete(body);
    EXPECT_EQ(answer.status, 400) << body.substr(0, 40);
    EXPECT_EQ(answer.Element("Code"), "MalformedXML");
  }
}

TEST_F(DeleteObjectsTest, ADigestIsDemandedAndChecked) {
  const std::string body = "<Delete><Object><Key>a</Key></Object></Delete>";
  s3_.Put("/bkt/a", "x");
  const S3Answer none = s3_.Send("POST", "/bkt?delete", {}, body);
  EXPECT_EQ(none.status, 400);
  EXPECT_EQ(none.Element("Message"),
            "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  const S3Answer wrong =
      s3_.Send("POST", "/bkt?delete", {{"x-amz-checksum-crc32", "AAAAAA=="}}, body);
  EXPECT_EQ(wrong.Element("Code"), "BadDigest");
  EXPECT_TRUE(s3_.objects().Head("bkt", "a"));

  Crc crc(CrcAlgorithm::kCrc32);
  crc.Update(body);
  const S3Answer right =
      s3_.Send("POST", "/bkt?delete", {{"x-amz-checksum-crc32", Base64Encode(crc.Bytes())}}, body);
  EXPECT_EQ(right.status, 200);
  EXPECT_FALSE(s3_.objects().Head("bkt", "a"));
}

}  // namespace
}  // namespace portside
