// SPDX-License-Identifier: Apache-2.0

#include "http_server/memory_budget.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http_server/test_server.h"

namespace portside {
namespace {

using testing::HasSubstr;

TEST(MemoryBudget, SharesTakeWhatIsLeft) {
  MemoryBudget budget(100);
  MemoryBudget::Share first(budget);
  {
    MemoryBudget::Share second(budget);
    EXPECT_TRUE(first.TrySet(60));
    EXPECT_FALSE(second.TrySet(41));
    EXPECT_TRUE(second.TrySet(40));
    EXPECT_TRUE(budget.IsExhausted());
    EXPECT_TRUE(first.TrySet(60));
    EXPECT_FALSE(first.TrySet(61));
    second.Set(200);  // what cannot be refused
    EXPECT_TRUE(first.TrySet(59));
    EXPECT_EQ(budget.used(), 259U);
  }
  EXPECT_EQ(budget.used(), 59U);
  EXPECT_TRUE(first.TrySet(100));
}

ServerLimits Bytes(std::size_t bytes) {
  ServerLimits limits;
  limits.request_bytes = bytes;
  return limits;
}

std::string Put(std::string_view path, std::size_t length) {
  return "PUT " + std::string(path) +
         " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
}

TEST(MemoryOfRequests, BodiesTogetherAreBounded) {
  TestServer server(Bytes(100'000));
  TestClient first(server);
  first.Send(Put("/echo", 90'000) + std::string(80'000, 'x'));
  ASSERT_TRUE(WaitUntil([&] { return server.handler().body_bytes == 80'000; }));

  TestClient second(server);
  const TestResponse refused = second.Call(Put("/echo", 30'000) + std::string(30'000, 'y'));
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.Header("Retry-After"), "1");
  EXPECT_EQ(refused.Header("Connection"), "close");
  EXPECT_THAT(refused.body, HasSubstr("take all the memory"));

  first.Send(std::string(10'000, 'x'));
  EXPECT_EQ(first.Receive().status, 200);
  // There is room again.
  EXPECT_EQ(TestClient(server).Call(Put("/echo", 30'000) + std::string(30'000, 'y')).status, 200);
}

TEST(MemoryOfRequests, WhatStreamsThroughCostsNothing) {
  TestServer server(Bytes(10'000));
  TestClient client(server);
  EXPECT_EQ(client.Call(Put("/sink", 1'000'000) + std::string(1'000'000, 'x')).status, 200);
}

TEST(MemoryOfRequests, AnswersThatNobodyTakesCount) {
  TestServer server(Bytes(1'000'000));
  TestClient idle(server);
  idle.UseSmallReceiveBuffer();
  idle.Send("GET /big HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_TRUE(WaitUntil([&] { return server.handler().finished == 1; }));
  TestClient other(server);
  EXPECT_EQ(other.Call("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 503);
  EXPECT_EQ(TestClient(server).Call("GET /urgent HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
  EXPECT_EQ(server.handler().begun, 2);
  idle.Close();
  ASSERT_TRUE(WaitUntil([&] {
    return TestClient(server).Call("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status == 200;
  }));
}

TEST(MemoryOfRequests, LongHeadsCountAndUsualOnesDoNot) {
  TestServer server(Bytes(30'000));
  TestClient first(server);
  first.Send("GET /echo HTTP/1.1\r\nHost: h\r\nX: " + std::string(20'000, 'x'));
  server.OnLoop([] {});
  server.OnLoop([] {});
  TestClient second(server);
  const TestResponse refused =
      second.Call("GET /echo HTTP/1.1\r\nHost: h\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(TestClient(server).Call("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
  first.Send("\r\n\r\n");
  EXPECT_EQ(first.Receive().status, 200);
}

}  // namespace
}  // namespace portside
