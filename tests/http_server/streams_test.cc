// SPDX-License-Identifier: Apache-2.0
//
// Bodies without a length: pieces as they come, clients that go away or are slow, the drain.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http_server/test_server.h"

namespace portside {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;

constexpr std::string_view kGet = "GET /stream HTTP/1.1\r\nHost: h\r\n\r\n";

void Push(TestServer& server, std::string_view piece) {
  server.OnLoop([&] { server.handler().sink(piece); });
}

// A client whose stream has begun: its head and its first piece are sent.
TestResponse Begin(TestServer& server, TestClient& client, std::string_view request = kGet) {
  TestResponse response = client.Call(request);
  EXPECT_TRUE(WaitUntil([&] { return server.handler().streams == 1; }));
  return response;
}

TEST(Stream, IsSentInChunksAsItComes) {
  TestServer server;
  TestClient client(server);
  const TestResponse response = Begin(server, client);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.Header("Transfer-Encoding"), "chunked");
  EXPECT_EQ(response.Header("Connection"), "close");
  EXPECT_EQ(response.Header("Content-Length"), "");
  Push(server, "one");
  Push(server, std::string(20, 'x'));
  server.OnLoop([&] {
    server.handler().sink("two");
    server.handler().sink("three");
    server.handler().sink("");
    server.handler().sink("nobody hears this");
  });
  EXPECT_EQ(client.ReceiveAll(), "5\r\nbegin\r\n3\r\none\r\n14\r\n" + std::string(20, 'x') +
                                     "\r\n3\r\ntwo\r\n5\r\nthree\r\n0\r\n\r\n");
  EXPECT_TRUE(WaitUntil([&] { return server.handler().streams == 0; }));
  EXPECT_EQ(server.OpenConnections(), 0U);
}

TEST(Stream, LastsAsLongAsTheConnectionForOldClients) {
  TestServer server;
  TestClient client(server);
  const TestResponse response =
      Begin(server, client, "GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(response.Header("Transfer-Encoding"), "");
  EXPECT_EQ(response.Header("Connection"), "close");
  Push(server, "one");
  Push(server, "");
  EXPECT_TRUE(WaitUntil([&] { return server.handler().streams == 0; }));
  EXPECT_EQ(client.ReceiveAll(), "beginone");
}

TEST(Stream, OfAHeadIsItsHead) {
  TestServer server;
  TestClient client(server);
  client.Send("HEAD /stream HTTP/1.1\r\nHost: h\r\n\r\n");
  const TestResponse response = client.Receive(true);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.Header("Content-Length"), "");
  EXPECT_TRUE(client.IsClosedByServer());
  EXPECT_EQ(server.handler().streams, 0);
}

TEST(Stream, EndsWithItsClient) {
  TestServer server;
  TestClient polite(server);
  Begin(server, polite);
  polite.Close();
  EXPECT_TRUE(WaitUntil([&] { return server.handler().streams == 0; }));
  Push(server, "nobody hears this");

  TestClient rude(server);
  Begin(server, rude);
  rude.Reset();
  EXPECT_TRUE(WaitUntil([&] { return server.handler().streams == 0; }));
  EXPECT_EQ(server.OpenConnections(), 0U);
}

TEST(Stream, IsNotDisturbedByWhatItsClientSends) {
  TestServer server;
  TestClient client(server);
  Begin(server, client, std::string(kGet) + "GET /echo HTTP/1.1\r\nHost: h\r\n\r\n");
  client.Send("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n");
  Push(server, "one");
  Push(server, "");
  EXPECT_THAT(client.ReceiveAll(), EndsWith("3\r\none\r\n0\r\n\r\n"));
  EXPECT_EQ(server.handler().begun, 1);
}

TEST(Stream, GivesASignOfLife) {
  ServerLimits limits;
  limits.stream_idle_time = 20ms;
  TestServer server(limits);
  TestClient client(server);
  Begin(server, client);
  std::string received;
  while (received.find("idle") == std::string::npos) {
    const std::string more = client.ReceiveSome();
    ASSERT_NE(more, "");
    received += more;
  }
  EXPECT_THAT(received, HasSubstr("4\r\nidle\r\n"));
}

TEST(Stream, OfASlowClientIsCutOff) {
  ServerLimits limits;
  limits.stream_backlog_bytes = 100'000;
  TestServer server(limits);
  TestClient client(server);
  client.UseSmallReceiveBuffer();
  Begin(server, client);
  // More than any socket's buffers hold; nobody reads.
  const std::string piece(50'000, 'x');
  for (int i = 0; i < 1000 && server.handler().streams == 1; ++i) Push(server, piece);
  EXPECT_TRUE(WaitUntil([&] { return server.handler().streams == 0; }));
  EXPECT_EQ(server.OpenConnections(), 0U);
}

TEST(Stream, OfASlowClientIsTimed) {
  ServerLimits limits;
  limits.write_time = 20ms;
  limits.stream_backlog_bytes = 1 << 30;
  TestServer server(limits);
  TestClient client(server);
  client.UseSmallReceiveBuffer();
  Begin(server, client);
  Push(server, std::string(20'000'000, 'x'));
  EXPECT_TRUE(WaitUntil([&] { return server.handler().streams == 0; }));
}

TEST(Stream, IsNotTimedWhileItIsQuiet) {
  ServerLimits limits;
  limits.write_time = limits.idle_time = limits.body_read_time = 5ms;
  TestServer server(limits);
  TestClient client(server), other(server);
  Begin(server, client);
  // Several sweeps later: another connection was closed for being idle.
  EXPECT_TRUE(other.IsClosedByServer());
  Push(server, "one");
  Push(server, "");
  EXPECT_THAT(client.ReceiveAll(), EndsWith("3\r\none\r\n0\r\n\r\n"));
}

TEST(Stream, EndsAtTheDrain) {
  TestServer server;
  TestClient quiet(server), slow(server);
  Begin(server, quiet);
  slow.UseSmallReceiveBuffer();
  slow.Call(kGet);
  EXPECT_TRUE(WaitUntil([&] { return server.handler().streams == 2; }));
  Push(server, std::string(900'000, 'x'));
  Push(server, std::string(100'000, 'x'));
  EXPECT_EQ(server.Drain().wait_for(5s), std::future_status::ready);
  EXPECT_EQ(server.handler().streams, 0);
  EXPECT_THAT(quiet.ReceiveAll(), EndsWith("0\r\n\r\n"));
}

}  // namespace
}  // namespace portside
