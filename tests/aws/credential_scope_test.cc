// SPDX-License-Identifier: Apache-2.0

#include "portside/aws/credential_scope.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

HttpRequest Signed(std::string authorization, std::string target = "/") {
  HttpRequest request;
  request.target = std::move(target);
  if (!authorization.empty()) request.headers.Add("authorization", std::move(authorization));
  return request;
}

std::string Describe(const std::optional<CredentialScope>& scope) {
  if (!scope) return "none";
  return scope->access_key + "|" + scope->date + "|" + scope->region + "|" + scope->service;
}

struct Case {
  std::string authorization;
  std::string target;
  std::string expected;
};

TEST(CredentialScope, ReadsEveryWayToSign) {
  const std::string scope = "20240517/us-west-2/sagemaker-geospatial/aws4_request";
  const std::string found = "|20240517|us-west-2|sagemaker-geospatial";
  for (const Case& c : {
           Case{"AWS4-HMAC-SHA256 Credential=AKID/" + scope +
                    ", SignedHeaders=host;x-amz-date, Signature=0a",
                "/", "AKID" + found},
           Case{"AWS4-HMAC-SHA256 Credential=AKID/" + scope + ",SignedHeaders=host,Signature=0a",
                "/", "AKID" + found},
           Case{"AWS4-HMAC-SHA256 Signature=0a,  SignedHeaders=host, Credential=AKID/" + scope, "/",
                "AKID" + found},
           Case{"AWS4-HMAC-SHA256  Credential=AK/with/slash/" + scope, "/",
                "AK/with/slash" + found},
           Case{"",
                "/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
                "AKID%2F20240517%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=x",
                "AKID|20240517|eu-west-1|s3"},
           Case{"", "/?X-Amz-Credential=AKID/20240517/eu-west-1/s3/aws4_request",
                "AKID|20240517|eu-west-1|s3"},
           Case{"AWS AKID:c2lnbmF0dXJl", "/", "AKID|||s3"},
           Case{"", "/b/k?AWSAccessKeyId=AKID&Signature=x&Expires=1", "AKID|||s3"},
           Case{"Bearer token", "/?AWSAccessKeyId=AKID", "AKID|||s3"},
       }) {
    EXPECT_EQ(Describe(ParseCredentialScope(Signed(c.authorization, c.target))), c.expected)
        << c.authorization << c.target;
  }
}

TEST(CredentialScope, IsNothingWhereItCannotBeRead) {
  for (const std::string authorization :
       {"", "Bearer x", "AWS", "AWS ", "AWS nocolon", "AWS :sig", "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=", "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=0a",
        "AWS4-HMAC-SHA256 Credential=AKID/20240517/us-west-2/s3/aws4",
        "AWS4-HMAC-SHA256 Credential=20240517/us-west-2/s3/aws4_request",
        "AWS4-HMAC-SHA256 Credential=/20240517/us-west-2/s3/aws4_request",
        "AWS4-HMAC-SHA256 Credential=AKID/2024051/us-west-2/s3/aws4_request",
        "AWS4-HMAC-SHA256 Credential=AKID/2024051x/us-west-2/s3/aws4_request",
        "AWS4-HMAC-SHA256 Credential=AKID/20240517//s3/aws4_request",
        "AWS4-HMAC-SHA256 Credential=AKID/20240517/us-west-2//aws4_request",
        "AWS4-ECDSA-P256-SHA256 Credential=AKID/20240517/s3/aws4_request"}) {
    EXPECT_FALSE(ParseCredentialScope(Signed(authorization))) << authorization;
  }
  for (const std::string target :
       {"/?X-Amz-Credential=", "/?X-Amz-Credential=AKID", "/?AWSAccessKeyId=",
        "/?X-Amz-Algorithm=AWS4-ECDSA-P256-SHA256&X-Amz-Credential=A/K/20240517/s3/aws4_request"}) {
    EXPECT_FALSE(ParseCredentialScope(Signed("", target))) << target;
  }
}

TEST(AccountOf, IsTheKeyWhereItIsTwelveDigits) {
  EXPECT_EQ(AccountOf("123456789012", "000000000000"), "123456789012");
  EXPECT_EQ(AccountOf("12345678901", "000000000000"), "000000000000");
  EXPECT_EQ(AccountOf("AKIAIOSFODNN", "000000000000"), "000000000000");
}

}  // namespace
}  // namespace portside
