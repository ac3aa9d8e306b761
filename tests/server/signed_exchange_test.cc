// SPDX-License-Identifier: Apache-2.0

#include "server/signed_exchange.h"

#include <gtest/gtest.h>

#include "support/test_app.h"

namespace portside {
namespace {

constexpr const char* kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
constexpr const char* kNow = "20240101T000000Z";  // where the virtual clock starts

class SignedExchangeTest : public ::testing::Test {
 protected:
  // A request as an SDK signs it, for the region and day of the virtual clock.
  static HttpRequest Sign(HttpRequest request, const std::string& service) {
    const CredentialScope scope{"AKIDEXAMPLE", "20240101", "us-west-2", service};
    request.headers.Add("Host", "localhost:4566");
    request.headers.Add("X-Amz-Date", kNow);
    const std::string canonical =
        CanonicalRequest(request, "host;x-amz-date",
                         HexDigest(DigestAlgorithm::kSha256, request.body), PathEncoding::kTwice);
    request.headers.Add(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/" + ScopeText(scope) +
            ", SignedHeaders=host;x-amz-date, Signature=" +
            SignatureOf(SigningKey(kSecret, scope), StringToSign(kNow, scope, canonical)));
    return request;
  }

  static HttpRequest ListDatabases() {
    HttpRequest request;
    request.method = "POST";
    request.target = "/";
    request.headers.Add("X-Amz-Target", "AWSGlue.GetDatabases");
    request.headers.Add("Content-Type", "application/x-amz-json-1.1");
    request.body = "{}";
    return request;
  }

  // Status, code and message of a refusal.
  std::string Refusal(HttpRequest request) {
    const HttpResponse response = app_.Send(std::move(request));
    const auto body = ParseJson(std::get<std::string>(response.body));
    if (!body) return std::to_string(response.status);
    return std::to_string(response.status) + " " + StringOr(*body, "__type") + ": " +
           StringOr(*body, "message");
  }

  TestApp app_{{.credentials = std::string("AKIDEXAMPLE ") + kSecret + " 210987654321"}};
};

TEST_F(SignedExchangeTest, ASignedRequestReachesItsServiceAsItsAccount) {
  HttpRequest create = ListDatabases();
  create.headers.Set("X-Amz-Target", "AWSGlue.CreateDatabase");
  create.body = R"({"DatabaseInput":{"Name":"mine"}})";
  EXPECT_EQ(app_.Send(Sign(create, "glue")).status, 200);
  const HttpResponse answer = app_.Send(Sign(ListDatabases(), "glue"));
  EXPECT_NE(std::get<std::string>(answer.body).find(R"("CatalogId":"210987654321")"),
            std::string::npos);
}

TEST_F(SignedExchangeTest, PathsAreEncodedTwice) {
  HttpRequest request;
  request.method = "GET";
  request.target =
      "/earth-observation-jobs/arn%3Aaws%3Asagemaker-geospatial%3Aus-west-2%3A210987654321%3A"
      "earth-observation-job%2Fabcdefghijkl";
  EXPECT_EQ(app_.Send(Sign(request, "sagemaker-geospatial")).status, 404);
  request.headers.Add("Authorization",
                      "AWS4-HMAC-SHA256 Credential=A/20240101/r/"
                      "sagemaker-geospatial/aws4_request");
  EXPECT_EQ(app_.Send(request).status, 403);
}

TEST_F(SignedExchangeTest, RefusalsSayWhatIsWrong) {
  struct Case {
    std::string from;
    std::string to;
    std::string refusal;
  };
  const std::string mismatch =
      "400 InvalidSignatureException: The request signature we calculated does not match the "
      "signature you provided. Check your AWS Secret Access Key and signing method. Consult the "
      "service documentation for details.";
  for (const Case& c : {
           Case{"Signature=", "Signature=0", mismatch},
           Case{"AKIDEXAMPLE", "AKIDOTHER",
                "400 UnrecognizedClientException: The security token included in the request is "
                "invalid."},
           Case{"/glue/", "/s3/",
                "400 InvalidSignatureException: Credential should be scoped to correct service: "
                "'glue'. "},
           Case{"/20240101/", "/20240102/",
                "400 InvalidSignatureException: Date in Credential scope does not match YYYYMMDD "
                "from ISO-8601 version of date from HTTP: '20240102' != '20240101', from "
                "'20240101T000000Z'. "},
           Case{"host;", "",
                "400 InvalidSignatureException: 'Host' or ':authority' must be a 'SignedHeader' in "
                "the AWS Authorization."},
       }) {
    HttpRequest request = Sign(ListDatabases(), "glue");
    std::string header(request.headers.Get("Authorization"));
    header.replace(header.find(c.from), c.from.size(), c.to);
    request.headers.Set("Authorization", header);
    EXPECT_EQ(Refusal(request), c.refusal) << c.from;
  }
  HttpRequest altered = Sign(ListDatabases(), "glue");
  altered.body = "{ }";
  EXPECT_EQ(Refusal(altered), mismatch);
  EXPECT_EQ(Refusal(ListDatabases()),
            "400 MissingAuthenticationTokenException: Missing Authentication Token");
}

TEST_F(SignedExchangeTest, OneMessageNamesAllThatIsMissing) {
  HttpRequest request = ListDatabases();
  request.headers.Add("Authorization", "AWS4-HMAC-SHA256 Signature=0a");
  EXPECT_EQ(Refusal(request),
            "400 IncompleteSignatureException: Authorization header requires 'Credential' "
            "parameter. Authorization header requires 'SignedHeaders' parameter. Authorization "
            "header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
            "Authorization=AWS4-HMAC-SHA256 Signature=0a");
}

TEST_F(SignedExchangeTest, SignaturesAreGoodForFiveMinutes) {
  app_.Advance(std::chrono::minutes(5));
  EXPECT_EQ(app_.Send(Sign(ListDatabases(), "glue")).status, 200);
  app_.Advance(std::chrono::seconds(1));
  EXPECT_EQ(Refusal(Sign(ListDatabases(), "glue")),
            "400 InvalidSignatureException: Signature expired: 20240101T000000Z is now earlier "
            "than 20240101T000001Z (20240101T000501Z - 5 min.)");
}

TEST_F(SignedExchangeTest, StsSpeaksXml) {
  HttpRequest request;
  request.method = "POST";
  request.target = "/";
  request.headers.Add("Content-Type", "application/x-www-form-urlencoded");
  request.body = "Action=GetCallerIdentity&Version=2011-06-15";
  const auto text = [this](const HttpRequest& sent) {
    return std::get<std::string>(app_.Send(sent).body);
  };
  EXPECT_NE(text(Sign(request, "sts")).find("<Account>210987654321</Account>"), std::string::npos);
  EXPECT_NE(text(request).find("<Code>MissingAuthenticationToken</Code>"), std::string::npos);
}

TEST_F(SignedExchangeTest, S3HasErrorsOfItsOwn) {
  HttpRequest request;
  request.method = "GET";
  request.target = "/";
  EXPECT_NE(std::get<std::string>(app_.Send(request).body).find("<Code>AccessDenied</Code>"),
            std::string::npos);
}

TEST_F(SignedExchangeTest, TheControlPathsNeedNoSignature) {
  HttpRequest request;
  request.method = "GET";
  request.target = "/_portside/health";
  EXPECT_EQ(app_.Send(request).status, 200);
}

}  // namespace
}  // namespace portside
