// SPDX-License-Identifier: Apache-2.0
//
// Request bodies: streaming, chunks, Expect: 100-continue, early answers, clients that go away.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http_server/test_server.h"

namespace portside {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n";

std::string Put(std::string_view path, std::string_view headers) {
  return "PUT " + std::string(path) + " HTTP/1.1\r\nHost: h\r\n" + std::string(headers) + "\r\n";
}

TEST(RequestBody, IsStreamed) {
  TestServer server;
  TestClient client(server);
  constexpr std::uint64_t kBytes = 20'000'000;
  client.Send(Put("/sink", "Content-Length: " + std::to_string(kBytes) + "\r\n"));
  client.Send(std::string(kBytes, 'x'));
  EXPECT_EQ(client.Receive().status, 200);
  EXPECT_EQ(server.handler().body_bytes, kBytes);
}

TEST(RequestBody, MayBeChunked) {
  TestServer server;
  TestClient client(server);
  std::string body;
  for (int i = 0; i < 1000; ++i) body += "3e8;ext=\"v\"\r\n" + std::string(1000, 'x') + "\r\n";
  client.Send(Put("/sink", "Transfer-Encoding: Chunked\r\n") + body + "0\r\nTrailer: 1\r\n\r\n");
  EXPECT_EQ(client.Receive().status, 200);
  EXPECT_EQ(server.handler().body_bytes, 1'000'000U);
  EXPECT_EQ(client.Call(Put("/echo", "Content-Length: 1\r\n") + "x").body, "PUT /echo x");
}

TEST(RequestBody, MalformedChunksAreRefused) {
  TestServer server;
  for (const char* body : {"x\r\n", "\r\n", "-1\r\n", "3\r\nabcd\r\n", "3\nabc\r\n",
                           "11111111111111111\r\n", "1;\x01\r\n", "0\r\nbad\ntrailer\r\n\r\n"}) {
    TestClient client(server);
    const TestResponse response =
        client.Call(Put("/sink", "Transfer-Encoding: chunked\r\n") + body);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_THAT(response.body, HasSubstr("chunked transfer coding is malformed"));
    EXPECT_TRUE(client.IsClosedByServer());
  }
  EXPECT_EQ(server.handler().finished, 0);
}

TEST(Expect, IsContinuedAtOnce) {
  TestServer server;
  TestClient client(server);
  for (int i = 0; i < 3; ++i) {
    client.Send(Put("/echo", "Content-Length: 4\r\nExpect: 100-continue\r\n"));
    EXPECT_THAT(client.Receive().head, StartsWith(kContinue));
    client.Send("body");
    EXPECT_EQ(client.Receive().body, "PUT /echo body");
  }
}

TEST(Expect, IsContinuedForChunkedBodies) {
  TestServer server;
  TestClient client(server);
  client.Send(Put("/echo", "Transfer-Encoding: chunked\r\nExpect: 100-Continue\r\n"));
  EXPECT_THAT(client.Receive().head, StartsWith(kContinue));
  client.Send("4\r\nbody\r\n0\r\n\r\n");
  EXPECT_EQ(client.Receive().body, "PUT /echo body");
}

// And the connection ends there: botocore would confuse the next answer on it with this one.
TEST(Expect, OfAnEmptyBodyIsAnsweredDirectlyAndCloses) {
  TestServer server;
  for (const char* length : {"Content-Length: 0\r\n", ""}) {
    TestClient client(server);
    const TestResponse response =
        client.Call(Put("/echo", std::string(length) + "Expect: 100-continue\r\n"));
    EXPECT_EQ(response.body, "PUT /echo ");
    EXPECT_EQ(response.Header("Connection"), "close");
  }
}

TEST(Expect, OfHttp10IsIgnored) {
  TestServer server;
  TestClient client(server);
  client.Send("PUT /echo HTTP/1.0\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\nx");
  EXPECT_EQ(client.Receive().body, "PUT /echo x");
}

TEST(Expect, EarlyResponseComesInsteadAndCloses) {
  for (const bool sends_body_anyway : {false, true}) {
    TestServer server;
    TestClient client(server);
    client.Send(Put("/early", "Content-Length: 3000000\r\nExpect: 100-continue\r\n"));
    if (sends_body_anyway) client.Send(std::string(3'000'000, 'x'));
    const TestResponse response = client.Receive();
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.body, "early");
    EXPECT_EQ(response.Header("Connection"), "close");
    client.ShutdownSend();
    EXPECT_TRUE(client.IsClosedByServer());
    EXPECT_EQ(server.handler().body_bytes, 0U);
  }
}

TEST(Expect, EarlyResponseThatThrowsIs500) {
  TestServer server;
  TestClient client(server);
  client.Send(Put("/throw-early", "Content-Length: 3\r\nExpect: 100-continue\r\n"));
  EXPECT_EQ(client.Receive().status, 500);
}

TEST(RequestBody, OverTheLimitIsRefusedByItsLength) {
  TestServer server;
  TestClient client(server);
  client.Send(Put("/limit", "Content-Length: 11\r\nExpect: 100-continue\r\n"));
  const TestResponse response = client.Receive();
  EXPECT_EQ(response.status, 413);
  EXPECT_EQ(response.body, "refused: The body is larger than 10 bytes.");
  EXPECT_EQ(server.handler().body_bytes, 0U);
  EXPECT_EQ(TestClient(server).Call(Put("/limit", "Content-Length: 10\r\n") + "0123456789").status,
            200);
}

TEST(RequestBody, OverTheLimitIsRefusedWhileItComes) {
  TestServer server;
  TestClient client(server);
  client.Send(Put("/limit", "Transfer-Encoding: chunked\r\n") + "a\r\n0123456789\r\n");
  client.Send("1\r\nx\r\n0\r\n\r\n");
  EXPECT_EQ(client.Receive().status, 413);
  EXPECT_EQ(server.handler().body_bytes, 10U);
  EXPECT_EQ(server.handler().finished, 0);
}

TEST(RequestBody, ThatIsNotWantedIsPassedOver) {
  TestServer server;
  TestClient client(server);
  client.Send(Put("/stop", "Content-Length: 500000\r\n") + "first");
  EXPECT_EQ(client.Receive().status, 403);
  client.Send(std::string(499'995, 'x'));
  EXPECT_EQ(client.Call(Put("/echo", "Content-Length: 1\r\n") + "y").body, "PUT /echo y");
}

TEST(RequestBody, ThatIsNotWantedAndLongEndsTheConnection) {
  TestServer server;
  for (const char* framing : {"Content-Length: 50000000\r\n", "Transfer-Encoding: chunked\r\n"}) {
    TestClient client(server);
    client.Send(Put("/stop", framing) + "5\r\nfirst\r\n");
    const TestResponse response = client.Receive();
    EXPECT_EQ(response.status, 403);
    EXPECT_EQ(response.Header("Connection"), "close");
    // The response is not lost to a reset although the client goes on sending.
    client.Send(std::string(100'000, 'x'));
    client.ShutdownSend();
    EXPECT_TRUE(client.IsClosedByServer());
  }
}

TEST(RequestBody, OfAClientThatGoesAwayIsUndone) {
  TestServer server;
  for (const bool resets : {false, true}) {
    TestClient client(server);
    client.Send(Put("/sink", "Content-Length: 100\r\n") + "half");
    const std::uint64_t before = server.handler().body_bytes;
    ASSERT_TRUE(WaitUntil([&] { return server.handler().body_bytes >= 4; })) << before;
    resets ? client.Reset() : client.Close();
    EXPECT_TRUE(WaitUntil([&] { return server.OpenConnections() == 0; }));
    server.handler().body_bytes = 0;
  }
  EXPECT_EQ(server.handler().abandoned, 2);
  EXPECT_EQ(server.handler().finished, 0);
}

TEST(Respond, IsHarmlessOnceTheClientIsGone) {
  TestServer server;
  {
    TestClient client(server);
    client.Send("GET /never HTTP/1.1\r\nHost: h\r\n\r\n");
    ASSERT_TRUE(WaitUntil([&] { return server.handler().finished == 1; }));
    client.Reset();
  }
  for (int i = 0; i < 2; ++i) {
    server.OnLoop([&] {
      for (const Respond& respond : server.handler().unanswered) respond(HttpResponse());
    });
  }
  EXPECT_TRUE(WaitUntil([&] { return server.OpenConnections() == 0; }));
  server.OnLoop([&] { server.handler().unanswered.front()(HttpResponse()); });
  EXPECT_EQ(TestClient(server).Call("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
}

TEST(Respond, MayComeLaterAndOnlyTheFirstCounts) {
  TestServer server;
  TestClient client(server);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(client.Call(Put("/later", "Content-Length: 1\r\n") + "x").status, 200);
  }
  EXPECT_EQ(client.Call("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").body, "GET /echo ");
}

}  // namespace
}  // namespace portside
