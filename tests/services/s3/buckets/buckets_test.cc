// SPDX-License-Identifier: Apache-2.0

#include <gtest/gtest.h>

#include "services/s3/s3_driver.h"

namespace portside {
namespace {

std::string Constraint(const std::string& region) {
  return "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
         "<LocationConstraint>" +
         region + "</LocationConstraint></CreateBucketConfiguration>";
}

class BucketsTest : public ::testing::Test {
 protected:
  S3Driver s3_;
};

TEST_F(BucketsTest, AreMadeFoundAndDeleted) {
  const S3Answer made = s3_.Put("/first-bucket", "");
  EXPECT_EQ(made.status, 200);
  EXPECT_EQ(made.Header("Location"), "/first-bucket");
  // The JavaScript SDK puts a slash behind.
  EXPECT_EQ(s3_.Put("/second-bucket/", "").status, 200);

  const S3Answer head = s3_.Send("HEAD", "/first-bucket");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.Header("x-amz-bucket-region"), "us-east-1");
  EXPECT_EQ(s3_.Send("HEAD", "/no-bucket").status, 404);

  EXPECT_EQ(s3_.Send("DELETE", "/first-bucket").status, 204);
  EXPECT_EQ(s3_.Send("HEAD", "/first-bucket").status, 404);
  EXPECT_EQ(s3_.Send("DELETE", "/first-bucket").Element("Code"), "NoSuchBucket");
}

TEST_F(BucketsTest, OnlyEmptyOnesAreDeleted) {
  s3_.Put("/bkt", "");
  s3_.Put("/bkt/key", "x");
  const S3Answer answer = s3_.Send("DELETE", "/bkt");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.Element("Code"), "BucketNotEmpty");
  EXPECT_EQ(answer.Element("Message"), "The bucket you tried to delete is not empty");
  EXPECT_EQ(answer.Element("BucketName"), "bkt");
}

TEST_F(BucketsTest, NamesFollowTheRules) {
  for (const char* name : {"ab", "UPPER", "under_score", "-dash", "192.168.0.1"}) {
    const S3Answer answer = s3_.Put(std::string("/") + name, "");
    EXPECT_EQ(answer.status, 400) << name;
    EXPECT_EQ(answer.Element("Code"), "InvalidBucketName");
    EXPECT_EQ(answer.Element("Message"), "The specified bucket is not valid.");
    EXPECT_EQ(answer.Element("BucketName"), name);
  }
}

struct RegionCase {
  const char* endpoint;
  std::string body;
  int status;
  std::string outcome;  // the bucket's region, or the error code
  const char* message;
};

TEST_F(BucketsTest, LocationsFollowTheEndpoint) {
  const RegionCase cases[] = {
      {"us-east-1", "", 200, "us-east-1", ""},
      {"us-east-1", Constraint("eu-central-1"), 200, "eu-central-1", ""},
      {"us-east-1", Constraint("EU"), 200, "eu-west-1", ""},
      {"us-west-2", Constraint("us-west-2"), 200, "us-west-2", ""},
      {"us-west-2", "", 400, "IllegalLocationConstraintException",
       "The unspecified location constraint is incompatible for the region specific endpoint this "
       "request was sent to."},
      {"us-west-2", Constraint("eu-west-1"), 400, "IllegalLocationConstraintException",
       "The eu-west-1 location constraint is incompatible for the region specific endpoint this "
       "request was sent to."},
      {"us-east-1", Constraint("mars-north-1"), 400, "InvalidLocationConstraint",
       "The specified location-constraint is not valid"},
      {"us-east-1", "<CreateBucketConfiguration>", 400, "MalformedXML",
       "The XML you provided was not well-formed or did not validate against our published "
       "schema"},
      {"us-east-1", "<Other/>", 400, "MalformedXML",
       "The XML you provided was not well-formed or did not validate against our published "
       "schema"},
  };
  int number = 0;
  for (const RegionCase& each : cases) {
    s3_.region = each.endpoint;
    const std::string name = "bucket-" + std::to_string(++number);
    const S3Answer answer = s3_.Put("/" + name, each.body);
    EXPECT_EQ(answer.status, each.status) << answer.body;
    if (each.status != 200) {
      EXPECT_EQ(answer.Element("Code"), each.outcome);
      EXPECT_EQ(answer.Element("Message"), each.message);
      continue;
    }
    EXPECT_EQ(s3_.objects().FindBucket(name)->region, each.outcome);
    EXPECT_EQ(s3_.Get("/" + name + "?location").body,
              each.outcome == "us-east-1"
                  ? "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LocationConstraint "
                    "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"></LocationConstraint>"
                  : "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LocationConstraint "
                    "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" +
                        each.outcome + "</LocationConstraint>");
  }
}

TEST_F(BucketsTest, AnUnsignedRequestMakesThemInTheDefaultRegion) {
  s3_.access_key = "";
  s3_.region = "eu-north-1";
  EXPECT_EQ(s3_.Put("/bkt", "").status, 200);
  EXPECT_EQ(s3_.objects().FindBucket("bkt")->region, "eu-north-1");
}

TEST_F(BucketsTest, MakingOnesOwnAgainIsNoErrorInTheFirstRegion) {
  s3_.Put("/bkt", "");
  EXPECT_EQ(s3_.Put("/bkt", "").status, 200);
  s3_.region = "us-west-2";
  s3_.Put("/west", Constraint("us-west-2"));
  const S3Answer again = s3_.Put("/west", Constraint("us-west-2"));
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.Element("Code"), "BucketAlreadyOwnedByYou");
  EXPECT_EQ(again.Element("Message"),
            "Your previous request to create the named bucket succeeded and you already own it.");
}

TEST_F(BucketsTest, TheNamesOfOthersAreTakenAndTheirBucketsClosed) {
  s3_.Put("/bkt", "");
  s3_.Put("/bkt/key", "x");
  s3_.account = "444455556666";
  const S3Answer made = s3_.Put("/bkt", "");
  EXPECT_EQ(made.status, 409);
  EXPECT_EQ(made.Element("Code"), "BucketAlreadyExists");
  EXPECT_EQ(made.Element("Message"),
            "The requested bucket name is not available. The bucket namespace is shared by all "
            "users of the system. Please select a different name and try again.");
  for (const auto& [method, target] :
       std::vector<std::pair<std::string, std::string>>{{"GET", "/bkt"},
                                                        {"GET", "/bkt?location"},
                                                        {"GET", "/bkt/key"},
                                                        {"PUT", "/bkt/key"},
                                                        {"DELETE", "/bkt/key"},
                                                        {"DELETE", "/bkt"},
                                                        {"GET", "/bkt?list-type=2"}}) {
    const S3Answer answer = s3_.Send(method, target);
    EXPECT_EQ(answer.status, 403) << method << target;
    EXPECT_EQ(answer.Element("Code"), "AccessDenied");
    EXPECT_EQ(answer.Element("Message"), "Access Denied");
  }
  EXPECT_EQ(s3_.Send("HEAD", "/bkt").status, 403);
  EXPECT_EQ(s3_.Get("/").Elements("Name"), "");
}

TEST_F(BucketsTest, AreListedByTheirOwner) {
  s3_.MakeBucket("bbb");
  s3_.MakeBucket("aaa");
  s3_.MakeBucket("abc");
  const S3Answer all = s3_.Get("/");
  EXPECT_EQ(all.status, 200);
  EXPECT_EQ(all.Header("Content-Type"), "application/xml");
  EXPECT_EQ(all.Elements("Name"), "aaa abc bbb");
  EXPECT_EQ(all.Element("CreationDate"), "2024-01-01T00:00:00.000Z");
  EXPECT_EQ(all.Element("ID").size(), 64u);
  EXPECT_EQ(all.Element("BucketRegion"), "");

  const S3Answer page = s3_.Get("/?max-buckets=2&prefix=");
  EXPECT_EQ(page.Elements("Name"), "aaa abc");
  EXPECT_EQ(page.Element("BucketRegion"), "us-east-1");
  const S3Answer rest = s3_.Get("/?continuation-token=" + page.Element("ContinuationToken"));
  EXPECT_EQ(rest.Elements("Name"), "bbb");
  EXPECT_EQ(rest.Element("ContinuationToken"), "");
  EXPECT_EQ(s3_.Get("/?prefix=a").Elements("Name"), "aaa abc");
  EXPECT_EQ(s3_.Get("/?bucket-region=eu-west-1").Elements("Name"), "");
  EXPECT_EQ(s3_.Get("/?max-buckets=0").Element("Code"), "InvalidArgument");
  EXPECT_EQ(s3_.Get("/?continuation-token=!").Element("Code"), "InvalidArgument");
}

}  // namespace
}  // namespace portside
