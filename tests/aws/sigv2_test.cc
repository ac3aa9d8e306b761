// SPDX-License-Identifier: Apache-2.0

#include "portside/aws/sigv2.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

HttpRequest Request(std::string method, std::string target,
                    const std::vector<Headers::Field>& headers = {}) {
  HttpRequest request;
  request.method = std::move(method);
  request.target = std::move(target);
  for (const auto& [name, value] : headers) request.headers.Add(name, value);
  return request;
}

// The examples of S3's developer guide.
TEST(SigV2, SignsTheExamplesOfTheDocumentation) {
  struct Case {
    HttpRequest request;
    std::string date;
    std::string text;
    std::string signature;
  };
  for (const Case& c : {
           Case{Request("GET", "/photos/puppy.jpg"), "Tue, 27 Mar 2007 19:36:42 +0000",
                "GET\n\n\nTue, 27 Mar 2007 19:36:42 +0000\n/awsexamplebucket1/photos/puppy.jpg",
                "qgk2+6Sv9/oM7G3qLEjTH1a1l1g="},
           Case{Request("PUT", "/photos/puppy.jpg", {{"Content-Type", "image/jpeg"}}),
                "Tue, 27 Mar 2007 21:15:45 +0000",
                "PUT\n\nimage/jpeg\nTue, 27 Mar 2007 21:15:45 +0000\n"
                "/awsexamplebucket1/photos/puppy.jpg",
                "iqRzw+ileNPu1fhspnRs8nOjjIA="},
           Case{Request("GET", "/?prefix=photos&max-keys=50&marker=puppy"),
                "Tue, 27 Mar 2007 19:42:41 +0000",
                "GET\n\n\nTue, 27 Mar 2007 19:42:41 +0000\n/awsexamplebucket1/",
                "m0WP8eCtspQl5Ahe6L1SozdX9YA="},
           Case{Request("GET", "/?acl"), "Tue, 27 Mar 2007 19:44:46 +0000",
                "GET\n\n\nTue, 27 Mar 2007 19:44:46 +0000\n/awsexamplebucket1/?acl",
                "82ZHiFIjc+WbcwFKGUVEQspPn+0="},
       }) {
    const std::string text = StringToSignV2(c.request, "awsexamplebucket1", c.date, false);
    EXPECT_EQ(text, c.text);
    EXPECT_EQ(SignatureOfV2(kSecret, text), c.signature) << text;
  }
}

TEST(SigV2, AmazonHeadersAreSortedAndJoined) {
  const HttpRequest request = Request("DELETE", "/b/k%20x",
                                      {{"X-Amz-Meta-B", " 2 "},
                                       {"x-amz-date", "now"},
                                       {"x-amz-meta-b", "3"},
                                       {"Content-MD5", "sum"}});
  EXPECT_EQ(StringToSignV2(request, "", "", false),
            "DELETE\nsum\n\n\nx-amz-date:now\nx-amz-meta-b:2,3\n/b/k%20x");
}

TEST(SigV2, LinksCarryHeadersInTheirQuery) {
  const HttpRequest request =
      Request("PUT", "/b/k?AWSAccessKeyId=AK&x-amz-meta-a=1&content-type=text%2Fplain&Expires=9");
  EXPECT_EQ(StringToSignV2(request, "", "9", true), "PUT\n\ntext/plain\n9\nx-amz-meta-a:1\n/b/k");
  EXPECT_EQ(StringToSignV2(request, "", "9", false), "PUT\n\n\n9\n/b/k");
}

TEST(SigV2, ParametersThatNameAResourceAreSigned) {
  const HttpRequest request =
      Request("GET", "/b/k?uploads=&x=1&response-content-type=a%2Fb&partNumber=2");
  EXPECT_EQ(StringToSignV2(request, "", "9", true),
            "GET\n\n\n9\n/b/k?partNumber=2&response-content-type=a/b&uploads");
}

}  // namespace
}  // namespace portside
