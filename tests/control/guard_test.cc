// SPDX-License-Identifier: Apache-2.0

#include "portside/control/guard.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

HttpRequest Request(const std::vector<Headers::Field>& headers) {
  HttpRequest request;
  for (const auto& [name, value] : headers) request.headers.Add(name, value);
  return request;
}

int StatusOf(const ControlGuard& guard, const std::vector<Headers::Field>& headers) {
  const auto refusal = guard.Refuse(Request(headers));
  return refusal ? refusal->status : 200;
}

TEST(ControlGuard, LetsInWhoAsksUnderALocalName) {
  const ControlGuard guard;
  for (const char* host :
       {"localhost:4566", "127.0.0.1:4566", "127.0.0.1", "[::1]:4566", "[::1]", "10.0.0.7:80",
        "portside:4566", "bucket.localhost:4566", "localhost.localstack.cloud:4566",
        "s3.localhost.localstack.cloud", "host.docker.internal:4566", "LOCALHOST", ""}) {
    EXPECT_EQ(StatusOf(guard, {{"Host", host}}), 200) << host;
  }
  for (const char* host : {"evil.example:4566", "localhost.evil.example", "127.0.0.1.evil.example",
                           "evillocalhost.localstack.cloud.example"}) {
    EXPECT_EQ(StatusOf(guard, {{"Host", host}}), 403) << host;
  }
}

TEST(ControlGuard, KeepsThePagesOfOthersOut) {
  const ControlGuard guard;
  const Headers::Field host{"Host", "localhost:4566"};
  EXPECT_EQ(StatusOf(guard, {host, {"Origin", "http://localhost:4566"}}), 200);
  EXPECT_EQ(StatusOf(guard, {host, {"Sec-Fetch-Site", "same-origin"}}), 200);
  for (const char* origin : {"http://evil.example", "http://localhost:3000", "null", ""}) {
    EXPECT_EQ(StatusOf(guard, {host, {"Origin", origin}}), 403) << origin;
  }
  EXPECT_EQ(StatusOf(guard, {host, {"Sec-Fetch-Site", "cross-site"}}), 403);
}

TEST(ControlGuard, AsksForItsToken) {
  const ControlGuard guard({.token = "secret"});
  const Headers::Field host{"Host", "portside.example.net"};
  EXPECT_EQ(StatusOf(guard, {host, {"Authorization", "Bearer secret"}}), 200);
  EXPECT_EQ(StatusOf(guard, {host, {"Authorization", "bearer  secret "}}), 200);
  EXPECT_EQ(StatusOf(guard, {{"Host", "localhost"}}), 401);
  for (const char* header :
       {"Bearer", "Bearer ", "Bearer secre", "Bearer secret1", "secret", "Basic secret"}) {
    EXPECT_EQ(StatusOf(guard, {host, {"Authorization", header}}), 401) << header;
  }
  // A page of elsewhere is not let in, even with the token.
  EXPECT_EQ(StatusOf(guard, {host, {"Origin", "http://x"}, {"Authorization", "Bearer secret"}}),
            403);
}

TEST(ControlGuard, IsClosedWhereThePlaneIsOff) {
  const ControlGuard guard({.is_on = false});
  const auto refusal = guard.Refuse(Request({{"Host", "localhost"}}));
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->status, 404);
  EXPECT_EQ(refusal->message,
            "The control plane is off: the server was started with --no-control.");
}

}  // namespace
}  // namespace portside
