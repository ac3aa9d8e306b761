// SPDX-License-Identifier: Apache-2.0
//
// The code behind test_server.h, and one test of its own: that the client sees what is sent.

#include "http_server/test_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "portside/base/clock.h"
#include "portside/base/encoding.h"
#include "portside/tls/certificate_folder.h"

namespace portside {
namespace {

class TestStream final : public BodyStream {
 public:
  explicit TestStream(TestHandler& handler) : handler_(handler) { ++handler_.streams; }
  ~TestStream() override { --handler_.streams; }
  void Start(Sink sink) override {
    sink("begin");
    handler_.sink = sink;
  }
  void OnIdle() override { handler_.sink("idle"); }

 private:
  TestHandler& handler_;
};

class TestExchange final : public Exchange {
 public:
  TestExchange(TestHandler& handler, HttpRequest request)
      : handler_(handler), request_(std::move(request)), path_(request_.RawPath()) {}
  ~TestExchange() override {
    if (!is_finished_) ++handler_.abandoned;
  }

  std::optional<HttpResponse> EarlyResponse() override {
    if (path_ == "/throw-early") throw std::runtime_error("early");
    if (path_ != "/early") return std::nullopt;
    HttpResponse response;
    response.status = 404;
    response.body = std::string("early");
    return response;
  }
  std::uint64_t BodyLimit() const override { return path_ == "/limit" ? 10 : 1ULL << 40; }
  [[nodiscard]] std::size_t HeldBytes() const override { return request_.body.size(); }
  bool Write(std::string_view piece) override {
    if (path_ == "/throw-write") throw std::runtime_error("write");
    handler_.body_bytes += piece.size();
    if (path_ == "/echo" || path_ == "/urgent") request_.body += piece;
    return path_ != "/stop";
  }
  void Finish(Respond respond) override {
    is_finished_ = true;
    ++handler_.finished;
    if (path_ == "/throw-finish") throw std::runtime_error("finish");
    if (path_ == "/throw-after") {
      respond(Answer());
      throw std::runtime_error("after");
    }
    if (path_ == "/never") {
      handler_.unanswered.push_back(std::move(respond));
    } else if (path_ == "/later") {
      handler_.loop.Post([respond, answer = Answer()] {
        respond(answer);
        respond(answer);  // only the first counts
      });
    } else {
      respond(Answer());
    }
  }

 private:
  HttpResponse Answer() const {
    HttpResponse response;
    response.headers.Add("Content-Type", "text/plain");
    response.body = request_.method + " " + request_.target + " " + request_.body;
    if (path_ == "/stop") response.status = 403;
    if (path_ == "/close") response.close = true;
    if (path_ == "/empty") response.status = 204;
    if (path_ == "/not-modified") response.status = 304;
    if (path_ == "/big") response.body = std::string(8 << 20, 'b');
    if (path_ == "/file") response.body = handler_.file;
    if (path_ == "/stream") response.body = std::make_shared<TestStream>(handler_);
    if (path_ == "/announce") response.content_length = 12345;
    if (path_ == "/host") response.body = std::string(request_.headers.Get("host"));
    if (path_ == "/scheme") response.body = std::string(request_.Scheme());
    if (path_ == "/remote") response.body = request_.remote;
    if (path_ == "/injection") response.headers.Add("X-Evil", "a\r\nX-Second: b\n");
    if (path_ == "/server") response.headers.Add("server", "AmazonS3");
    if (path_ == "/reset") response.delivery = Delivery::kReset;
    if (path_.starts_with("/cut")) response.delivery = Delivery::kCut;
    if (path_ == "/cut-file") response.body = handler_.file;
    if (path_ == "/cut-empty") response.body = "";
    if (path_ == "/cut-at-3") response.cut_after = 3;
    if (path_ == "/cut-far") response.cut_after = 1000;
    return response;
  }

  TestHandler& handler_;
  HttpRequest request_;
  std::string path_;
  bool is_finished_ = false;
};

// Made once for all tests of the process.
struct Certificates {
  std::shared_ptr<const ServerTls> server;
  std::shared_ptr<const ClientTls> client;

  static const Certificates& Get() {
    static const Certificates made = [] {
      std::string folder = testing::TempDir() + "portside_test_server_XXXXXX";
      if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no temporary folder");
      CertificateFolder files(folder);
      files.Refresh({"127.0.0.1"}, SystemClock().Now());
      Certificates loaded{*ServerTls::Load(files.certificate(), files.key()),
                          *ClientTls::Make(files.authority())};
      std::filesystem::remove_all(folder);
      return loaded;
    }();
    return made;
  }
};

}  // namespace

std::unique_ptr<Exchange> TestHandler::Begin(HttpRequest request) {
  ++begun;
  if (request.RawPath() == "/throw-begin") throw std::runtime_error("begin");
  return std::make_unique<TestExchange>(*this, std::move(request));
}

HttpResponse TestHandler::Refuse(int status, std::string_view reason, const HttpRequest&) {
  if (refuse_throws) throw std::runtime_error("refuse");
  HttpResponse response;
  response.status = status;
  response.body = "refused: " + std::string(reason);
  return response;
}

bool IsWholeSuiteOverTls() {
  const char* wanted = std::getenv("PORTSIDE_TEST_TLS");
  return wanted != nullptr && *wanted == '1';
}

TestServer::TestServer(ServerLimits limits, bool has_tls)
    : handler_(loop_),
      server_(std::make_unique<HttpServer>(loop_, handler_, "127.0.0.1", 0, limits)),
      port_(server_->port()) {
  if (has_tls) server_->UseTls(Certificates::Get().server);
  server_->Start();
  thread_ = std::thread([this] { loop_.Run(); });
}

TestServer::~TestServer() {
  OnLoop([this] {
    handler_.unanswered.clear();
    server_.reset();
  });
  loop_.Stop();
  thread_.join();
}

void TestServer::OnLoop(const std::function<void()>& function) {
  std::promise<void> done;
  loop_.Post([&] {
    function();
    done.set_value();
  });
  done.get_future().wait();
}

std::size_t TestServer::OpenConnections() {
  std::size_t count = 0;
  OnLoop([&] { count = server_->open_connections(); });
  return count;
}

std::future<void> TestServer::Drain() {
  auto done = std::make_shared<std::promise<void>>();
  OnLoop([&] { server_->Drain([done] { done->set_value(); }); });
  return done->get_future();
}

std::string TestResponse::Header(std::string_view name) const {
  for (const std::string_view line : Split(head, '\n')) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !EqualsIgnoreCase(line.substr(0, colon), name)) continue;
    return std::string(TrimSpace(line.substr(colon + 1)));
  }
  return {};
}

TestClient::TestClient(const TestServer& server, Speaks speaks) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{5, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(server.port());
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    Close();
  }
  if (speaks == Speaks::kPlain || socket_ < 0) return;
  tls_ = Certificates::Get().client->Connect(socket_, "127.0.0.1");
  TlsChannel::Progress progress{};
  do {
    progress = tls_->Handshake();
  } while (WaitFor(progress));
  if (progress != TlsChannel::Progress::kDone) Close();
}

TestClient::~TestClient() { Close(); }

bool TestClient::WaitFor(TlsChannel::Progress progress) {
  const bool reads = progress == TlsChannel::Progress::kWantsRead;
  if (!reads && progress != TlsChannel::Progress::kWantsWrite) return false;
  pollfd wait{socket_, static_cast<short>(reads ? POLLIN : POLLOUT), 0};
  if (::poll(&wait, 1, 5000) == 1) return true;
  has_timed_out_ = true;
  return false;
}

bool TestClient::Send(std::string_view bytes) {
  while (tls_ != nullptr && socket_ >= 0 && !bytes.empty()) {
    std::size_t sent = 0;
    const TlsChannel::Progress progress = tls_->Write(bytes, sent);
    if (progress != TlsChannel::Progress::kDone && !WaitFor(progress)) return false;
    bytes.remove_prefix(sent);
  }
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool TestClient::ReceiveMoreTls() {
  char bytes[16384];
  std::size_t count = 0;
  TlsChannel::Progress progress{};
  do {
    progress = tls_->Read(bytes, count);
  } while (WaitFor(progress));
  has_ended_well_ = progress == TlsChannel::Progress::kEnded;
  received_.append(bytes, count);
  return count > 0;
}

bool TestClient::ReceiveMore() {
  if (tls_ != nullptr) return socket_ >= 0 && ReceiveMoreTls();
  char bytes[16384];
  const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) has_timed_out_ = true;
  if (count <= 0) return false;
  received_.append(bytes, static_cast<std::size_t>(count));
  return true;
}

TestResponse TestClient::Receive(bool is_head_request) {
  TestResponse response;
  std::size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!ReceiveMore()) return response;
  }
  response.head = received_.substr(0, end + 2);
  received_.erase(0, end + 4);
  response.status = std::stoi(response.head.substr(9, 3));
  const std::string length = response.Header("Content-Length");
  if (is_head_request || length.empty() || response.status == 304) return response;
  const std::size_t size = std::stoull(length);
  while (received_.size() < size) {
    if (!ReceiveMore()) return {};
  }
  response.body = received_.substr(0, size);
  received_.erase(0, size);
  return response;
}

std::string TestClient::ReceiveSome() {
  if (received_.empty()) ReceiveMore();
  return std::exchange(received_, {});
}

std::string TestClient::ReceiveAll() {
  while (ReceiveMore()) {
  }
  return std::exchange(received_, {});
}

void TestClient::ShutdownSend() {
  if (tls_ != nullptr) tls_->SayEnd();
  ::shutdown(socket_, SHUT_WR);
}

void TestClient::Close() {
  tls_.reset();
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

void TestClient::Reset() {
  tls_.reset();
  const linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  Close();
}

void TestClient::UseSmallReceiveBuffer() {
  const int bytes = 4096;
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

bool WaitUntil(const std::function<bool()>& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{5};
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

namespace {

TEST(TestServer, AnswersAndEnds) {
  TestServer server;
  TestClient client(server);
  const TestResponse response = client.Call("GET /echo HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "GET /echo ");
}

}  // namespace
}  // namespace portside
