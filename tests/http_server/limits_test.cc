// SPDX-License-Identifier: Apache-2.0
//
// Bounds: sizes, times, the number of connections, and bytes that are not (safe) HTTP.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http_server/test_server.h"

namespace portside {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

// One short limit; the others stay long, so that a slow machine meets no other first.
ServerLimits Short(milliseconds ServerLimits::*limit) {
  ServerLimits limits;
  limits.*limit = milliseconds{80};
  return limits;
}

TEST(HeaderLimit, LargerHeadsAre431) {
  ServerLimits limits;
  limits.header_bytes = 1000;
  TestServer server(limits);
  const std::string prefix = "GET /echo HTTP/1.1\r\nHost: h\r\nX: ";
  const std::string end = "\r\n\r\n";
  const std::string fits(1000 - prefix.size() - end.size(), 'x');
  EXPECT_EQ(TestClient(server).Call(prefix + fits + end).status, 200);
  const TestResponse response = TestClient(server).Call(prefix + fits + "x" + end);
  EXPECT_EQ(response.status, 431);
  EXPECT_THAT(response.body, HasSubstr("1000 bytes"));
  EXPECT_EQ(TestClient(server).Call("GET /" + std::string(5000, 'x')).status, 431);
}

TEST(HeaderLimit, CountsFieldsThatComeOneByOne) {
  ServerLimits limits;
  limits.header_bytes = 1000;
  TestServer server(limits);
  TestClient client(server);
  client.Send("GET /echo HTTP/1.1\r\nHost: h\r\n");
  for (int i = 0; i < 60; ++i) {
    client.Send("X-Field: 12345678\r\n");
    server.OnLoop([] {});
  }
  EXPECT_EQ(client.Receive().status, 431);
}

TEST(HeaderLimit, DefaultTakesLargeHeads) {
  TestServer server;
  TestClient client(server);
  const std::string large(30'000, 'x');
  EXPECT_EQ(client.Call("GET /echo HTTP/1.1\r\nHost: h\r\nX: " + large + "\r\n\r\n").status, 200);
  EXPECT_EQ(client.Call("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
}

TEST(Timeout, SlowHeadIs408) {
  TestServer server(Short(&ServerLimits::header_read_time));
  TestClient client(server);
  const TestResponse response = client.Call("GET /echo HTTP/1.1\r\nHo");
  EXPECT_EQ(response.status, 408);
  EXPECT_EQ(response.Header("Connection"), "close");
  EXPECT_TRUE(client.IsClosedByServer());
  EXPECT_EQ(server.handler().begun, 0);
}

TEST(Timeout, SlowBodyIs408) {
  TestServer server(Short(&ServerLimits::body_read_time));
  TestClient client(server);
  const TestResponse response =
      client.Call("PUT /sink HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf");
  EXPECT_EQ(response.status, 408);
  EXPECT_TRUE(client.IsClosedByServer());
  EXPECT_EQ(server.handler().abandoned, 1);
}

TEST(Timeout, IdleConnectionsAreClosedQuietly) {
  TestServer server(Short(&ServerLimits::idle_time));
  TestClient fresh(server);
  TestClient used(server);
  EXPECT_EQ(used.Call("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
  TestClient only_empty_lines(server);
  only_empty_lines.Send("\r\n");
  EXPECT_TRUE(fresh.IsClosedByServer());
  EXPECT_TRUE(used.IsClosedByServer());
  EXPECT_TRUE(only_empty_lines.IsClosedByServer());
}

TEST(Timeout, AClientThatTakesNothingIsClosed) {
  TestServer server(Short(&ServerLimits::write_time));
  TestClient client(server);
  client.UseSmallReceiveBuffer();
  client.Send("GET /big HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_TRUE(WaitUntil([&] { return server.handler().finished == 1; }));
  EXPECT_TRUE(WaitUntil([&] { return server.OpenConnections() == 0; }));
}

TEST(Timeout, DoesNotCountTheHandlersTime) {
  TestServer server(Short(&ServerLimits::idle_time));
  TestClient client(server);
  client.Send("GET /never HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_TRUE(WaitUntil([&] { return server.handler().finished == 1; }));
  // Another connection, opened after, has its whole idle time: the first is still open then.
  EXPECT_TRUE(TestClient(server).IsClosedByServer());
  EXPECT_TRUE(TestClient(server).IsClosedByServer());
  server.OnLoop([&] { server.handler().unanswered.front()(HttpResponse()); });
  EXPECT_EQ(client.Receive().status, 200);
}

TEST(Timeout, LingeringEnds) {
  TestServer server(Short(&ServerLimits::linger_time));
  TestClient client(server);
  client.Send(
      "PUT /early HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.Receive().status, 404);
  EXPECT_TRUE(WaitUntil([&] { return server.OpenConnections() == 0; }));
}

TEST(ConnectionLimit, SurplusConnectionsAreClosed) {
  ServerLimits limits;
  limits.connections = 2;
  TestServer server(limits);
  TestClient first(server);
  TestClient second(server);
  EXPECT_EQ(first.Call("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
  EXPECT_EQ(second.Call("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
  EXPECT_TRUE(TestClient(server).IsClosedByServer());
  first.Close();
  EXPECT_TRUE(WaitUntil([&] { return server.OpenConnections() == 1; }));
  EXPECT_EQ(TestClient(server).Call("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
}

struct BadRequest {
  std::string name;
  std::string bytes;
};

TEST(BadBytes, AreRefusedBeforeTheHandlerSeesThem) {
  const std::string host = "Host: h\r\n";
  TestServer server;
  for (const BadRequest& bad : {
           BadRequest{"no HTTP", "hello\r\n\r\n"},
           BadRequest{"TLS", "\x16\x03\x01\x02\x01\x01\x01\xfc\x03\x03\r\n\r\n"},
           BadRequest{"version 2", "GET /echo HTTP/2.0\r\n" + host + "\r\n"},
           BadRequest{"no version", "GET /echo\r\n" + host + "\r\n"},
           BadRequest{"space in the target", "GET /echo x HTTP/1.1\r\n" + host + "\r\n"},
           BadRequest{"relative target", "GET echo HTTP/1.1\r\n" + host + "\r\n"},
           BadRequest{"authority target", "CONNECT h:1 HTTP/1.1\r\n" + host + "\r\n"},
           BadRequest{"no host", "GET /echo HTTP/1.1\r\n\r\n"},
           BadRequest{"two hosts", "GET /echo HTTP/1.1\r\n" + host + host + "\r\n"},
           BadRequest{"space before colon", "GET /echo HTTP/1.1\r\nHost : h\r\n\r\n"},
           BadRequest{"no colon", "GET /echo HTTP/1.1\r\n" + host + "nocolon\r\n\r\n"},
           BadRequest{"NUL in a value",
                      "GET /echo HTTP/1.1\r\n" + host + "X: a" + std::string(1, '\0') + "\r\n\r\n"},
       }) {
    TestClient client(server);
    const TestResponse response = client.Call(bad.bytes);
    EXPECT_EQ(response.status, 400) << bad.name;
    EXPECT_EQ(response.Header("Connection"), "close") << bad.name;
    EXPECT_TRUE(client.IsClosedByServer()) << bad.name;
  }
  EXPECT_EQ(server.handler().begun, 0);
}

TEST(BadBytes, AmbiguousFramingIsRefused) {
  TestServer server;
  const std::string smuggled = "GET /echo HTTP/1.1\r\nHost: h\r\n\r\n";
  for (const char* headers : {
           "Content-Length: 5\r\nContent-Length: 6\r\n",
           "Content-Length: 5\r\nContent-Length: 5\r\n",
           "Content-Length: 5, 5\r\n",
           "Content-Length: 5, 6\r\n",
           "Content-Length: +5\r\n",
           "Content-Length: -5\r\n",
           "Content-Length: 0x5\r\n",
           "Content-Length: 5 5\r\n",
           "Content-Length:\r\n",
           "Content-Length: 99999999999999999999\r\n",
           "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
           "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
           "Content-Length: 5\r\nTransfer-Encoding: identity\r\n",
           "Transfer-Encoding: identity\r\n",
           "Transfer-Encoding: gzip, chunked\r\n",
           "Transfer-Encoding: chunked, gzip\r\n",
           "Transfer-Encoding: chunked, chunked\r\n",
           "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
           "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
           "Transfer-Encoding: xchunked\r\n",
           "Transfer-Encoding: \"chunked\"\r\n",
           "Transfer-Encoding:\r\n",
           "Transfer-Encoding : chunked\r\n",
       }) {
    TestClient client(server);
    client.Send("POST /echo HTTP/1.1\r\nHost: h\r\n" + std::string(headers) + "\r\n0\r\n\r\n" +
                smuggled);
    EXPECT_EQ(client.Receive().status, 400) << headers;
    client.ShutdownSend();
    EXPECT_TRUE(client.IsClosedByServer()) << headers;
  }
  TestClient old(server);
  EXPECT_EQ(old.Call("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").status,
            400);
  EXPECT_EQ(server.handler().begun, 0);
}

}  // namespace
}  // namespace portside
