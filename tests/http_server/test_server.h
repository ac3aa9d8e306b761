// SPDX-License-Identifier: Apache-2.0
//
// TestServer: an HttpServer on a free port, on a thread of its own, with a handler whose paths
// stand for what handlers may do. TestClient: a blocking socket that sends exactly what it is told.
//
// With PORTSIDE_TEST_TLS=1 every server speaks TLS and every client of a suite does: so each test
// is run for both (tests/CMakeLists.txt).

#pragma once

#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "portside/http_server/http_server.h"
#include "portside/tls/client_tls.h"

namespace portside {

// GET/POST /echo             "<METHOD> <target> <body>"
// /early                     refuses before the body; otherwise as /echo
// /limit                     at most 10 bytes of body
// /stop                      wants no body after the first piece, answers 403
// /throw-begin, -write, -finish, -early
// /later                     answers from a posted function, /never does not answer
// /close                     asks for the connection to be closed
// /scheme                    how the request came
// /empty, /not-modified      204, 304
// /big                       8 MiB of text
// /file                      TestHandler::file
// /injection                 a header value with line ends
// /urgent                    as /echo, and urgent
// /reset, /cut, /cut-at-3, /cut-far, /cut-file, /cut-empty    deliveries that fail
// /stream                    a stream that says "begin", then what goes to TestHandler::sink
class TestHandler final : public RequestHandler {
 public:
  explicit TestHandler(EventLoop& event_loop) : loop(event_loop) {}
  std::unique_ptr<Exchange> Begin(HttpRequest request) override;
  HttpResponse Refuse(int status, std::string_view reason, const HttpRequest& so_far) override;
  [[nodiscard]] bool IsUrgent(const HttpRequest& request) const override {
    return request.RawPath() == "/urgent";
  }

  EventLoop& loop;
  FileBody file;
  std::atomic<bool> refuse_throws = false;
  std::atomic<int> begun = 0;
  std::atomic<int> finished = 0;
  std::atomic<int> abandoned = 0;  // exchanges destroyed without Finish
  std::atomic<std::uint64_t> body_bytes = 0;
  std::vector<Respond> unanswered;  // of /never; on the loop's thread only
  BodyStream::Sink sink;            // of the last stream; on the loop's thread only
  std::atomic<int> streams = 0;     // that live
};

bool IsWholeSuiteOverTls();

class TestServer {
 public:
  explicit TestServer(ServerLimits limits = {}, bool has_tls = IsWholeSuiteOverTls());
  ~TestServer();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  TestHandler& handler() { return handler_; }
  // Runs `function` on the core thread and waits for it.
  void OnLoop(const std::function<void()>& function);
  HttpServer& server() { return *server_; }  // on the core thread
  std::size_t OpenConnections();
  // Begins to drain; the future is ready when that is done.
  std::future<void> Drain();

 private:
  EventLoop loop_;
  TestHandler handler_;
  std::unique_ptr<HttpServer> server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

struct TestResponse {
  int status = 0;
  std::string head;
  std::string body;
  // The value of the field, "" where absent.
  [[nodiscard]] std::string Header(std::string_view name) const;
};

class TestClient {
 public:
  enum class Speaks { kPlain, kTls };
  explicit TestClient(const TestServer& server)
      : TestClient(server, IsWholeSuiteOverTls() ? Speaks::kTls : Speaks::kPlain) {}
  TestClient(const TestServer& server, Speaks speaks);
  ~TestClient();
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  // False where the server has closed the connection.
  bool Send(std::string_view bytes);
  // One response with its body; status 0 where the connection ended before. A body is not expected
  // after HEAD.
  TestResponse Receive(bool is_head_request = false);
  TestResponse Call(std::string_view bytes) {
    Send(bytes);
    return Receive();
  }
  // What comes next; "" where the connection ended.
  std::string ReceiveSome();
  // Everything up to the end of the connection.
  std::string ReceiveAll();
  // Whether the server ends the connection without another byte.
  bool IsClosedByServer() { return ReceiveAll().empty() && !has_timed_out_; }
  void ShutdownSend();
  void Close();
  // Closes with a reset instead of an orderly end.
  void Reset();
  void UseSmallReceiveBuffer();
  // Whether the server has said that nothing follows, rather than only ended the connection.
  [[nodiscard]] bool has_ended_well() const { return has_ended_well_; }

 private:
  bool ReceiveMore();
  bool ReceiveMoreTls();
  // False after five seconds.
  bool WaitFor(TlsChannel::Progress progress);

  int socket_ = -1;
  std::unique_ptr<TlsChannel> tls_;
  bool has_ended_well_ = false;
  std::string received_;
  bool has_timed_out_ = false;
};

// Waits until `condition`, which another thread makes true; false after five seconds.
bool WaitUntil(const std::function<bool()>& condition);

}  // namespace portside
