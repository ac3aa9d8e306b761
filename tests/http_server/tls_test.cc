// SPDX-License-Identifier: Apache-2.0
//
// What is TLS's own: the first byte, handshakes that go wrong, ends. Everything else is tested by
// the other suites of this folder, which run over TLS as well.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http_server/test_server.h"

namespace portside {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;
using Speaks = TestClient::Speaks;

constexpr std::string_view kGet = "GET /echo HTTP/1.1\r\nHost: h\r\n\r\n";

// The head of a record of 200 bytes, and how a ClientHello begins.
const std::string kHalfHello("\x16\x03\x01\x00\xc8\x01\x00\x00\xc4\x03\x03", 11);

TEST(Tls, OnePortSpeaksBoth) {
  TestServer server({}, true);
  TestClient plain(server, Speaks::kPlain);
  TestClient secured(server, Speaks::kTls);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(plain.Call(kGet).body, "GET /echo ");
    EXPECT_EQ(secured.Call(kGet).body, "GET /echo ");
  }
}

TEST(Tls, RequestsSayHowTheyCame) {
  TestServer server({}, true);
  constexpr std::string_view kScheme = "GET /scheme HTTP/1.1\r\nHost: h\r\n\r\n";
  EXPECT_EQ(TestClient(server, Speaks::kPlain).Call(kScheme).body, "http://");
  EXPECT_EQ(TestClient(server, Speaks::kTls).Call(kScheme).body, "https://");
}

TEST(Tls, IsRefusedInClearWhereTheServerHasNone) {
  TestServer server({}, false);
  TestClient client(server, Speaks::kPlain);
  const TestResponse response = client.Call(kHalfHello);
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(response.body, HasSubstr("speaks TLS"));
  EXPECT_THAT(response.body, HasSubstr("--tls"));
  client.ShutdownSend();
  EXPECT_TRUE(client.IsClosedByServer());
  EXPECT_EQ(server.handler().begun, 0);
}

TEST(Tls, GarbageIsAnsweredWithAnAlert) {
  TestServer server({}, true);
  for (const std::string& garbage :
       {std::string("\x16garbage that is no record of TLS\r\n\r\n"), "\x16" + std::string(99, '\0'),
        std::string("\x16\x03\x01\x00\x05hello", 10), std::string(30'000, '\x16')}) {
    TestClient client(server, Speaks::kPlain);
    client.Send(garbage);
    EXPECT_THAT(client.ReceiveAll(), StartsWith("\x15\x03"));
  }
  EXPECT_TRUE(WaitUntil([&] { return server.OpenConnections() == 0; }));
  EXPECT_EQ(TestClient(server, Speaks::kTls).Call(kGet).status, 200);
}

TEST(Tls, AHandshakeHasTheTimeOfAHead) {
  ServerLimits limits;
  limits.header_read_time = milliseconds{80};
  TestServer server(limits, true);
  TestClient client(server, Speaks::kPlain);
  client.Send(kHalfHello);
  EXPECT_TRUE(client.IsClosedByServer());
  // Bytes that trickle in win no time.
  TestClient slow(server, Speaks::kPlain);
  slow.Send(kHalfHello);
  EXPECT_TRUE(WaitUntil([&] { return !slow.Send(std::string(1, '\0')); }));
}

TEST(Tls, AHandshakeIsOneOfTheConnections) {
  ServerLimits limits;
  limits.connections = 1;
  TestServer server(limits, true);
  TestClient first(server, Speaks::kPlain);
  first.Send(kHalfHello);
  EXPECT_TRUE(WaitUntil([&] { return server.OpenConnections() == 1; }));
  EXPECT_FALSE(TestClient(server, Speaks::kTls).Send(kGet));
  first.Close();
  EXPECT_TRUE(WaitUntil([&] { return server.OpenConnections() == 0; }));
  EXPECT_EQ(TestClient(server, Speaks::kTls).Call(kGet).status, 200);
}

TEST(Tls, ADrainWaitsForNoHandshake) {
  TestServer server({}, true);
  TestClient client(server, Speaks::kPlain);
  client.Send(kHalfHello);
  EXPECT_TRUE(WaitUntil([&] { return server.OpenConnections() == 1; }));
  server.OnLoop([] {});
  EXPECT_EQ(server.Drain().wait_for(std::chrono::seconds{5}), std::future_status::ready);
}

TEST(Tls, TheEndIsSaid) {
  TestServer server({}, true);
  TestClient asked(server, Speaks::kTls);
  EXPECT_EQ(asked.Call("GET /close HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
  EXPECT_TRUE(asked.IsClosedByServer());
  EXPECT_TRUE(asked.has_ended_well());

  TestClient idle(server, Speaks::kTls);
  EXPECT_EQ(idle.Call(kGet).status, 200);
  auto drained = server.Drain();
  EXPECT_TRUE(idle.IsClosedByServer());
  EXPECT_TRUE(idle.has_ended_well());
}

TEST(Tls, OfAResetNothingIsSaid) {
  TestServer server({}, true);
  TestClient client(server, Speaks::kTls);
  EXPECT_EQ(client.Call("GET /reset HTTP/1.1\r\nHost: h\r\n\r\n").status, 0);
  EXPECT_FALSE(client.has_ended_well());
}

TEST(Tls, AnEndlessRowOfEmptyLinesLeavesOthersTheirTurn) {
  TestServer server({}, true);
  TestClient flood(server, Speaks::kTls);
  std::atomic<bool> is_over = false;
  std::thread sender([&] {
    while (!is_over && flood.Send("\r\n\r\n\r\n\r\n")) {
    }
  });
  for (int i = 0; i < 20; ++i) EXPECT_EQ(TestClient(server, Speaks::kTls).Call(kGet).status, 200);
  is_over = true;
  sender.join();
}

}  // namespace
}  // namespace portside
