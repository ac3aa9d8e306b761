// SPDX-License-Identifier: Apache-2.0

#include "portside/http/origin.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

TEST(OriginTest, LocalNamesAreThoseThatNobodyOutsideCanGive) {
  for (const char* name : {"", "localhost", "127.0.0.1", "[::1]", "portside", "a.localhost",
                           "s3.localhost.localstack.cloud", "host.docker.internal"}) {
    EXPECT_TRUE(IsLocalName(name)) << name;
  }
  for (const char* name : {"example.com", "localhost.example.com", "1.example", "alocalhost.x"}) {
    EXPECT_FALSE(IsLocalName(name)) << name;
  }
  EXPECT_EQ(HostName("[::1]:4566"), "[::1]");
  EXPECT_EQ(HostName("LocalHost:4566"), "localhost");
  EXPECT_EQ(HostName("[::1]"), "[::1]");
}

TEST(OriginTest, PagesFromElsewhereAreFound) {
  const struct {
    const char* host;
    const char* origin;  // null: none is sent
    bool is_foreign;
  } cases[] = {
      {"localhost:4566", nullptr, false},
      {"localhost:4566", "http://localhost:3000", false},
      {"localhost:4566", "http://[::1]:3000", false},
      {"localhost:4566", "https://example.com", true},
      {"localhost:4566", "null", true},
      {"localhost:4566", "https://localhost.example.com", true},
      {"bucket.s3.us-west-2.amazonaws.com", nullptr, false},
      {"example.com:4566", nullptr, true},
      {"example.com:4566", "http://example.com:4566", true},
      {"amazonaws.com.example", nullptr, true},
  };
  for (const auto& [host, origin, is_foreign] : cases) {
    HttpRequest request;
    request.headers.Add("Host", host);
    if (origin != nullptr) request.headers.Add("Origin", origin);
    EXPECT_EQ(FindForeignPage(request).has_value(), is_foreign) << host;
  }
}

TEST(OriginTest, GivenNamesAndThoseBelowThemAreKnown) {
  for (const auto& [host, is_foreign] :
       {std::pair("portside.test", false), std::pair("bucket.Portside.test:4566", false),
        std::pair("otherportside.test", true)}) {
    HttpRequest request;
    request.headers.Add("Host", host);
    EXPECT_EQ(FindForeignPage(request, {"Portside.test"}).has_value(), is_foreign) << host;
  }
}

}  // namespace
}  // namespace portside
