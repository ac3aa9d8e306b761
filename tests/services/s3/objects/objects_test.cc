// SPDX-License-Identifier: Apache-2.0
//
// GetObject, HeadObject, DeleteObject.

#include <gtest/gtest.h>

#include "services/s3/s3_driver.h"

namespace portside {
namespace {

using namespace std::chrono_literals;

class ObjectsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    s3_.MakeBucket("bkt");
    ASSERT_EQ(s3_.Put("/bkt/key", "0123456789").status, 200);
  }
  S3Driver s3_;
};

struct RangeCase {
  const char* range;
  int status;
  const char* body;
  const char* content_range;
};

TEST_F(ObjectsTest, RangesOfEverySort) {
  const RangeCase cases[] = {
      {"bytes=0-0", 206, "0", "bytes 0-0/10"},
      {"bytes=2-5", 206, "2345", "bytes 2-5/10"},
      {"bytes=8-100", 206, "89", "bytes 8-9/10"},
      {"bytes=7-", 206, "789", "bytes 7-9/10"},
      {"bytes=-3", 206, "789", "bytes 7-9/10"},
      {"bytes=-100", 206, "0123456789", "bytes 0-9/10"},
      {"bytes=0-99999999999999999999999", 206, "0123456789", "bytes 0-9/10"},
      // What is not one range of bytes means the whole.
      {"bytes=5-2", 200, "0123456789", ""},
      {"bytes=0-1,3-4", 200, "0123456789", ""},
      {"bytes=a-b", 200, "0123456789", ""},
      {"bytes=-", 200, "0123456789", ""},
      {"chunks=1-2", 200, "0123456789", ""},
  };
  for (const RangeCase& each : cases) {
    const S3Answer got = s3_.Get("/bkt/key", {{"Range", each.range}});
    EXPECT_EQ(got.status, each.status) << each.range;
    EXPECT_EQ(got.body, each.body) << each.range;
    EXPECT_EQ(got.Header("Content-Range"), each.content_range) << each.range;
    EXPECT_EQ(got.Header("Accept-Ranges"), "bytes");
  }
}

TEST_F(ObjectsTest, RangesBeyondTheEndAreUnsatisfiable) {
  for (const char* range :
       {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-"}) {
    const S3Answer got = s3_.Get("/bkt/key", {{"Range", range}});
    EXPECT_EQ(got.status, 416) << range;
    EXPECT_EQ(got.Element("Code"), "InvalidRange");
    EXPECT_EQ(got.Element("Message"), "The requested range is not satisfiable");
    EXPECT_EQ(got.Element("ActualObjectSize"), "10");
    EXPECT_EQ(got.Element("RangeRequested"), range);
    EXPECT_EQ(got.Header("Content-Range"), "bytes */10");
  }
  s3_.Put("/bkt/empty", "");
  EXPECT_EQ(s3_.Get("/bkt/empty", {{"Range", "bytes=0-"}}).status, 416);
  EXPECT_EQ(s3_.Get("/bkt/empty", {{"Range", "bytes=-1"}}).status, 416);
  EXPECT_EQ(s3_.Get("/bkt/empty").status, 200);
}

TEST_F(ObjectsTest, ARangeOfWhatHasChangedIsTheWhole) {
  struct Case {
    const char* if_range;
    int status;
  };
  for (const Case& each : {
           Case{"\"781e5e245d69b566979b86e28d23f2c7\"", 206},
           Case{"781e5e245d69b566979b86e28d23f2c7", 206},
           Case{"Mon, 01 Jan 2024 00:00:00 GMT", 206},
           Case{"\"another\"", 200},
           Case{"Mon, 01 Jan 2035 00:00:00 GMT", 200},
           Case{"Sun, 31 Dec 2023 23:59:59 GMT", 200},
       }) {
    const S3Answer got = s3_.Get("/bkt/key", {{"Range", "bytes=2-4"}, {"If-Range", each.if_range}});
    EXPECT_EQ(got.status, each.status) << each.if_range;
    EXPECT_EQ(got.body, each.status == 206 ? "234" : "0123456789") << each.if_range;
  }
}

TEST_F(ObjectsTest, HeadIsGetWithoutItsBody) {
  const S3Answer head = s3_.Send("HEAD", "/bkt/key");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(head.content_length, 10u);
  EXPECT_EQ(head.Header("ETag"), "\"781e5e245d69b566979b86e28d23f2c7\"");
  EXPECT_EQ(head.Header("Last-Modified"), "Mon, 01 Jan 2024 00:00:00 GMT");
  EXPECT_EQ(s3_.record().operation, "HeadObject");

  const S3Answer range = s3_.Send("HEAD", "/bkt/key", {{"Range", "bytes=2-5"}});
  EXPECT_EQ(range.status, 206);
  EXPECT_EQ(range.content_length, 4u);
  EXPECT_EQ(range.Header("Content-Range"), "bytes 2-5/10");
}

TEST_F(ObjectsTest, ErrorsToHeadHaveNoBody) {
  const S3Answer head = s3_.Send("HEAD", "/bkt/none");
  EXPECT_EQ(head.status, 404);
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(head.content_length, std::nullopt);
  EXPECT_NE(head.Header("x-amz-request-id"), "");
  EXPECT_EQ(s3_.record().error, "NoSuchKey");
}

TEST_F(ObjectsTest, MissingThingsAreNamed) {
  const S3Answer key = s3_.Get("/bkt/none/such");
  EXPECT_EQ(key.status, 404);
  EXPECT_EQ(key.Element("Code"), "NoSuchKey");
  EXPECT_EQ(key.Element("Message"), "The specified key does not exist.");
  EXPECT_EQ(key.Element("Key"), "none/such");
  EXPECT_EQ(s3_.Get("/none/key").Element("Code"), "NoSuchBucket");
  EXPECT_EQ(s3_.Get("/bkt/key?versionId=abc").Element("Message"), "Invalid version id specified");
  EXPECT_EQ(s3_.Get("/bkt/key?versionId=null").status, 200);
}

TEST_F(ObjectsTest, QueryParametersOverrideHeaders) {
  const S3Answer got = s3_.Get(
      "/bkt/key?response-content-type=text%2Fplain&response-cache-control=no-store"
      "&response-content-disposition=attachment%3B%20filename%3D%22a.txt%22"
      "&response-content-encoding=br&response-content-language=fr&response-expires=soon");
  EXPECT_EQ(got.Header("Content-Type"), "text/plain");
  EXPECT_EQ(got.Header("Cache-Control"), "no-store");
  EXPECT_EQ(got.Header("Content-Disposition"), "attachment; filename=\"a.txt\"");
  EXPECT_EQ(got.Header("Content-Encoding"), "br");
  EXPECT_EQ(got.Header("Content-Language"), "fr");
  EXPECT_EQ(got.Header("Expires"), "soon");
}

struct ConditionCase {
  HeaderList headers;
  int status;
  const char* condition;  // of a 412
};

TEST_F(ObjectsTest, ConditionalReads) {
  const std::string etag = "\"781e5e245d69b566979b86e28d23f2c7\"";
  const std::string bare = "781e5e245d69b566979b86e28d23f2c7";
  const char* before = "Sun, 31 Dec 2023 23:59:59 GMT";
  const char* exact = "Mon, 01 Jan 2024 00:00:00 GMT";
  const char* future = "Mon, 01 Jan 2035 00:00:00 GMT";
  const ConditionCase cases[] = {
      {{{"If-Match", etag}}, 200, ""},
      {{{"If-Match", bare}}, 200, ""},
      {{{"If-Match", "*"}}, 200, ""},
      {{{"If-Match", "\"a\", " + etag}}, 200, ""},
      {{{"If-Match", "\"a\""}}, 412, "If-Match"},
      {{{"If-None-Match", etag}}, 304, ""},
      {{{"If-None-Match", bare}}, 304, ""},
      {{{"If-None-Match", "*"}}, 304, ""},
      {{{"If-None-Match", "\"a\""}}, 200, ""},
      {{{"If-Modified-Since", before}}, 200, ""},
      {{{"If-Modified-Since", exact}}, 304, ""},
      {{{"If-Modified-Since", future}}, 200, ""},
      {{{"If-Modified-Since", "whenever"}}, 200, ""},
      {{{"If-Unmodified-Since", before}}, 412, "If-Unmodified-Since"},
      {{{"If-Unmodified-Since", exact}}, 200, ""},
      // A true If-Match outweighs a failed date; If-None-Match outweighs If-Modified-Since.
      {{{"If-Match", etag}, {"If-Unmodified-Since", before}}, 200, ""},
      {{{"If-None-Match", etag}, {"If-Modified-Since", before}}, 304, ""},
      {{{"If-None-Match", "\"a\""}, {"If-Modified-Since", exact}}, 200, ""},
  };
  s3_.clock().Advance(24h);
  for (const ConditionCase& each : cases) {
    const S3Answer got = s3_.Get("/bkt/key", each.headers);
    EXPECT_EQ(got.status, each.status) << each.headers[0].first << " " << each.headers[0].second;
    EXPECT_EQ(got.Element("Condition"), each.condition);
    if (each.status != 304) continue;
    EXPECT_EQ(got.body, "");
    EXPECT_EQ(got.Header("ETag"), etag);
    EXPECT_EQ(got.Header("Last-Modified"), exact);
  }
}

TEST_F(ObjectsTest, PartNumberOfAPlainObjectIsOne) {
  const S3Answer part = s3_.Get("/bkt/key?partNumber=1");
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, "0123456789");
  EXPECT_EQ(part.Header("Content-Range"), "bytes 0-9/10");
  EXPECT_EQ(part.Header("x-amz-mp-parts-count"), "");
  const S3Answer beyond = s3_.Get("/bkt/key?partNumber=2");
  EXPECT_EQ(beyond.status, 416);
  EXPECT_EQ(beyond.Element("Code"), "InvalidPartNumber");
  EXPECT_EQ(beyond.Element("ActualPartCount"), "1");
  EXPECT_EQ(s3_.Get("/bkt/key?partNumber=0").Element("Message"),
            "Part number must be an integer between 1 and 10000, inclusive");
  EXPECT_EQ(s3_.Get("/bkt/key?partNumber=1", {{"Range", "bytes=0-1"}}).Element("Message"),
            "Cannot specify both Range header and partNumber query parameter");
}

TEST_F(ObjectsTest, DeletingIsAlwaysDone) {
  EXPECT_EQ(s3_.Send("DELETE", "/bkt/key").status, 204);
  EXPECT_FALSE(s3_.objects().Head("bkt", "key"));
  EXPECT_EQ(s3_.Send("DELETE", "/bkt/key").status, 204);
  EXPECT_EQ(s3_.Send("DELETE", "/none/key").Element("Code"), "NoSuchBucket");
}

TEST_F(ObjectsTest, DeletingMayBeConditional) {
  EXPECT_EQ(s3_.Send("DELETE", "/bkt/key", {{"If-Match", "\"other\""}}).status, 412);
  EXPECT_TRUE(s3_.objects().Head("bkt", "key"));
  EXPECT_EQ(s3_.Send("DELETE", "/bkt/key", {{"If-Match", "*"}}).status, 204);
}

TEST_F(ObjectsTest, TheBucketMayBeInTheHost) {
  for (const char* host :
       {"bkt.localhost:4566", "BKT.LocalHost", "bkt.s3.localhost:4566",
        "bkt.s3.localhost.localstack.cloud:4566", "bkt.s3.us-west-2.amazonaws.com",
        "bkt.s3-us-west-2.amazonaws.com", "bkt.s3.amazonaws.com"}) {
    EXPECT_EQ(s3_.Get("/key", {{"Host", host}}).body, "0123456789") << host;
  }
  for (const char* host :
       {"localhost:4566", "127.0.0.1:4566", "s3.localhost:4566", "[::1]:4566",
        "s3.us-west-2.amazonaws.com", "portside", "s3.localhost.localstack.cloud"}) {
    EXPECT_EQ(s3_.Get("/bkt/key", {{"Host", host}}).body, "0123456789") << host;
  }
}

TEST_F(ObjectsTest, BrowsersAreToldThatThereIsNoCors) {
  const S3Answer answer = s3_.Send("OPTIONS", "/bkt/key");
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.Element("Code"), "AccessForbidden");
}

}  // namespace
}  // namespace portside
