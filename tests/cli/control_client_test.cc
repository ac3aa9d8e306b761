// SPDX-License-Identifier: Apache-2.0

#include "portside/cli/control_client.h"

#include <gtest/gtest.h>

namespace portside::cli {
namespace {

TEST(ControlClientTest, AnswersAreJsonAndRefusalsMessages) {
  const auto json = ReadAnswer({.status = 201, .body = std::string(R"({"id":"x"})")});
  ASSERT_TRUE(json.has_value());
  EXPECT_EQ(*json, Json({{"id", "x"}}));
  const struct {
    int status;
    const char* body;
    const char* message;
  } kRefusals[] = {
      {400, R"({"message":"mode is \"fast\".","member":"mode"})", "mode is \"fast\"."},
      {401, R"({"message":"A token is needed."})", "A token is needed. (--token gives it)"},
      {502, "<html>", "the server answered 502"},
      {404, "{}", "the server answered 404"},
      {200, "<html>", "the answer is not JSON: is it a Portside server?"},
  };
  for (const auto& test : kRefusals) {
    const auto refused = ReadAnswer({.status = test.status, .body = std::string(test.body)});
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().message, test.message);
    EXPECT_EQ(refused.error().status, 1);
  }
}

TEST(ControlClientTest, AnAddressThatIsNoneIsWrongUsage) {
  for (const char* url :
       {"", "localhost:4566", "ftp://localhost", "http://", "https://", "http://x:0"}) {
    const auto client = MakeHttpControlClient({.url = url});
    ASSERT_FALSE(client.has_value()) << url;
    EXPECT_EQ(client.error().status, 2);
  }
  EXPECT_FALSE(
      MakeHttpControlClient({.url = "http://localhost", .token = "a\r\nX: y"}).has_value());
  EXPECT_TRUE(MakeHttpControlClient({.url = "https://localhost:4566"}).has_value());
  EXPECT_TRUE(
      MakeHttpControlClient({.url = "http://localhost:4566/proxy/", .token = "token"}).has_value());
}

}  // namespace
}  // namespace portside::cli
