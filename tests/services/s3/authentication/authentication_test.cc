// SPDX-License-Identifier: Apache-2.0

#include "services/s3/authentication/authentication.h"

#include <gtest/gtest.h>

#include <tuple>

#include "portside/aws/sigv2.h"
#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "services/s3/forms/form_driver.h"

namespace portside {
namespace {

constexpr const char* kAccessKey = "AKIAIOSFODNN7EXAMPLE";
constexpr const char* kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
constexpr const char* kNow = "20130524T000000Z";
const std::string kEmptyHash = HexDigest(DigestAlgorithm::kSha256, "");

// As XML writes it.
std::string Escaped(const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '"': escaped += "&quot;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '\n': escaped += "&#xa;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

class AuthenticationTest : public ::testing::Test {
 protected:
  AuthenticationTest() {
    s3_.account = "123456789012";
    Bucket bucket;
    bucket.name = "examplebucket";
    bucket.account = s3_.account;
    EXPECT_TRUE(s3_.objects().CreateBucket(bucket));
  }

  // The headers of a request that is signed as an SDK signs it.
  HeaderList Sign(const std::string& method, const std::string& target, HeaderList headers = {},
                  const std::string& hash = kEmptyHash) const {
    headers.emplace_back("Host", "127.0.0.1:4566");
    headers.emplace_back("x-amz-date", kNow);
    headers.emplace_back("x-amz-content-sha256", hash);
    const CredentialScope scope{kAccessKey, "20130524", "us-east-1", "s3"};
    HttpRequest request;
    request.method = method;
    request.target = target;
    std::map<std::string, int> names;
    for (const auto& [name, value] : headers) {
      request.headers.Add(name, value);
      names[ToLower(name)] = 1;
    }
    std::string signed_headers;
    for (const auto& [name, count] : names) signed_headers += ";" + name;
    signed_headers.erase(0, 1);
    const std::string text = StringToSign(
        kNow, scope, CanonicalRequest(request, signed_headers, hash, PathEncoding::kOnce));
    headers.emplace_back("Authorization",
                         std::string("AWS4-HMAC-SHA256 Credential=") + kAccessKey + "/" +
                             ScopeText(scope) + ",SignedHeaders=" + signed_headers +
                             ",Signature=" + SignatureOf(SigningKey(kSecret, scope), text));
    return headers;
  }

  S3Answer SendSigned(const std::string& method, const std::string& target, HeaderList headers = {},
                      const std::string& body = "") {
    return s3_.Send(
        method, target,
        Sign(method, target, std::move(headers), HexDigest(DigestAlgorithm::kSha256, body)), body);
  }

  // A link of Version 2, as botocore makes them.
  std::string LinkV2(const std::string& method, const std::string& path,
                     const std::string& expires) const {
    HttpRequest request;
    request.method = method;
    request.target = path;
    const std::string signature =
        SignatureOfV2(kSecret, StringToSignV2(request, "", expires, /*is_link=*/true));
    return path + "?AWSAccessKeyId=" + kAccessKey + "&Expires=" + expires +
           "&Signature=" + PercentEncode(signature);
  }

  const Credentials credentials_ =
      *Credentials::Parse(std::string(kAccessKey) + " " + kSecret + " 123456789012");
  VirtualClock clock_{*ParseAmzDate(kNow)};
  S3Driver s3_{S3Options{.signatures = {&credentials_, &clock_}}};
};

TEST_F(AuthenticationTest, ASignedRequestIsAnswered) {
  EXPECT_EQ(
      SendSigned("PUT", "/examplebucket/a%20b/x+y", {{"x-amz-meta-a", "  1   2 "}}, "text").status,
      200);
  const S3Answer answer = SendSigned("GET", "/examplebucket/a%20b/x%2by?response-expires=0");
  EXPECT_EQ(answer.body, "text");
}

TEST_F(AuthenticationTest, TheExampleOfTheDocumentationIsRight) {
  ASSERT_EQ(SendSigned("PUT", "/examplebucket/test.txt", {}, "Welcome to Amazon S3.").status, 200);
  const S3Answer answer = s3_.Send(
      "GET", "/test.txt",
      {{"Host", "examplebucket.s3.amazonaws.com"},
       {"Range", "bytes=0-9"},
       {"x-amz-content-sha256", kEmptyHash},
       {"x-amz-date", kNow},
       {"Authorization",
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
        "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"}});
  EXPECT_EQ(answer.status, 206);
  EXPECT_EQ(answer.body, "Welcome to");
}

TEST_F(AuthenticationTest, AWrongSignatureIsToldWithWhatWasSigned) {
  HeaderList headers = Sign("GET", "/examplebucket/k");
  const S3Answer answer = s3_.Send("GET", "/examplebucket/other", headers);
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.Element("Code"), "SignatureDoesNotMatch");
  EXPECT_EQ(answer.Element("Message"),
            "The request signature we calculated does not match the signature you provided. Check "
            "your key and signing method.");
  EXPECT_EQ(answer.Element("AWSAccessKeyId"), kAccessKey);
  EXPECT_TRUE(
      answer.Element("StringToSign").starts_with(Escaped("AWS4-HMAC-SHA256\n20130524T000000Z\n")));
  EXPECT_TRUE(answer.Element("StringToSignBytes").starts_with("41 57 53 34 2d"));
  EXPECT_TRUE(answer.Element("CanonicalRequest")
                  .starts_with(Escaped("GET\n/examplebucket/other\n\nhost:")));
  EXPECT_TRUE(answer.Element("CanonicalRequestBytes").starts_with("47 45 54 0a 2f"));
  EXPECT_EQ(answer.Element("SignatureProvided").size(), 64U);
}

TEST_F(AuthenticationTest, HeadersThatAreWrongAreNamed) {
  struct Case {
    std::string from;
    std::string to;
    int status;
    std::string code;
    std::string message;
  };
  const std::string malformed = "AuthorizationHeaderMalformed";
  const std::string prefix = "The authorization header is malformed; ";
  for (const Case& c : {
           Case{"AKIAIOSFODNN7EXAMPLE", "AKIDOTHER", 403, "InvalidAccessKeyId",
                "The AWS Access Key Id you provided does not exist in our records."},
           Case{"Credential=", "Cred=", 400, malformed, prefix + "missing Credential."},
           Case{"SignedHeaders=", "Signed=", 400, malformed, prefix + "missing SignedHeaders."},
           Case{"Signature=", "Sig=", 400, malformed, prefix + "missing Signature."},
           Case{"/s3/aws4_request", "/glue/aws4_request", 400, malformed,
                prefix + "incorrect service \"glue\". This endpoint belongs to \"s3\"."},
           Case{"aws4_request", "aws5", 400, malformed,
                prefix + "incorrect terminal \"aws5\". This endpoint uses \"aws4_request\"."},
           Case{"/20130524/", "/20130525/", 400, malformed,
                prefix + "Invalid credential date. Date is not the same as X-Amz-Date."},
           Case{"/20130524/us-east-1/s3/aws4_request", "", 400, malformed,
                prefix + "the Credential is mal-formed; expecting "
                         "\"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\"."},
           Case{"host;", "", 403, "AccessDenied",
                "There were headers present in the request which were not signed"},
           Case{"AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256", 400, "InvalidArgument",
                "Authorization header is invalid -- one and only one ' ' (space) required."},
           Case{"AWS4-HMAC-SHA256", "Bearer", 400, "InvalidArgument",
                "Unsupported Authorization Type"},
           Case{"AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256", 501, "NotImplemented",
                "s3.Signature Version 4A is not emulated by Portside."},
       }) {
    HeaderList headers = Sign("GET", "/examplebucket/k");
    std::string& header = headers.back().second;
    header.replace(header.find(c.from), c.from.size(), c.to);
    const S3Answer answer = s3_.Send("GET", "/examplebucket/k", headers);
    EXPECT_EQ(answer.status, c.status) << c.from;
    EXPECT_EQ(answer.Element("Code"), c.code) << c.from;
    EXPECT_EQ(answer.Element("Message"), Escaped(c.message)) << c.from;
  }
}

TEST_F(AuthenticationTest, WhatIsNotSignedIsDenied) {
  const S3Answer anonymous = s3_.Send("GET", "/examplebucket/k");
  EXPECT_EQ(anonymous.status, 403);
  EXPECT_EQ(anonymous.Element("Code") + ": " + anonymous.Element("Message"),
            "AccessDenied: Access Denied");

  HeaderList headers = Sign("GET", "/examplebucket/k");
  headers.emplace_back("x-amz-meta-late", "1");
  const S3Answer late = s3_.Send("GET", "/examplebucket/k", headers);
  EXPECT_EQ(late.Element("HeadersNotSigned"), "x-amz-meta-late");
}

TEST_F(AuthenticationTest, AnUnsignedPutIsRefusedBeforeItsBody) {
  const S3Answer answer = s3_.Send("PUT", "/examplebucket/k", {{"Expect", "100-continue"}}, "text");
  EXPECT_TRUE(answer.was_early);
  EXPECT_EQ(answer.status, 403);
}

TEST_F(AuthenticationTest, TimesMayDifferByFifteenMinutes) {
  const HeaderList headers = Sign("GET", "/examplebucket");
  for (const auto& [minutes, status] : {std::pair(-15, 200), {15, 200}, {-16, 403}, {16, 403}}) {
    clock_.Set(*ParseAmzDate(kNow) + std::chrono::minutes(minutes));
    const S3Answer answer = s3_.Send("GET", "/examplebucket", headers);
    EXPECT_EQ(answer.status, status) << minutes;
    if (status == 200) continue;
    EXPECT_EQ(answer.Element("Code"), "RequestTimeTooSkewed");
    EXPECT_EQ(answer.Element("RequestTime"), kNow);
    EXPECT_EQ(answer.Element("MaxAllowedSkewMilliseconds"), "900000");
  }
}

TEST_F(AuthenticationTest, TheBodyIsTheOneThatWasSigned) {
  const HeaderList headers =
      Sign("PUT", "/examplebucket/k", {}, HexDigest(DigestAlgorithm::kSha256, "text"));
  EXPECT_EQ(s3_.Send("PUT", "/examplebucket/k", headers, "test").Element("Code"),
            "XAmzContentSHA256Mismatch");
  EXPECT_EQ(s3_.Send("PUT", "/examplebucket/k", headers, "text").status, 200);
  EXPECT_EQ(s3_.Send("GET", "/examplebucket/k", Sign("GET", "/examplebucket/k", {}, "no hash"))
                .Element("ArgumentName"),
            "x-amz-content-sha256");
}

TEST_F(AuthenticationTest, LinksAreCheckedLikeHeaders) {
  ASSERT_EQ(SendSigned("PUT", "/examplebucket/test.txt", {}, "linked").status, 200);
  const std::string link =
      "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524"
      "%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-"
      "SignedHeaders=host&X-Amz-Signature="
      "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
  const HeaderList host = {{"Host", "examplebucket.s3.amazonaws.com"}};
  EXPECT_EQ(s3_.Send("GET", link, host).body, "linked");
  EXPECT_EQ(s3_.Send("GET", link + "&x=1", host).Element("Code"), "SignatureDoesNotMatch");

  struct Case {
    std::string from;
    std::string to;
    int status;
    std::string text;
  };
  for (const Case& c : {
           Case{"=86400", "=604801", 400,
                "X-Amz-Expires must be less than a week (in seconds); that is, the given "
                "X-Amz-Expires must be less than 604800 seconds"},
           Case{"=86400", "=-1", 400, "X-Amz-Expires must be non-negative"},
           Case{"=86400", "=soon", 400, "X-Amz-Expires should be a number"},
           Case{"=86400", "=", 400,
                "Query-string authentication version 4 requires the X-Amz-Algorithm, "
                "X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and "
                "X-Amz-Expires parameters."},
           Case{"T000000Z", "T00:00", 400,
                "X-Amz-Date must be in the ISO8601 Long Format &quot;yyyyMMdd'T'HHmmss'Z'&quot;"},
           Case{"AKIAIOSFODNN7EXAMPLE", "AKIDOTHER", 403,
                "The AWS Access Key Id you provided does not exist in our records."},
       }) {
    std::string wrong = link;
    wrong.replace(wrong.find(c.from), c.from.size(), c.to);
    const S3Answer answer = s3_.Send("GET", wrong, host);
    EXPECT_EQ(answer.status, c.status) << c.to;
    EXPECT_EQ(answer.Element("Message"), c.text) << c.to;
  }
}

TEST_F(AuthenticationTest, LinksExpire) {
  const std::string link =
      "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524"
      "%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-"
      "SignedHeaders=host&X-Amz-Signature=0";
  clock_.Advance(std::chrono::hours(24) + std::chrono::seconds(1));
  S3Answer answer = s3_.Send("GET", link, {{"Host", "examplebucket.s3.amazonaws.com"}});
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.Element("Code") + ": " + answer.Element("Message"),
            "AccessDenied: Request has expired");
  EXPECT_EQ(answer.Element("X-Amz-Expires"), "86400");
  EXPECT_EQ(answer.Element("Expires"), "2013-05-25T00:00:00Z");
  EXPECT_EQ(answer.Element("ServerTime"), "2013-05-25T00:00:01Z");

  answer = s3_.Send("GET", LinkV2("GET", "/examplebucket/k", "1369440000"));
  EXPECT_EQ(answer.Element("Message"), "Request has expired");
  EXPECT_EQ(answer.Element("Expires"), "2013-05-25T00:00:00Z");
}

TEST_F(AuthenticationTest, LinksOfVersion2AreCheckedToo) {
  ASSERT_EQ(SendSigned("PUT", "/examplebucket/a%20b", {}, "linked").status, 200);
  const std::string link = LinkV2("GET", "/examplebucket/a%20b", "1369353700");
  EXPECT_EQ(s3_.Send("GET", link).body, "linked");
  const S3Answer put = s3_.Send("PUT", link, {}, "x");
  EXPECT_EQ(put.Element("Code"), "SignatureDoesNotMatch");
  EXPECT_EQ(put.Element("StringToSign"), Escaped("PUT\n\n\n1369353700\n/examplebucket/a%20b"));
  EXPECT_EQ(put.Element("CanonicalRequest"), "");
  EXPECT_EQ(s3_.Send("GET", "/examplebucket/k?Signature=a").Element("Message"),
            "Query-string authentication requires the Signature, Expires and AWSAccessKeyId "
            "parameters");
  EXPECT_EQ(s3_.Send("GET", LinkV2("GET", "/examplebucket/k", "soon")).Element("Message"),
            "Invalid date (should be seconds since epoch): soon");
  EXPECT_EQ(s3_.Send("GET", link, {{"Authorization", "AWS a:b"}}).Element("ArgumentName"),
            "Authorization");
}

TEST_F(AuthenticationTest, HeadersOfVersion2AreCheckedToo) {
  HttpRequest request;
  request.method = "GET";
  request.target = "/examplebucket";
  const std::string date = "Fri, 24 May 2013 00:00:00 GMT";
  const std::string signature = SignatureOfV2(kSecret, StringToSignV2(request, "", date, false));
  const auto send = [&](const std::string& given) {
    return s3_.Send("GET", "/examplebucket",
                    {{"Date", date}, {"Authorization", std::string("AWS ") + kAccessKey + given}});
  };
  EXPECT_EQ(send(":" + signature).status, 200);
  EXPECT_EQ(send(":AAAA").Element("Code"), "SignatureDoesNotMatch");
  EXPECT_EQ(send("").Element("Code"), "InvalidArgument");
}

// Chunks whose signatures continue the request's.
TEST_F(AuthenticationTest, SignedChunksAreChecked) {
  const std::string hash = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  const HeaderList headers =
      Sign("PUT", "/examplebucket/k", {{"x-amz-decoded-content-length", "5"}}, hash);
  const std::string& authorization = headers.back().second;
  const CredentialScope scope{kAccessKey, "20130524", "us-east-1", "s3"};
  std::string last = authorization.substr(authorization.rfind('=') + 1);
  std::string body;
  for (const std::string piece : {"hello", ""}) {
    last = SignatureOf(SigningKey(kSecret, scope), "AWS4-HMAC-SHA256-PAYLOAD\n" +
                                                       std::string(kNow) + "\n" + ScopeText(scope) +
                                                       "\n" + last + "\n" + kEmptyHash + "\n" +
                                                       HexDigest(DigestAlgorithm::kSha256, piece));
    body += std::to_string(piece.size()) + ";chunk-signature=" + last + "\r\n" + piece + "\r\n";
  }
  std::string forged = body;
  forged.replace(forged.find("hello"), 5, "hallo");
  EXPECT_EQ(s3_.Send("PUT", "/examplebucket/k", headers, forged).Element("Code"),
            "SignatureDoesNotMatch");
  EXPECT_EQ(SendSigned("GET", "/examplebucket/k").status, 404);
  EXPECT_EQ(s3_.Send("PUT", "/examplebucket/k", headers, body).status, 200);
  EXPECT_EQ(SendSigned("GET", "/examplebucket/k").body, "hello");
}

// A browser's form is signed in its fields: the policy's text is what was signed.
TEST_F(AuthenticationTest, FormsAreSignedInTheirFields) {
  const std::string begin = R"({"expiration": "2030-01-01T00:00:00Z", "conditions": [{"key": "k"})";
  const std::string policy = Base64Encode(
      begin + R"(, ["starts-with", "$x-amz-algorithm", ""], ["starts-with", "$x-amz-date", ""],)"
              R"( ["starts-with", "$x-amz-credential", ""]]})");
  const std::string policy2 = Base64Encode(begin + "]}");
  const CredentialScope scope{kAccessKey, "20130524", "us-east-1", "s3"};
  using FieldList = std::vector<std::pair<std::string, std::string>>;
  const FieldList version4 = {
      {"key", "k"},
      {"policy", policy},
      {"x-amz-algorithm", "AWS4-HMAC-SHA256"},
      {"x-amz-credential", std::string(kAccessKey) + "/" + ScopeText(scope)},
      {"x-amz-date", kNow},
      {"x-amz-signature", SignatureOf(SigningKey(kSecret, scope), policy)}};
  const FieldList version2 = {{"key", "k"},
                              {"policy", policy2},
                              {"AWSAccessKeyId", kAccessKey},
                              {"signature", SignatureOfV2(kSecret, policy2)}};
  const auto post = [this](const FieldList& fields) {
    const S3Answer answer = s3_.Send("POST", "/examplebucket", {{"Content-Type", kFormType}},
                                     FormBody(fields, FormFile{"x"}));
    return std::to_string(answer.status) + " " + answer.Element("Code");
  };
  for (const FieldList& fields : {version4, version2}) {
    EXPECT_EQ(post(fields), "204 ");
    FieldList wrong = fields;
    wrong.back().second[0] = wrong.back().second[0] == 'a' ? 'b' : 'a';
    EXPECT_EQ(post(wrong), "403 SignatureDoesNotMatch");
    FieldList unsigned_form = fields;
    unsigned_form.pop_back();
    EXPECT_EQ(post(unsigned_form), "400 InvalidArgument");
  }
  // Rightly signed, but for another service, another day, or by other means.
  for (const auto& [date, service, algorithm] :
       {std::tuple("20130524", "glue", "AWS4-HMAC-SHA256"),
        std::tuple("20130523", "s3", "AWS4-HMAC-SHA256"),
        std::tuple("20130524", "s3", "AWS4-ECDSA-P256-SHA256"), std::tuple("20130524", "s3", "")}) {
    const CredentialScope other{kAccessKey, date, "us-east-1", service};
    FieldList fields = version4;
    fields[2].second = algorithm;
    fields[3].second = std::string(kAccessKey) + "/" + ScopeText(other);
    fields[5].second = SignatureOf(SigningKey(kSecret, other), policy);
    EXPECT_EQ(post(fields), "400 AuthorizationQueryParametersError")
        << date << service << algorithm;
  }
  EXPECT_EQ(post({{"key", "k"}}), "403 AccessDenied");
  FieldList nobody = version2;
  nobody[2].second = "AKIDOTHER";
  EXPECT_EQ(post(nobody), "403 InvalidAccessKeyId");
}

TEST_F(AuthenticationTest, PreflightsAreNotSigned) {
  EXPECT_EQ(s3_.Send("OPTIONS", "/examplebucket/k").Element("Code"), "AccessForbidden");
}

}  // namespace
}  // namespace portside
