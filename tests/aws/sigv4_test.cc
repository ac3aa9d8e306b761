// SPDX-License-Identifier: Apache-2.0

#include "portside/aws/sigv4.h"

#include <gtest/gtest.h>

#include "portside/base/digest.h"

namespace portside {
namespace {

constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

// An example of AWS's documentation or of its published test suite.
struct Example {
  std::string method;
  std::string target;
  std::vector<Headers::Field> headers;
  std::string signed_headers;
  std::string payload_hash;
  CredentialScope scope;
  std::string signature;
};

std::string SignatureOfExample(const Example& example, std::string_view secret,
                               PathEncoding encoding) {
  HttpRequest request;
  request.method = example.method;
  request.target = example.target;
  std::string time;
  for (const auto& [name, value] : example.headers) {
    request.headers.Add(name, value);
    if (name == "x-amz-date") time = value;
  }
  const std::string canonical =
      CanonicalRequest(request, example.signed_headers, example.payload_hash, encoding);
  return SignatureOf(SigningKey(secret, example.scope),
                     StringToSign(time, example.scope, canonical));
}

TEST(SigV4, SignsTheExamplesOfS3sDocumentation) {
  const std::string empty = HexDigest(DigestAlgorithm::kSha256, "");
  const CredentialScope scope{"AKIAIOSFODNN7EXAMPLE", "20130524", "us-east-1", "s3"};
  const Headers::Field host{"Host", "examplebucket.s3.amazonaws.com"};
  const Headers::Field date{"x-amz-date", "20130524T000000Z"};
  const std::string put_hash = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
  const std::string usual = "host;x-amz-content-sha256;x-amz-date";
  for (const Example& example : {
           Example{"GET",
                   "/test.txt",
                   {host, {"Range", "bytes=0-9"}, {"x-amz-content-sha256", empty}, date},
                   "host;range;x-amz-content-sha256;x-amz-date",
                   empty,
                   scope,
                   "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
           Example{"PUT",
                   "/test%24file.text",
                   {host,
                    {"Date", "Fri, 24 May 2013 00:00:00 GMT"},
                    date,
                    {"x-amz-storage-class", "REDUCED_REDUNDANCY"},
                    {"x-amz-content-sha256", put_hash}},
                   "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                   put_hash,
                   scope,
                   "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"},
           Example{"GET",
                   "/?lifecycle",
                   {host, date, {"x-amz-content-sha256", empty}},
                   usual,
                   empty,
                   scope,
                   "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
           Example{"GET",
                   "/?max-keys=2&prefix=J",
                   {host, date, {"x-amz-content-sha256", empty}},
                   usual,
                   empty,
                   scope,
                   "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"},
           Example{"GET",
                   "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPL"
                   "E%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-"
                   "Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=ignored",
                   {host, date},
                   "host",
                   "UNSIGNED-PAYLOAD",
                   scope,
                   "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"},
       }) {
    EXPECT_EQ(SignatureOfExample(example, kSecret, PathEncoding::kOnce), example.signature)
        << example.target;
  }
}

TEST(SigV4, SignsTheExamplesOfTheTestSuite) {
  const std::string empty = HexDigest(DigestAlgorithm::kSha256, "");
  const CredentialScope scope{"AKIDEXAMPLE", "20150830", "us-east-1", "service"};
  const std::vector<Headers::Field> headers = {{"Host", "example.amazonaws.com"},
                                               {"x-amz-date", "20150830T123600Z"}};
  struct Case {
    std::string target;
    std::string signature;
  };
  const std::string vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
  for (const Case& c : {
           Case{"/", vanilla},
           Case{"", vanilla},
           Case{"//", vanilla},
           Case{"/example/..", vanilla},
           Case{"/example1/example2/../..", vanilla},
           Case{"/./", vanilla},
           Case{"/?Param2=value2&Param1=value1",
                "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
       }) {
    const Example example{"GET", c.target, headers, "host;x-amz-date", empty, scope, ""};
    EXPECT_EQ(SignatureOfExample(example, "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                                 PathEncoding::kTwice),
              c.signature)
        << c.target;
  }
}

std::string Canonical(const std::string& target, PathEncoding encoding,
                      const std::vector<Headers::Field>& headers = {}) {
  HttpRequest request;
  request.method = "GET";
  request.target = target;
  for (const auto& [name, value] : headers) request.headers.Add(name, value);
  return CanonicalRequest(request, headers.empty() ? "" : headers[0].first, "hash", encoding);
}

TEST(SigV4, PathsOfS3AreEncodedOnceAndKeepTheirForm) {
  EXPECT_EQ(Canonical("/b//a/../x%2fy+z%2B%c3%a9", PathEncoding::kOnce),
            "GET\n/b//a/../x/y%2Bz%2B%C3%A9\n\n:\n\n\nhash");
}

TEST(SigV4, PathsOfOtherServicesAreNormalisedAndEncodedTwice) {
  EXPECT_EQ(Canonical("/jobs//./arn%3Aaws%3Ax%2Fy/", PathEncoding::kTwice),
            "GET\n/jobs/arn%253Aaws%253Ax%252Fy/\n\n:\n\n\nhash");
}

TEST(SigV4, QueriesAreSortedByTheirEncodedForm) {
  EXPECT_EQ(Canonical("/?b=2&a=%7e&&a+=1&a&c=x%20y%zz", PathEncoding::kOnce),
            "GET\n/\na=&a=~&a%20=1&b=2&c=x%2520y%25zz\n:\n\n\nhash");
}

TEST(SigV4, HeadersAreFoldedAndJoined) {
  EXPECT_EQ(Canonical("/", PathEncoding::kOnce,
                      {{"x-Two", "  a   b "}, {"X-two", "c"}, {"other", "not signed"}}),
            "GET\n/\n\nx-two:a b,c\n\nx-Two\nhash");
}

TEST(SigV4, ReadsTheFieldsOfTheHeaderInAnyOrder) {
  const AuthorizationFields all = AuthorizationFields::Parse(
      "Signature=0a,SignedHeaders=host;x-amz-date ,  Credential=AK/1/r/s3/aws4_request");
  EXPECT_EQ(all.credential, "AK/1/r/s3/aws4_request");
  EXPECT_EQ(all.signed_headers, "host;x-amz-date");
  EXPECT_EQ(all.signature, "0a");
  const AuthorizationFields none = AuthorizationFields::Parse("Credential, signature=0a");
  EXPECT_FALSE(none.credential || none.signed_headers || none.signature);
}

TEST(SigV4, SignaturesAreComparedWhole) {
  EXPECT_TRUE(IsSameSignature("0a", "0a"));
  EXPECT_FALSE(IsSameSignature("0a", "0b"));
  EXPECT_FALSE(IsSameSignature("0a", "0"));
  EXPECT_TRUE(IsSameSignature("", ""));
}

TEST(SigV4, DatesHaveOneForm) {
  const auto time = ParseAmzDate("20130524T000102Z");
  ASSERT_TRUE(time);
  EXPECT_EQ(FormatAmzDate(*time), "20130524T000102Z");
  for (const char* text : {"", "20130524T000102", "2013-05-24T00:01Z", "20130524 000102Z",
                           "20131324T000102Z", "20130524t000102z"}) {
    EXPECT_FALSE(ParseAmzDate(text)) << text;
  }
}

TEST(SigV4, TheTimeOfSigningIsInEitherHeader) {
  HttpRequest request;
  EXPECT_FALSE(TimeOfSigning(request));
  request.headers.Add("Date", "Fri, 24 May 2013 00:00:00 GMT");
  ASSERT_TRUE(TimeOfSigning(request));
  EXPECT_EQ(FormatAmzDate(*TimeOfSigning(request)), "20130524T000000Z");
  request.headers.Add("X-Amz-Date", "20200101T000000Z");
  EXPECT_EQ(FormatAmzDate(*TimeOfSigning(request)), "20200101T000000Z");
}

TEST(SigV4, FindsWhatIsNotSigned) {
  HttpRequest request;
  request.headers.Add("Host", "h");
  request.headers.Add("X-Amz-Date", "d");
  request.headers.Add("X-Amz-Meta-One", "1");
  EXPECT_EQ(FirstUnsignedHeader(request, "host;x-amz-date"), "x-amz-meta-one");
  EXPECT_EQ(FirstUnsignedHeader(request, "x-amz-date;x-amz-meta-one"), "");
  EXPECT_FALSE(IsSignedHeader("x-amz-date", "host"));
}

}  // namespace
}  // namespace portside
