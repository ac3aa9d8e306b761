// SPDX-License-Identifier: Apache-2.0
//
// Answers that do not arrive, because a test has ordered that.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http_server/test_server.h"

namespace portside {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

std::string AllOf(TestServer& server, const std::string& path) {
  TestClient client(server);
  client.Send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
  return client.ReceiveAll();
}

TEST(Delivery, ACutAnswerEndsInTheMiddleOfItsBody) {
  TestServer server;
  // "GET /cut " has nine bytes: half of it is sent.
  EXPECT_THAT(AllOf(server, "/cut"), HasSubstr("Content-Length: 9\r\n"));
  EXPECT_THAT(AllOf(server, "/cut"), EndsWith("\r\n\r\nGET "));
  EXPECT_THAT(AllOf(server, "/cut-at-3"), HasSubstr("Content-Length: 14\r\n"));
  EXPECT_THAT(AllOf(server, "/cut-at-3"), EndsWith("\r\n\r\nGET"));
  // The connection ends where the whole body was sent as well.
  EXPECT_THAT(AllOf(server, "/cut-far"), EndsWith("\r\n\r\nGET /cut-far "));
}

TEST(Delivery, AnAnswerWithoutABodyIsCutInItsHead) {
  TestServer server;
  const std::string sent = AllOf(server, "/cut-empty");
  EXPECT_THAT(sent, testing::StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(sent, Not(HasSubstr("\r\n\r\n")));
}

TEST(Delivery, AConnectionIsResetWithoutAByte) {
  TestServer server;
  EXPECT_EQ(AllOf(server, "/reset"), "");
  // The server goes on.
  EXPECT_THAT(AllOf(server, "/close"), HasSubstr("GET /close "));
}

}  // namespace
}  // namespace portside
