// SPDX-License-Identifier: Apache-2.0

#include "services/s3/objects/put_object.h"

#include <gtest/gtest.h>

#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "services/s3/s3_driver.h"

namespace portside {
namespace {

class PutObjectTest : public ::testing::Test {
 protected:
  void SetUp() override { s3_.MakeBucket("bkt"); }
  S3Driver s3_;
};

TEST_F(PutObjectTest, StoresTheBytesAndAnswersWithTheirDigests) {
  const S3Answer put = s3_.Put("/bkt/a/b.txt", "hello");
  EXPECT_EQ(put.status, 200);
  EXPECT_EQ(put.body, "");
  EXPECT_EQ(put.Header("ETag"), "\"5d41402abc4b2a76b9719d911017c592\"");
  EXPECT_EQ(put.Header("x-amz-checksum-crc64nvme"), "M3eFcAZSQlc=");
  EXPECT_EQ(put.Header("x-amz-checksum-type"), "FULL_OBJECT");
  EXPECT_EQ(put.Header("x-amz-server-side-encryption"), "AES256");
  EXPECT_EQ(put.Header("Server"), "AmazonS3");
  EXPECT_EQ(put.Header("x-amz-request-id"), "4f2c1e0a-0000-4000-8000-000000000001");
  EXPECT_EQ(put.Header("x-amzn-RequestId"), "");
  EXPECT_EQ(put.Header("x-amz-id-2").size(), 76u);
  EXPECT_EQ(s3_.record().service, "s3");
  EXPECT_EQ(s3_.record().operation, "PutObject");

  const S3Answer got = s3_.Get("/bkt/a/b.txt");
  EXPECT_EQ(got.body, "hello");
  EXPECT_EQ(got.Header("Content-Type"), "binary/octet-stream");
}

TEST_F(PutObjectTest, KeysAreDecodedOnceAndNeverNormalised) {
  for (const auto& [path, key] :
       std::vector<std::pair<std::string, std::string>>{{"/bkt/a%2Fb", "a/b"},
                                                        {"/bkt/a+b", "a+b"},
                                                        {"/bkt/a%2Bb", "a+b"},
                                                        {"/bkt/a%252Fb", "a%2Fb"},
                                                        {"/bkt//a//", "/a//"},
                                                        {"/bkt/../a", "../a"},
                                                        {"/bkt/./a", "./a"},
                                                        {"/bkt/%C3%A9", "\xC3\xA9"},
                                                        {"/bkt/a?x-id=PutObject", "a"}}) {
    ASSERT_EQ(s3_.Put(path, path).status, 200) << path;
    EXPECT_TRUE(s3_.objects().Head("bkt", key)) << path;
  }
  EXPECT_EQ(s3_.Put("/bkt/%zz", "").Element("Code"), "InvalidURI");
  EXPECT_EQ(s3_.Put("/bkt/%ff", "").Element("Code"), "InvalidURI");
}

TEST_F(PutObjectTest, AttributesComeBack) {
  const S3Answer put = s3_.Put("/bkt/key", "x",
                               {{"Content-Type", "text/csv; charset=utf-8"},
                                {"Cache-Control", "no-cache"},
                                {"Content-Disposition", "attachment"},
                                {"Content-Encoding", "gzip"},
                                {"Content-Language", "de"},
                                {"Expires", "whenever"},
                                {"x-amz-meta-Foo", "  Bar baz "},
                                {"x-amz-storage-class", "STANDARD_IA"},
                                {"x-amz-tagging", "a=1&b=two%20words"}});
  ASSERT_EQ(put.status, 200);
  const S3Answer got = s3_.Get("/bkt/key");
  EXPECT_EQ(got.Header("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_EQ(got.Header("Cache-Control"), "no-cache");
  EXPECT_EQ(got.Header("Content-Disposition"), "attachment");
  EXPECT_EQ(got.Header("Content-Encoding"), "gzip");
  EXPECT_EQ(got.Header("Content-Language"), "de");
  EXPECT_EQ(got.Header("Expires"), "whenever");
  EXPECT_EQ(got.Header("x-amz-meta-foo"), "Bar baz");
  EXPECT_EQ(got.Header("x-amz-storage-class"), "STANDARD_IA");
  EXPECT_EQ(got.Header("x-amz-tagging-count"), "2");
  EXPECT_EQ(s3_.objects().Head("bkt", "key")->attributes.tags.at("b"), "two words");
}

TEST_F(PutObjectTest, MetadataThatIsNotAsciiComesBackEncoded) {
  s3_.Put("/bkt/key", "",
          {{"x-amz-meta-q", "gr\xC3\xBCn = ok"},
           {"x-amz-meta-b", "\xC3\xBC\xC3\xB6\xC3\xA4"},
           {"x-amz-meta-latin", "gr\xFCn"},
           {"x-amz-meta-word", "=?UTF-8?B?w7w=?= =?utf-8?Q?=C3=B6_x?= y"}});
  const S3Answer got = s3_.Get("/bkt/key");
  EXPECT_EQ(got.Header("x-amz-meta-q"), "=?UTF-8?Q?gr=C3=BCn_=3D_ok?=");
  EXPECT_EQ(got.Header("x-amz-meta-b"), "=?UTF-8?B?w7zDtsOk?=");
  EXPECT_EQ(got.Header("x-amz-meta-latin"), "=?UTF-8?Q?gr=C3=BCn?=");
  EXPECT_EQ(s3_.objects().Head("bkt", "key")->attributes.metadata.at("word"),
            "\xC3\xBC\xC3\xB6 x y");
}

struct RefusedCase {
  HeaderList headers;
  int status;
  const char* code;
  const char* message;
};

TEST_F(PutObjectTest, RefusesBeforeTheBodyIsSent) {
  const RefusedCase cases[] = {
      {{{"Content-MD5", "nonsense"}},
       400,
       "InvalidDigest",
       "The Content-MD5 you specified was invalid."},
      {{{"x-amz-checksum-crc32", "abc"}},
       400,
       "InvalidRequest",
       "Value for x-amz-checksum-crc32 header is invalid."},
      {{{"x-amz-checksum-crc32", "NhCmhg=="},
        {"x-amz-checksum-sha1", "qvTGHdzF6KLavt4PO0gs2a6pQ00="}},
       400,
       "InvalidRequest",
       "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed."},
      {{{"x-amz-sdk-checksum-algorithm", "CRC32"}},
       400,
       "InvalidRequest",
       "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or "
       "x-amz-trailer headers were found."},
      {{{"x-amz-sdk-checksum-algorithm", "SHA1"}, {"x-amz-checksum-crc32", "NhCmhg=="}},
       400,
       "InvalidRequest",
       "Value for x-amz-sdk-checksum-algorithm header is invalid."},
      {{{"x-amz-checksum-sha512", "AAAA"}},
       501,
       "NotImplemented",
       "A header you provided implies functionality that is not implemented"},
      {{{"x-amz-storage-class", "COLD"}},
       400,
       "InvalidStorageClass",
       "The storage class you specified is not valid"},
      {{{"x-amz-tagging", "a=1&a=2"}},
       400,
       "InvalidArgument",
       "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters "
       "without tag name duplicates."},
      {{{"If-None-Match", "\"abc\""}},
       501,
       "NotImplemented",
       "A header you provided implies functionality that is not implemented"},
      {{{"If-Match", "\"abc\""}}, 404, "NoSuchKey", "The specified key does not exist."},
      {{{"Content-Length", "5368709121"}},
       400,
       "EntityTooLarge",
       "Your proposed upload exceeds the maximum allowed size"},
      {{{"Transfer-Encoding", "chunked"}},
       501,
       "NotImplemented",
       "A header you provided implies functionality that is not implemented"},
      {{{"x-amz-meta-big", std::string(2046, 'x')}},
       400,
       "MetadataTooLarge",
       "Your metadata headers exceed the maximum allowed metadata size"},
      {{{"x-amz-expected-bucket-owner", "444455556666"}}, 403, "AccessDenied", "Access Denied"},
  };
  for (const RefusedCase& each : cases) {
    HeaderList headers = each.headers;
    headers.emplace_back("Expect", "100-continue");
    const S3Answer answer = s3_.Put("/bkt/key", "hello", headers);
    EXPECT_TRUE(answer.was_early) << each.message;
    EXPECT_EQ(answer.status, each.status) << each.message;
    EXPECT_EQ(answer.Element("Code"), each.code) << each.message;
    EXPECT_EQ(answer.Element("Message"), each.message);
    EXPECT_EQ(s3_.record().error, each.code);
  }
  EXPECT_FALSE(s3_.objects().Head("bkt", "key"));
}

TEST_F(PutObjectTest, WhatIsRightIsNotRefusedEarly) {
  const S3Answer answer = s3_.Put("/bkt/key", "hello", {{"Expect", "100-continue"}});
  EXPECT_FALSE(answer.was_early);
  EXPECT_EQ(answer.status, 200);
}

TEST_F(PutObjectTest, AMissingBucketIsSaidEarly) {
  const S3Answer answer = s3_.Put("/nobody/key", "x", {{"Expect", "100-continue"}});
  EXPECT_TRUE(answer.was_early);
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.Element("Code"), "NoSuchBucket");
  EXPECT_EQ(answer.Element("Message"), "The specified bucket does not exist");
  EXPECT_EQ(answer.Element("BucketName"), "nobody");
}

TEST_F(PutObjectTest, WithoutALengthThereIsNoBody) {
  HttpRequest request;
  request.method = "PUT";
  request.target = "/bkt/key";
  CallRecord record;
  S3Service service(s3_.objects(), s3_.clock(), {});
  const auto exchange =
      service.Begin(std::move(request), {"id", s3_.account, s3_.region, ""}, record);
  const auto early = exchange->EarlyResponse();
  ASSERT_TRUE(early);
  EXPECT_EQ(early->status, 411);
  EXPECT_EQ(record.error, "MissingContentLength");
}

TEST_F(PutObjectTest, DigestsAreComparedWithTheBody) {
  const RefusedCase cases[] = {
      {{{"Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="}},
       400,
       "BadDigest",
       "The Content-MD5 you specified did not match what we received."},
      {{{"x-amz-checksum-crc32", "AAAAAA=="}},
       400,
       "BadDigest",
       "The CRC32 you specified did not match the calculated checksum."},
      {{{"x-amz-checksum-crc32c", "AAAAAA=="}},
       400,
       "BadDigest",
       "The CRC32C you specified did not match the calculated checksum."},
      {{{"x-amz-checksum-crc64nvme", "AAAAAAAAAAA="}},
       400,
       "BadDigest",
       "The CRC64NVME you specified did not match the calculated checksum."},
      {{{"x-amz-content-sha256", std::string(64, '0')}},
       400,
       "XAmzContentSHA256Mismatch",
       "The provided 'x-amz-content-sha256' header does not match what was computed."},
      {{{"Content-Length", "7"}},
       400,
       "IncompleteBody",
       "You did not provide the number of bytes specified by the Content-Length HTTP header"},
  };
  for (const RefusedCase& each : cases) {
    const S3Answer answer = s3_.Put("/bkt/key", "hello", each.headers);
    EXPECT_EQ(answer.status, each.status) << each.message;
    EXPECT_EQ(answer.Element("Code"), each.code) << each.message;
    EXPECT_EQ(answer.Element("Message"), each.message);
    EXPECT_FALSE(s3_.objects().Head("bkt", "key"));
  }
  const S3Answer md5 = s3_.Put("/bkt/key", "hello", {{"Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="}});
  EXPECT_EQ(md5.Element("CalculatedDigest"), "XUFAKrxLKna5cZ2REBfFkg==");
  EXPECT_EQ(md5.Element("ExpectedDigest"), "AAAAAAAAAAAAAAAAAAAAAA==");
}

TEST_F(PutObjectTest, EveryChecksumIsKeptAndTold) {
  const std::pair<const char*, const char*> values[] = {
      {"crc32", "NhCmhg=="},
      {"crc32c", "mnG7TA=="},
      {"crc64nvme", "M3eFcAZSQlc="},
      {"sha1", "qvTGHdzF6KLavt4PO0gs2a6pQ00="},
      {"sha256", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="},
  };
  for (const auto& [name, value] : values) {
    const std::string header = std::string("x-amz-checksum-") + name;
    const S3Answer put = s3_.Put("/bkt/key", "hello", {{header, value}});
    ASSERT_EQ(put.status, 200) << name << put.body;
    EXPECT_EQ(put.Header(header), value);

    EXPECT_EQ(s3_.Get("/bkt/key").Header(header), "") << "only where it is asked for";
    const S3Answer got = s3_.Get("/bkt/key", {{"x-amz-checksum-mode", "ENABLED"}});
    EXPECT_EQ(got.Header(header), value);
    EXPECT_EQ(got.Header("x-amz-checksum-type"), "FULL_OBJECT");
    const S3Answer part =
        s3_.Get("/bkt/key", {{"x-amz-checksum-mode", "ENABLED"}, {"Range", "bytes=0-1"}});
    EXPECT_EQ(part.Header(header), "") << "not of a range";
  }
}

// As SDKs send it; every cut of the bytes must give the same.
TEST_F(PutObjectTest, AwsChunkedBodiesAreTakenOutOfTheirCoding) {
  const std::string body = "d\r\nstreamed body\r\n0\r\nx-amz-checksum-crc32:z7Y9bA==\r\n\r\n";
  for (const std::size_t size : {std::size_t{1}, std::size_t{3}, body.size()}) {
    s3_.piece_size = size;
    const S3Answer put = s3_.Put("/bkt/key", body,
                                 {{"Transfer-Encoding", "chunked"},
                                  {"Content-Encoding", "aws-chunked, gzip"},
                                  {"x-amz-decoded-content-length", "13"},
                                  {"x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"},
                                  {"x-amz-sdk-checksum-algorithm", "CRC32"},
                                  {"x-amz-trailer", "x-amz-checksum-crc32"}});
    ASSERT_EQ(put.status, 200) << put.body;
    EXPECT_EQ(put.Header("x-amz-checksum-crc32"), "z7Y9bA==");
    const S3Answer got = s3_.Get("/bkt/key");
    EXPECT_EQ(got.body, "streamed body");
    EXPECT_EQ(got.Header("Content-Encoding"), "gzip");
  }
}

TEST_F(PutObjectTest, SignedChunksAreTakenToo) {
  const std::string signature = ";chunk-signature=" + std::string(64, 'a');
  const std::string body = "5" + signature + "\r\nhello\r\n0" + signature + "\r\n\r\n";
  // Told by the length alone, as some SDKs do.
  ASSERT_EQ(s3_.Put("/bkt/key", body, {{"x-amz-decoded-content-length", "5"}}).status, 200);
  EXPECT_EQ(s3_.Get("/bkt/key").body, "hello");
  ASSERT_EQ(s3_.Put("/bkt/key", body,
                    {{"x-amz-decoded-content-length", "5"}, {"Content-Encoding", "aws-chunked"}})
                .status,
            200);
  EXPECT_FALSE(s3_.Get("/bkt/key").headers.Has("Content-Encoding"));
}

TEST_F(PutObjectTest, BrokenChunksAreRefused) {
  const HeaderList headers = {{"x-amz-decoded-content-length", "5"},
                              {"x-amz-trailer", "x-amz-checksum-crc32"}};
  const std::pair<std::string, const char*> cases[] = {
      {"5\r\nhello\r\n0\r\n\r\n", "MalformedTrailerError"},
      {"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", "BadDigest"},
      {"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:no\r\n\r\n", "InvalidRequest"},
      {"5\r\nhel", "IncompleteBody"},
      {"4\r\nhell\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", "IncompleteBody"},
      {"zz\r\nhello", "IncompleteBody"},
  };
  for (const auto& [body, code] : cases) {
    const S3Answer answer = s3_.Put("/bkt/key", body, headers);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer.Element("Code"), code) << body;
    EXPECT_FALSE(s3_.objects().Head("bkt", "key"));
  }
}

TEST_F(PutObjectTest, ConditionsProtectWhatIsThere) {
  ASSERT_EQ(s3_.Put("/bkt/key", "one", {{"If-None-Match", "*"}}).status, 200);
  const S3Answer again = s3_.Put("/bkt/key", "two", {{"If-None-Match", "*"}});
  EXPECT_EQ(again.status, 412);
  EXPECT_EQ(again.Element("Code"), "PreconditionFailed");
  EXPECT_EQ(again.Element("Message"),
            "At least one of the pre-conditions you specified did not hold");
  EXPECT_EQ(again.Element("Condition"), "If-None-Match");

  const std::string etag = s3_.Get("/bkt/key").Header("ETag");
  EXPECT_EQ(s3_.Put("/bkt/key", "two", {{"If-Match", "\"no\""}}).status, 412);
  EXPECT_EQ(s3_.Put("/bkt/key", "two", {{"If-Match", etag}}).status, 200);
  EXPECT_EQ(s3_.Get("/bkt/key").body, "two");
}

TEST_F(PutObjectTest, PresignedLinksCarryHeadersInTheirQuery) {
  // As the JavaScript SDK makes them: the checksum is that of an empty body, and is not compared.
  const S3Answer put = s3_.Put(
      "/bkt/"
      "key?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=00&x-amz-checksum-crc32=AAAAAA%3D%3D"
      "&x-amz-sdk-checksum-algorithm=CRC32&x-amz-meta-colour=red+ish&x-amz-storage-class=GLACIER",
      "123456");
  ASSERT_EQ(put.status, 200) << put.body;
  const S3Answer got = s3_.Get("/bkt/key?X-Amz-Signature=00&x-amz-checksum-mode=ENABLED");
  EXPECT_EQ(got.body, "123456");
  EXPECT_EQ(got.Header("x-amz-meta-colour"), "red ish");
  EXPECT_EQ(got.Header("x-amz-storage-class"), "GLACIER");
  EXPECT_NE(got.Header("x-amz-checksum-crc64nvme"), "");
}

TEST_F(PutObjectTest, NothingInAQueryEndsAHeaderLine) {
  s3_.Put("/bkt/key?x-amz-meta-a=b%0d%0aSet-Cookie:x", "1", {});
  const S3Answer got = s3_.Get("/bkt/key?response-content-type=a%0d%0ab");
  for (const auto& [name, value] : got.headers.fields()) {
    EXPECT_EQ(value.find_first_of("\r\n"), std::string::npos) << name;
  }
  EXPECT_EQ(s3_.Put("/bkt/key?x-amz-meta-a%0d%0ab=c", "1").Element("Code"), "InvalidArgument");
}

TEST_F(PutObjectTest, KeysOver1024BytesAreTooLong) {
  const S3Answer answer = s3_.Put("/bkt/" + std::string(1025, 'k'), "x");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.Element("Code"), "KeyTooLongError");
  EXPECT_EQ(answer.Element("Message"), "Your key is too long");
  EXPECT_EQ(answer.Element("Size"), "1025");
  EXPECT_EQ(answer.Element("MaxSizeAllowed"), "1024");
}

TEST(CreateBucketsTest, AFlagLetsAPutCreateItsBucket) {
  S3Driver s3({.create_buckets = true});
  EXPECT_EQ(s3.Put("/new-bucket/key", "x", {{"Expect", "100-continue"}}).status, 200);
  EXPECT_EQ(s3.objects().FindBucket("new-bucket")->account, "111122223333");
  EXPECT_EQ(s3.Put("/Not_Valid/key", "x").Element("Code"), "InvalidBucketName");
  EXPECT_EQ(s3.Get("/other-bucket/key").Element("Code"), "NoSuchBucket");
}

}  // namespace
}  // namespace portside
