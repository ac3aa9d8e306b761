// SPDX-License-Identifier: Apache-2.0
//
// A server that is held: what waits, what passes, and that everything goes on after it.

#include <gtest/gtest.h>

#include "http_server/test_server.h"

namespace portside {
namespace {

using std::chrono::milliseconds;

const std::string kUrgent = "GET /urgent HTTP/1.1\r\nHost: h\r\n\r\n";
const std::string kEcho = "GET /echo HTTP/1.1\r\nHost: h\r\n\r\n";

class HoldTest : public testing::Test {
 protected:
  void Hold() {
    server_.OnLoop([this] { server_.server().Hold(); });
  }
  void Release() {
    server_.OnLoop([this] { server_.server().Release(); });
  }
  // Everything that was sent by now has been looked at.
  void Settle() { EXPECT_EQ(TestClient(server_).Call(kUrgent).status, 200); }

  TestServer server_;
};

TEST_F(HoldTest, RequestsWaitForTheRelease) {
  TestClient client(server_);
  EXPECT_EQ(client.Call(kEcho).status, 200);
  Hold();
  client.Send(kEcho + kEcho);
  TestClient other(server_);
  other.Send(kEcho);
  Settle();
  EXPECT_EQ(server_.handler().begun, 2);  // the first, and the urgent one
  Release();
  EXPECT_EQ(client.Receive().status, 200);
  EXPECT_EQ(client.Receive().status, 200);
  EXPECT_EQ(other.Receive().status, 200);
}

TEST_F(HoldTest, ABodyThatIsOnItsWayWaits) {
  TestClient client(server_);
  client.Send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 8\r\n\r\nhalf");
  ASSERT_TRUE(WaitUntil([this] { return server_.handler().body_bytes == 4; }));
  Hold();
  client.Send("rest");
  Settle();
  EXPECT_EQ(server_.handler().body_bytes, 4U);
  EXPECT_EQ(server_.handler().finished, 1);
  Release();
  EXPECT_EQ(client.Receive().body, "PUT /echo halfrest");
}

TEST_F(HoldTest, UrgentRequestsPassWithTheirBodies) {
  Hold();
  TestClient client(server_);
  EXPECT_EQ(client.Call("PUT /urgent HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody").status,
            200);
  EXPECT_EQ(client.Call(kUrgent).status, 200);
  client.Send(kEcho);
  Settle();
  Release();
  EXPECT_EQ(client.Receive().body, "GET /echo ");
}

TEST_F(HoldTest, AnswersThatAreOnTheirWayGoOn) {
  TestClient client(server_);
  client.Send("GET /never HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_TRUE(WaitUntil([this] { return server_.handler().finished == 1; }));
  Hold();
  server_.OnLoop([this] { server_.handler().unanswered.front()(HttpResponse()); });
  EXPECT_EQ(client.Receive().status, 200);
  Release();
}

TEST_F(HoldTest, AClientThatGoesAwayMeanwhileHarmsNobody) {
  Hold();
  {
    TestClient client(server_);
    client.Send(kEcho);
    Settle();
  }
  Release();
  EXPECT_TRUE(WaitUntil([this] { return server_.OpenConnections() == 0; }));
  EXPECT_EQ(TestClient(server_).Call(kEcho).status, 200);
}

TEST(HoldOfAServer, TakesNobodysTime) {
  ServerLimits limits;
  limits.header_read_time = limits.body_read_time = milliseconds{60};
  TestServer server(limits);
  TestClient body(server);
  TestClient door(server);
  body.Send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 8\r\n\r\nhalf");
  ASSERT_TRUE(WaitUntil([&] { return server.handler().body_bytes == 4; }));
  server.OnLoop([&] { server.server().Hold(); });
  body.Send("rest");
  door.Send(kEcho);
  // Longer than both times: the connection of this one is closed for its own.
  TestClient slow(server);
  EXPECT_EQ(slow.Call("GET /echo HTTP/1.1\r\nHo").status, 408);
  EXPECT_EQ(TestClient(server).Call("GET /echo HTTP/1.1\r\nHo").status, 408);
  server.OnLoop([&] { server.server().Release(); });
  EXPECT_EQ(body.Receive().body, "PUT /echo halfrest");
  EXPECT_EQ(door.Receive().status, 200);
}

TEST(HoldOfAServer, AHeldServerEndsWithWhatWaits) {
  ServerLimits limits;
  limits.drain_time = milliseconds{30};
  TestServer server(limits);
  TestClient client(server);
  server.OnLoop([&] { server.server().Hold(); });
  client.Send(kEcho);
  EXPECT_EQ(TestClient(server).Call(kUrgent).status, 200);
  server.Drain().wait();
  EXPECT_TRUE(client.IsClosedByServer());
}

}  // namespace
}  // namespace portside
