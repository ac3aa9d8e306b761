// SPDX-License-Identifier: Apache-2.0

#include "services/s3/forms/post_object.h"

#include <gtest/gtest.h>

#include "services/s3/forms/form_driver.h"

namespace portside {
namespace {

using FieldList = std::vector<std::pair<std::string, std::string>>;

class PostObjectTest : public ::testing::Test {
 protected:
  void SetUp() override { s3_.MakeBucket("bkt"); }

  S3Answer Post(const FieldList& fields, const FormFile& file = {"hello"},
                const std::string& target = "/bkt", const HeaderList& headers = {}) {
    return PostBody(FormBody(fields, file), target, headers);
  }
  S3Answer PostBody(const std::string& body, const std::string& target = "/bkt",
                    HeaderList headers = {}) {
    headers.emplace_back("Content-Type", kFormType);
    return s3_.Send("POST", target, headers, body);
  }
  ObjectAttributes AttributesOf(const std::string& key) {
    const ObjectResult<ObjectInfo> info = s3_.objects().Head("bkt", key);
    EXPECT_TRUE(info) << key;
    return info ? info->attributes : ObjectAttributes();
  }
  // Refused, and nothing was stored.
  void ExpectRefused(const S3Answer& answer, int status, const std::string& code,
                     const std::string& message) {
    EXPECT_EQ(answer.status, status) << message;
    EXPECT_EQ(answer.Element("Code"), code);
    EXPECT_EQ(answer.Element("Message"), message);
    EXPECT_EQ(s3_.record().error, code);
    EXPECT_TRUE(s3_.objects().List("bkt", {})->objects.empty()) << message;
  }

  S3Driver s3_;
};

TEST_F(PostObjectTest, StoresTheFileAndAnswersWithItsDigests) {
  const S3Answer post = Post({{"key", "a/b c.txt"}});
  EXPECT_EQ(post.status, 204);
  EXPECT_EQ(post.body, "");
  EXPECT_EQ(post.Header("ETag"), "\"5d41402abc4b2a76b9719d911017c592\"");
  EXPECT_EQ(post.Header("Location"), "http://127.0.0.1:4566/bkt/a%2Fb%20c.txt");
  EXPECT_EQ(post.Header("x-amz-checksum-crc64nvme"), "M3eFcAZSQlc=");
  EXPECT_EQ(post.Header("x-amz-checksum-type"), "FULL_OBJECT");
  EXPECT_EQ(post.Header("x-amz-server-side-encryption"), "AES256");
  EXPECT_FALSE(post.headers.Has("Content-Type"));
  EXPECT_EQ(s3_.record().operation, "PostObject");

  const S3Answer got = s3_.Get("/bkt/a/b%20c.txt");
  EXPECT_EQ(got.body, "hello");
  EXPECT_EQ(got.Header("Content-Type"), "binary/octet-stream");
}

TEST_F(PostObjectTest, PiecesOfEverySizeStoreTheSame) {
  const std::string content = "\r\n--xY\r\n--x\r\rhello\n--xYz--\r\n";
  const std::string body = FormBody({{"key", "${filename}"}}, FormFile{content, "dir/f"});
  for (s3_.piece_size = 1; s3_.piece_size <= body.size(); ++s3_.piece_size) {
    ASSERT_EQ(PostBody(body).status, 204) << s3_.piece_size;
    ASSERT_EQ(s3_.Get("/bkt/f").body, content) << s3_.piece_size;
    s3_.Send("DELETE", "/bkt/f");
  }
}

TEST_F(PostObjectTest, TheBucketMayStandInTheHost) {
  const S3Answer post =
      Post({{"key", "k"}}, {"x"}, "/", {{"Host", "bkt.s3.us-east-1.amazonaws.com"}});
  EXPECT_EQ(post.status, 204);
  EXPECT_EQ(post.Header("Location"), "http://bkt.s3.us-east-1.amazonaws.com/k");
  EXPECT_TRUE(s3_.objects().Head("bkt", "k"));
}

TEST_F(PostObjectTest, FieldsAreHeaders) {
  ASSERT_EQ(Post({{"Key", "k"},
                  {"acl", "public-read"},
                  {"content-type", "text/csv"},
                  {"Cache-Control", "no-cache"},
                  {"Content-Disposition", "attachment"},
                  {"Content-Encoding", "aws-chunked,gzip"},
                  {"Expires", "whenever"},
                  {"x-amz-meta-Foo", "gr\xC3\xBCn"},
                  {"x-amz-storage-class", "STANDARD_IA"},
                  {"x-amz-server-side-encryption", "aws:kms"},
                  {"x-amz-server-side-encryption-aws-kms-key-id", "id"},
                  {"If-None-Match", "*"},
                  {"x-amz-decoded-content-length", "1"},
                  {"submit", "Upload"}})
                .status,
            204);
  const S3Answer got = s3_.Get("/bkt/k");
  EXPECT_EQ(got.body, "hello");
  EXPECT_EQ(got.Header("Content-Type"), "text/csv");
  EXPECT_EQ(got.Header("Cache-Control"), "no-cache");
  EXPECT_EQ(got.Header("Content-Disposition"), "attachment");
  EXPECT_EQ(got.Header("Content-Encoding"), "gzip");
  EXPECT_EQ(got.Header("Expires"), "whenever");
  EXPECT_EQ(got.Header("x-amz-meta-foo"), "=?UTF-8?Q?gr=C3=BCn?=");
  EXPECT_EQ(got.Header("x-amz-storage-class"), "STANDARD_IA");
  EXPECT_EQ(got.Header("x-amz-server-side-encryption"), "aws:kms");
  EXPECT_EQ(got.Header("x-amz-server-side-encryption-aws-kms-key-id"), "id");
}

// The headers are the browser's, and not about the object.
TEST_F(PostObjectTest, HeadersOfTheRequestAreNotTheObjects) {
  const S3Answer post = Post({{"key", "k"}}, {"hello"}, "/bkt",
                             {{"Cache-Control", "no-store"},
                              {"Content-MD5", "nonsense"},
                              {"If-None-Match", "*"},
                              {"x-amz-content-sha256", std::string(64, '0')},
                              {"x-amz-meta-a", "b"}});
  EXPECT_EQ(post.status, 204);
  EXPECT_TRUE(AttributesOf("k").headers.empty());
  EXPECT_TRUE(AttributesOf("k").metadata.empty());
}

TEST_F(PostObjectTest, TagsComeAsXml) {
  const auto tagging = [](const std::string& inside) {
    return "<Tagging><TagSet>" + inside + "</TagSet></Tagging>";
  };
  const std::string one = "<Tag><Key>a</Key><Value>b c</Value></Tag>";
  ASSERT_EQ(Post({{"key", "k"}, {"tagging", tagging(one)}}).status, 204);
  EXPECT_EQ(AttributesOf("k").tags.at("a"), "b c");
  ASSERT_EQ(Post({{"key", "k"}, {"tagging", "<InvalidXmlTagging></InvalidXmlTagging>"}}).status,
            204);
  EXPECT_TRUE(AttributesOf("k").tags.empty());
  s3_.Send("DELETE", "/bkt/k");

  ExpectRefused(Post({{"key", "k"}, {"tagging", "not-xml"}}), 400, "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our "
                "published schema");
  ExpectRefused(Post({{"key", "k"}, {"tagging", tagging(one + one)}}), 400, "InvalidTag",
                "Cannot provide multiple Tags with the same key");
}

TEST_F(PostObjectTest, ChecksumsAreComparedWithTheFile) {
  const std::string crc32 = "x-amz-checksum-crc32";
  const S3Answer post =
      Post({{"key", "k"}, {"x-amz-checksum-algorithm", "CRC32"}, {crc32, "NhCmhg=="}});
  EXPECT_EQ(post.status, 204);
  EXPECT_EQ(post.Header(crc32), "NhCmhg==");
  EXPECT_EQ(AttributesOf("k").checksums.at("crc32"), "NhCmhg==");
  EXPECT_EQ(Post({{"key", "k"}, {"Content-MD5", "XUFAKrxLKna5cZ2REBfFkg=="}}).status, 204);
  s3_.Send("DELETE", "/bkt/k");

  ExpectRefused(Post({{"key", "k"}, {crc32, "AAAAAA=="}}), 400, "BadDigest",
                "The CRC32 you specified did not match the calculated checksum.");
  ExpectRefused(Post({{"key", "k"}, {crc32, "no"}}), 400, "InvalidRequest",
                "Value for x-amz-checksum-crc32 header is invalid.");
  ExpectRefused(Post({{"key", "k"}, {"x-amz-checksum-algorithm", "CRC32"}}), 400, "InvalidRequest",
                "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or "
                "x-amz-trailer headers were found.");
  ExpectRefused(Post({{"key", "k"}, {"Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="}}), 400, "BadDigest",
                "The Content-MD5 you specified did not match what we received.");
}

TEST_F(PostObjectTest, TheStatusIsAsked) {
  for (const auto& [asked, status] : std::vector<std::pair<std::string, int>>{
           {"200", 200}, {"204", 204}, {"404", 204}, {"", 204}, {"2010", 204}}) {
    const S3Answer post = Post({{"key", "k"}, {"success_action_status", asked}});
    EXPECT_EQ(post.status, status) << asked;
    EXPECT_EQ(post.body, "") << asked;
    EXPECT_FALSE(post.headers.Has("Content-Type"));
  }
  const S3Answer created =
      Post({{"key", "a/${filename}"}, {"success_action_status", "201"}}, {"hello", "a&\xC3\xA9"});
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(created.Header("Content-Type"), "application/xml");
  EXPECT_EQ(created.Header("Location"), "http://127.0.0.1:4566/bkt/a%2Fa%26%C3%A9");
  EXPECT_EQ(created.body,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PostResponse>"
            "<Location>http://127.0.0.1:4566/bkt/a%2Fa%26%C3%A9</Location><Bucket>bkt</Bucket>"
            "<Key>a/a&amp;\xC3\xA9</Key><ETag>\"5d41402abc4b2a76b9719d911017c592\"</ETag>"
            "</PostResponse>");
}

TEST_F(PostObjectTest, ARedirectOutweighsTheStatus) {
  const std::string added = "bucket=bkt&key=a%2Fb+c&etag=%225d41402abc4b2a76b9719d911017c592%22";
  const auto location = [this](const std::string& field, const std::string& url) {
    const S3Answer post = Post({{"key", "a/b c"}, {"success_action_status", "201"}, {field, url}});
    EXPECT_EQ(post.status, 303) << url;
    EXPECT_EQ(post.body, "");
    EXPECT_EQ(post.Header("ETag"), "\"5d41402abc4b2a76b9719d911017c592\"");
    return post.Header("Location");
  };
  EXPECT_EQ(location("success_action_redirect", "http://localhost/done"),
            "http://localhost/done?" + added);
  EXPECT_EQ(location("redirect", "https://x.test?a=b c"), "https://x.test?a=b c&" + added);
  EXPECT_EQ(location("success_action_redirect", "http://x.test/${filename}\r\nSet-Cookie: a"),
            "http://x.test/file.txt  Set-Cookie: a?" + added);
  for (const std::string url :
       {"/wrong/redirect/relative", "", "http://", "http:///a", "ftp://a"}) {
    const S3Answer post = Post({{"key", "k"}, {"success_action_redirect", url}});
    EXPECT_EQ(post.status, 204) << url;
    EXPECT_EQ(post.Header("Location"), "http://127.0.0.1:4566/bkt/k");
  }
}

TEST_F(PostObjectTest, KeysAreWhatTheFieldSays) {
  for (const auto& [field, key] : FieldList{{"${filename}", "file.txt"},
                                            {"/a//../b", "/a//../b"},
                                            {"a%2Fb+c", "a%2Fb+c"},
                                            {"\\$foo", "\\$foo"}}) {
    ASSERT_EQ(Post({{"key", field}}).status, 204) << field;
    EXPECT_TRUE(s3_.objects().Head("bkt", key)) << key;
  }
  Post({{"key", "file-as-field-${filename}"}}, {"x", std::nullopt});
  EXPECT_TRUE(s3_.objects().Head("bkt", "file-as-field-${filename}"));
}

TEST_F(PostObjectTest, WithoutAKeyThereIsNoObject) {
  const std::string missing =
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order "
      "of the fields.";
  const S3Answer none = Post({{"acl", "private"}});
  ExpectRefused(none, 400, "InvalidArgument", missing);
  EXPECT_NE(none.body.find("<ArgumentName>key</ArgumentName><ArgumentValue></ArgumentValue>"),
            std::string::npos);
  ExpectRefused(PostBody(FormPart("name=\"file\"", "x") + FormBody({{"key", "k"}}, std::nullopt)),
                400, "InvalidArgument", missing);
  ExpectRefused(Post({{"key", ""}}), 400, "InvalidArgument",
                "User key must have a length greater than 0.");
  ExpectRefused(Post({{"key", std::string(1025, 'k')}}), 400, "KeyTooLongError",
                "Your key is too long");
}

TEST_F(PostObjectTest, FormsThatAreNone) {
  const S3Answer none = PostBody(FormBody({{"key", "k"}}, std::nullopt));
  ExpectRefused(none, 400, "InvalidArgument", "POST requires exactly one file upload per request.");
  EXPECT_NE(none.body.find("<ArgumentName>file</ArgumentName><ArgumentValue>0</ArgumentValue>"),
            std::string::npos);
  const S3Answer large = Post({{"key", "k"}, {"x-ignore-a", std::string(20'480, 'a')}});
  ExpectRefused(large, 400, "MaxPostPreDataLengthExceeded",
                "Your POST request fields preceeding the upload file was too large.");
  EXPECT_EQ(large.Element("MaxPostPreDataLengthBytes"), "20480");
  // Cut in the file, whose beginning was written.
  const std::string body = FormBody({{"key", "k"}}, FormFile{"hello"});
  ExpectRefused(PostBody(body.substr(0, body.size() - 10)), 400, "MalformedPOSTRequest",
                "The body of your POST request is not well-formed multipart/form-data.");
  ExpectRefused(Post({{"key", "k"}, {"x-amz-storage-class", "FakeClass"}}), 400,
                "InvalidStorageClass", "The storage class you specified is not valid");
}

struct EarlyCase {
  const char* target;
  HeaderList headers;
  int status;
  const char* code;
  const char* message;
};

TEST_F(PostObjectTest, RefusesBeforeTheBodyIsSent) {
  const std::pair<std::string, std::string> form = {"Content-Type", kFormType};
  const EarlyCase cases[] = {
      {"/nobody", {form}, 404, "NoSuchBucket", "The specified bucket does not exist"},
      {"/bkt",
       {{"Content-Type", "text/html"}},
       412,
       "PreconditionFailed",
       "At least one of the pre-conditions you specified did not hold"},
      {"/bkt",
       {},
       412,
       "PreconditionFailed",
       "At least one of the pre-conditions you specified did not hold"},
      {"/bkt",
       {form, {"Transfer-Encoding", "chunked"}},
       411,
       "MissingContentLength",
       "You must provide the Content-Length HTTP header."},
      {"/bkt",
       {{"Content-Type", "multipart/form-data"}},
       400,
       "MalformedPOSTRequest",
       "The body of your POST request is not well-formed multipart/form-data."},
      {"/bkt?a=b",
       {form},
       400,
       "InvalidArgument",
       "Query String Parameters not allowed on POST requests."},
  };
  for (const EarlyCase& each : cases) {
    HeaderList headers = each.headers;
    headers.emplace_back("Expect", "100-continue");
    const S3Answer answer =
        s3_.Send("POST", each.target, headers, FormBody({{"key", "k"}}, FormFile{"x"}));
    EXPECT_TRUE(answer.was_early) << each.message;
    ExpectRefused(answer, each.status, each.code, each.message);
  }
  EXPECT_EQ(s3_.Send("POST", "/bkt").Element("Condition"),
            "Bucket POST must be of the enclosure-type multipart/form-data");
  EXPECT_FALSE(Post({{"key", "k"}}, {"x"}, "/bkt", {{"Expect", "100-continue"}}).was_early);
}

TEST_F(PostObjectTest, ThePolicyIsChecked) {
  const auto fields = [](const std::string& key) {
    return FieldList{{"key", key},
                     {"policy", PolicyOf(R"([{"bucket": "bkt"}, ["starts-with", "$key", "user/"],
                                             ["content-length-range", 2, 5]])")}};
  };
  ExpectRefused(Post(fields("other/a")), 403, "AccessDenied",
                "Invalid according to Policy: Policy Condition failed: "
                "[&quot;starts-with&quot;, &quot;$key&quot;, &quot;user/&quot;]");
  const S3Answer large = Post(fields("user/a"), {"hello!"});
  ExpectRefused(large, 400, "EntityTooLarge",
                "Your proposed upload exceeds the maximum allowed size");
  EXPECT_EQ(large.Element("ProposedSize"), "6");
  EXPECT_EQ(large.Element("MaxSizeAllowed"), "5");
  const S3Answer small = Post(fields("user/a"), {"h"});
  ExpectRefused(small, 400, "EntityTooSmall",
                "Your proposed upload is smaller than the minimum allowed size");
  EXPECT_EQ(small.Element("ProposedSize"), "1");
  EXPECT_EQ(small.Element("MinSizeAllowed"), "2");
  // What is compared is the key with the file's name in it.
  EXPECT_EQ(Post(fields("${filename}"), {"hello", "user"}).status, 403);
  EXPECT_EQ(Post(fields("user/${filename}")).status, 204);
  s3_.Send("DELETE", "/bkt/user/file.txt");
  s3_.clock().Advance(std::chrono::hours(2));
  ExpectRefused(Post(fields("user/a")), 403, "AccessDenied",
                "Invalid according to Policy: Policy expired.");
}

TEST_F(PostObjectTest, AFileThatIsTooLargeInPiecesIsToldItsSize) {
  s3_.piece_size = 7;
  const std::string policy = PolicyOf(R"([{"key": "k"}, ["content-length-range", 0, 10]])");
  const S3Answer answer = Post({{"key", "k"}, {"policy", policy}}, {std::string(1000, 'x')});
  ExpectRefused(answer, 400, "EntityTooLarge",
                "Your proposed upload exceeds the maximum allowed size");
  EXPECT_EQ(answer.Element("ProposedSize"), "1000");
}

TEST_F(PostObjectTest, TheCredentialOfTheFormSaysWhoAsks) {
  const std::string other = "444455556666";
  ASSERT_TRUE(s3_.objects().CreateBucket({"theirs", other, "us-east-1", s3_.clock().Now(), {}}));
  EXPECT_EQ(Post({{"key", "k"}}, {"x"}, "/theirs").Element("Code"), "AccessDenied");
  EXPECT_EQ(
      Post({{"key", "k"}, {"X-Amz-Credential", other + "/20240101/eu-west-1/s3/aws4_request"}},
           {"x"}, "/theirs")
          .status,
      204);
  EXPECT_EQ(Post({{"key", "k"}, {"AWSAccessKeyId", other}}, {"x"}, "/theirs").status, 204);
  EXPECT_EQ(Post({{"key", "k"}, {"AWSAccessKeyId", other}}).Element("Code"), "AccessDenied");
}

TEST_F(PostObjectTest, AClientThatGoesAwayLeavesNothing) {
  ASSERT_EQ(Post({{"key", "k"}}, {"old"}).status, 204);
  HttpRequest request;
  request.method = "POST";
  request.target = "/bkt";
  request.headers.Add("Content-Type", kFormType);
  request.headers.Add("Content-Length", "1000");
  CallRecord record;
  S3Service service(s3_.objects(), s3_.clock(), {});
  auto exchange = service.Begin(std::move(request), {"id", s3_.account, s3_.region, ""}, record);
  const std::string body = FormBody({{"key", "k"}}, FormFile{"new"});
  EXPECT_TRUE(exchange->Write(body));
  exchange.reset();
  EXPECT_EQ(s3_.Get("/bkt/k").body, "old");
}

TEST(CreateBucketsTest, AFlagLetsAFormCreateItsBucket) {
  S3Driver s3({.create_buckets = true});
  const std::string body =
      FormBody({{"key", "k"}, {"AWSAccessKeyId", "444455556666"}}, FormFile{"x"});
  const HeaderList headers = {{"Content-Type", kFormType}, {"Expect", "100-continue"}};
  EXPECT_EQ(s3.Send("POST", "/new-bucket", headers, body).status, 204);
  EXPECT_EQ(s3.objects().FindBucket("new-bucket")->account, "444455556666");
  EXPECT_EQ(s3.Send("POST", "/Not_Valid", headers, body).Element("Code"), "InvalidBucketName");
}

}  // namespace
}  // namespace portside
