// SPDX-License-Identifier: Apache-2.0
//
// Requests and responses as they should be: keep-alive, versions, methods, heads.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http_server/test_server.h"
#include "portside/base/timestamp.h"

namespace portside {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(HttpServer, KeepsAConnectionForManyRequests) {
  TestServer server;
  TestClient client(server);
  for (int i = 0; i < 100; ++i) {
    const std::string target = "/echo?i=" + std::to_string(i);
    const TestResponse response = client.Call("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
    ASSERT_EQ(response.body, "GET " + target + " ");
    ASSERT_EQ(response.Header("Connection"), "");
  }
  EXPECT_EQ(server.OpenConnections(), 1U);
}

TEST(HttpServer, WritesTheHeadersThatItOwes) {
  TestServer server;
  TestClient client(server);
  const TestResponse response = client.Call("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(response.head, StartsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"));
  EXPECT_EQ(response.Header("Content-Length"), "10");
  EXPECT_EQ(response.Header("Server"), "Portside");
  const auto date = ParseHttpDate(response.Header("Date"));
  ASSERT_TRUE(date);
  EXPECT_LT(std::chrono::system_clock::now() - *date, std::chrono::seconds{10});

  const TestResponse own = client.Call("GET /server HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(own.Header("Server"), "AmazonS3");
  EXPECT_THAT(own.head, Not(HasSubstr("Portside")));
}

TEST(HttpServer, AnswersHoweverTheRequestIsCut) {
  const std::string request =
      "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody"
      "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
      "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n";
  TestServer server;
  for (std::size_t cut = 1; cut < request.size(); ++cut) {
    TestClient client(server);
    ASSERT_TRUE(client.Send(request.substr(0, cut)));
    server.OnLoop([] {});  // lets the server read the first part alone
    ASSERT_TRUE(client.Send(request.substr(cut)));
    ASSERT_EQ(client.Receive().body, "POST /echo body") << "cut at " << cut;
    ASSERT_EQ(client.Receive().body, "POST /echo hello") << "cut at " << cut;
  }
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
  TestServer server;
  TestClient client(server);
  std::string requests;
  for (int i = 0; i < 200; ++i) {
    requests += "POST /" + std::string(i % 3 == 0 ? "later" : "echo") + "?" + std::to_string(i) +
                " HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
  }
  client.Send(requests);
  for (int i = 0; i < 200; ++i) {
    ASSERT_THAT(client.Receive().body, HasSubstr("?" + std::to_string(i) + " "));
  }
}

TEST(HttpServer, Speaks10AndClosesUnlessAskedToKeep) {
  TestServer server;
  TestClient closing(server);
  const TestResponse closed = closing.Call("GET /echo HTTP/1.0\r\n\r\n");
  EXPECT_EQ(closed.body, "GET /echo ");
  EXPECT_EQ(closed.Header("Connection"), "close");
  EXPECT_TRUE(closing.IsClosedByServer());

  TestClient keeping(server);
  for (int i = 0; i < 2; ++i) {
    const TestResponse kept = keeping.Call("GET /echo HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(kept.status, 200);
    EXPECT_EQ(kept.Header("Connection"), "keep-alive");
  }
}

TEST(HttpServer, ClosesWhenEitherSideAsks) {
  TestServer server;
  for (const char* request : {"GET /echo HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
                              "GET /close HTTP/1.1\r\nHost: h\r\n\r\n"}) {
    TestClient client(server);
    const TestResponse response = client.Call(request);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.Header("Connection"), "close");
    EXPECT_TRUE(client.IsClosedByServer());
  }
}

TEST(HttpServer, AnswersAClientThatHasShutItsSide) {
  TestServer server;
  TestClient client(server);
  client.Send("POST /later HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi");
  client.ShutdownSend();
  EXPECT_EQ(client.Receive().status, 200);
  EXPECT_TRUE(client.IsClosedByServer());
}

TEST(HttpServer, HeadHasNoBodyButItsLength) {
  TestServer server;
  TestClient client(server);
  client.Send(
      "HEAD /echo HTTP/1.1\r\nHost: h\r\n\r\nHEAD /announce HTTP/1.1\r\nHost: h\r\n\r\n"
      "GET /echo HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(client.Receive(true).Header("Content-Length"), "11");
  EXPECT_EQ(client.Receive(true).Header("Content-Length"), "12345");
  EXPECT_EQ(client.Receive().body, "GET /echo ");
}

TEST(HttpServer, EmptyStatusesHaveNoBody) {
  TestServer server;
  TestClient client(server);
  const TestResponse empty = client.Call("GET /empty HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(empty.status, 204);
  EXPECT_EQ(empty.Header("Content-Length"), "");
  const TestResponse same = client.Call("GET /not-modified HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.Header("Content-Length"), "");
  EXPECT_EQ(client.Call("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").body, "GET /echo ");
}

TEST(HttpServer, KeepsTheTargetAsSent) {
  TestServer server;
  TestClient client(server);
  for (const char* target : {"/echo/../a//b/./c%2Fd?x=%41+b", "/echo%20", "/echo/\xc3\xa9"}) {
    const TestResponse response =
        client.Call("GET " + std::string(target) + " HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_THAT(response.body, HasSubstr(target));
  }
}

TEST(HttpServer, TakesAbsoluteTargets) {
  TestServer server;
  TestClient client(server);
  EXPECT_EQ(client.Call("GET http://other:1/host?x HTTP/1.1\r\nHost: h\r\n\r\n").body, "other:1");
  EXPECT_EQ(client.Call("GET HTTP://other/echo?x HTTP/1.1\r\nHost: h\r\n\r\n").body,
            "GET /echo?x ");
  EXPECT_EQ(client.Call("GET http://other?x HTTP/1.1\r\nHost: h\r\n\r\n").body, "GET /?x ");
}

TEST(HttpServer, PassesOverEmptyLinesBeforeARequest) {
  TestServer server;
  TestClient client(server);
  EXPECT_EQ(client.Call("\r\n\r\nGET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
}

TEST(HttpServer, TellsTheHandlerThePeer) {
  TestServer server;
  TestClient client(server);
  EXPECT_THAT(client.Call("GET /remote HTTP/1.1\r\nHost: h\r\n\r\n").body,
              StartsWith("127.0.0.1:"));
}

TEST(HttpServer, HeaderValuesCannotMakeASecondHeader) {
  TestServer server;
  TestClient client(server);
  const TestResponse response = client.Call("GET /injection HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(response.Header("X-Second"), "");
  EXPECT_THAT(response.head, HasSubstr("X-Evil: a  X-Second: b \r\n"));
}

TEST(HttpServer, SendsLargeTexts) {
  TestServer server;
  TestClient client(server);
  client.Send("GET /big HTTP/1.1\r\nHost: h\r\n\r\nGET /echo HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(client.Receive().body, std::string(8 << 20, 'b'));
  EXPECT_EQ(client.Receive().status, 200);
}

TEST(HttpServer, ExceptionsOfTheHandlerAre500) {
  TestServer server;
  for (const char* path : {"/throw-begin", "/throw-write", "/throw-finish"}) {
    TestClient client(server);
    const TestResponse response = client.Call("POST " + std::string(path) +
                                              " HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx");
    EXPECT_EQ(response.status, 500) << path;
    EXPECT_THAT(response.body, StartsWith("refused: ")) << path;
    EXPECT_EQ(response.Header("Connection"), "close");
    EXPECT_TRUE(client.IsClosedByServer());
  }
  TestClient client(server);
  EXPECT_EQ(client.Call("GET /throw-after HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
  EXPECT_EQ(client.Call("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
}

TEST(HttpServer, SurvivesAHandlerThatCannotEvenRefuse) {
  TestServer server;
  server.handler().refuse_throws = true;
  TestClient client(server);
  const TestResponse response = client.Call("GET /throw-begin HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body, "");
}

}  // namespace
}  // namespace portside
