// SPDX-License-Identifier: Apache-2.0
//
// File bodies, draining, and the ways a server begins and ends.

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "http_server/test_server.h"

namespace portside {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kGetFile = "GET /file HTTP/1.1\r\nHost: h\r\n\r\n";

// An unlinked file with these bytes.
std::shared_ptr<SharedFile> FileOf(std::string_view bytes) {
  std::string name = testing::TempDir() + "portside_files_test_XXXXXX";
  const int descriptor = ::mkstemp(name.data());
  EXPECT_GE(descriptor, 0);
  ::unlink(name.c_str());
  EXPECT_EQ(::write(descriptor, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  return std::make_shared<SharedFile>(descriptor);
}

std::string Pattern(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 31 + i / 251);
  return bytes;
}

TEST(FileBody, SendsRanges) {
  const std::string bytes = Pattern(10'000);
  TestServer server;
  TestClient client(server);
  const auto file = FileOf(bytes);
  struct Range {
    std::uint64_t offset;
    std::uint64_t length;
  };
  for (const Range& range :
       {Range{0, 10'000}, Range{0, 0}, Range{1, 1}, Range{9'999, 1}, Range{5'000, 5'000}}) {
    server.OnLoop([&] { server.handler().file = {file, range.offset, range.length}; });
    const TestResponse response = client.Call(kGetFile);
    EXPECT_EQ(response.Header("Content-Length"), std::to_string(range.length));
    EXPECT_EQ(response.body, bytes.substr(range.offset, range.length));
  }
}

TEST(FileBody, IsCutInTheMiddle) {
  const std::string bytes = Pattern(10'000);
  TestServer server;
  server.handler().file = {FileOf(bytes), 0, bytes.size()};
  TestClient client(server);
  client.Send("GET /cut-file HTTP/1.1\r\nHost: h\r\n\r\n");
  const std::string all = client.ReceiveAll();
  EXPECT_THAT(all, HasSubstr("Content-Length: 10000\r\n"));
  EXPECT_EQ(all.substr(all.find("\r\n\r\n") + 4), bytes.substr(0, 5'000));
}

TEST(FileBody, SendsMoreThanTheSocketTakesAtOnce) {
  const std::string bytes = Pattern(32 << 20);
  TestServer server;
  server.handler().file = {FileOf(bytes), 0, bytes.size()};
  TestClient client(server);
  client.Send(std::string(kGetFile) + std::string(kGetFile));
  for (int i = 0; i < 100; ++i) server.OnLoop([] {});  // the client takes nothing yet
  EXPECT_TRUE(client.Receive().body == bytes);
  EXPECT_TRUE(client.Receive().body == bytes);
}

TEST(FileBody, OfHeadIsNotSent) {
  TestServer server;
  server.handler().file = {FileOf("bytes"), 0, 5};
  TestClient client(server);
  client.Send("HEAD /file HTTP/1.1\r\nHost: h\r\n\r\nGET /echo HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(client.Receive(true).Header("Content-Length"), "5");
  EXPECT_EQ(client.Receive().body, "GET /echo ");
}

TEST(FileBody, ThatIsTooShortBreaksTheConnection) {
  TestServer server;
  server.handler().file = {FileOf("bytes"), 0, 6};
  TestClient client(server);
  client.Send(kGetFile);
  EXPECT_EQ(client.Receive().status, 0);
}

TEST(FileBody, IsReadWhereTheKernelCannotSendIt) {
  // sendfile(2) refuses the files of a process, pread(2) does not.
  const int descriptor = ::open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
  ASSERT_GE(descriptor, 0);
  TestServer server;
  server.handler().file = {std::make_shared<SharedFile>(descriptor), 0, 4};
  TestClient client(server);
  EXPECT_THAT(client.Call(kGetFile).body, StartsWith(std::to_string(::getpid()).substr(0, 4)));
}

TEST(FileBody, OfAClientThatGoesAwayIsClosed) {
  TestServer server;
  const std::string bytes = Pattern(12 << 20);
  std::weak_ptr<SharedFile> file;
  {
    const auto opened = FileOf(bytes);
    file = opened;
    server.handler().file = {opened, 0, bytes.size()};
  }
  TestClient client(server);
  client.UseSmallReceiveBuffer();
  client.Send(kGetFile);
  ASSERT_TRUE(WaitUntil([&] { return server.handler().finished == 1; }));
  client.Reset();
  EXPECT_TRUE(WaitUntil([&] { return server.OpenConnections() == 0; }));
  server.OnLoop([&] { server.handler().file = FileBody(); });
  EXPECT_TRUE(file.expired());
}

TEST(Drain, LetsRequestsFinishAndClosesIdleConnections) {
  TestServer server;
  TestClient idle(server);
  TestClient busy(server);
  TestClient half(server);
  EXPECT_EQ(idle.Call("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n").status, 200);
  busy.Send("GET /never HTTP/1.1\r\nHost: h\r\n\r\n");
  half.Send("PUT /sink HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab");
  ASSERT_TRUE(WaitUntil(
      [&] { return server.handler().finished == 2 && server.handler().body_bytes == 2; }));

  std::future<void> drained = server.Drain();
  EXPECT_TRUE(idle.IsClosedByServer());
  EXPECT_FALSE(TestClient(server).Send("x"));  // nobody listens
  EXPECT_EQ(drained.wait_for(std::chrono::seconds{0}), std::future_status::timeout);

  server.OnLoop([&] { server.handler().unanswered.front()(HttpResponse()); });
  const TestResponse response = busy.Receive();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.Header("Connection"), "close");
  half.Send("cd");
  EXPECT_EQ(half.Receive().status, 200);
  EXPECT_EQ(drained.wait_for(std::chrono::seconds{5}), std::future_status::ready);
}

TEST(Drain, OfAnIdleServerIsDoneAtOnce) {
  TestServer server;
  EXPECT_EQ(server.Drain().wait_for(std::chrono::seconds{5}), std::future_status::ready);
}

TEST(Drain, EndsAfterItsTime) {
  ServerLimits limits;
  limits.drain_time = std::chrono::milliseconds{30};
  TestServer server(limits);
  TestClient client(server);
  client.Send("GET /never HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_TRUE(WaitUntil([&] { return server.handler().finished == 1; }));
  EXPECT_EQ(server.Drain().wait_for(std::chrono::seconds{5}), std::future_status::ready);
  EXPECT_TRUE(client.IsClosedByServer());
}

TEST(HttpServer, CanEndWithConnectionsInEveryState) {
  TestServer server;
  server.handler().file = {FileOf(Pattern(12 << 20)), 0, 12 << 20};
  TestClient idle(server);
  TestClient head(server);
  TestClient body(server);
  TestClient file(server);
  head.Send("GET /ec");
  body.Send("PUT /sink HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab");
  file.UseSmallReceiveBuffer();
  file.Send(kGetFile);
  EXPECT_TRUE(WaitUntil([&] { return server.OpenConnections() == 4; }));
  EXPECT_TRUE(WaitUntil([&] { return server.handler().begun == 2; }));
}

TEST(HttpServer, SaysWhyItCannotListen) {
  TestServer server;
  EventLoop loop;
  TestHandler handler(loop);
  const auto text_of = [&](const std::string& host, std::uint16_t port) -> std::string {
    try {
      HttpServer second(loop, handler, host, port);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "it listens";
  };
  EXPECT_EQ(
      text_of("127.0.0.1", server.port()),
      "cannot listen on 127.0.0.1:" + std::to_string(server.port()) + ": Address already in use");
  EXPECT_THAT(text_of("192.0.2.1", 0), StartsWith("cannot listen on 192.0.2.1:0: "));
  EXPECT_THAT(text_of("no such host", 0), StartsWith("cannot listen on no such host:0: "));
  EXPECT_EQ(text_of("localhost", 0), "it listens");
}

}  // namespace
}  // namespace portside
