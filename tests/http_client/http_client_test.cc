// SPDX-License-Identifier: Apache-2.0

#include "portside/http_client/http_client.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "portside/base/clock.h"
#include "portside/base/encoding.h"
#include "portside/tls/certificate_folder.h"
#include "portside/tls/server_tls.h"
#include "support/temporary_directory.h"

namespace portside {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;

// Takes one connection, reads one request to its end, says what it was told to, and closes unless
// it is to be silent until the client goes.
class OneAnswer {
 public:
  explicit OneAnswer(std::string answer, bool closes = true,
                     std::shared_ptr<const ServerTls> tls = nullptr, bool reads = true)
      : tls_(std::move(tls)), reads_(reads) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
    ::listen(listener_, 1);
    thread_ = std::thread([this, answer, closes] { Serve(answer, closes); });
  }
  ~OneAnswer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  // What was asked, once the answer is there.
  std::string Request() {
    thread_.join();
    thread_ = std::thread([] {});
    return request_;
  }

  std::uint16_t port = 0;

 private:
  bool HasAll() const {
    const std::size_t end = request_.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    const std::size_t length = request_.find("Content-Length: ");
    if (length == std::string::npos) return true;
    return request_.size() >= end + 4 + std::stoul(request_.substr(length + 16));
  }
  void Serve(const std::string& answer, bool closes) {
    const int client = ::accept(listener_, nullptr, nullptr);
    char bytes[4096];
    if (tls_ != nullptr) {
      ServeTls(client, answer, closes);
      ::close(client);
      return;
    }
    while (client >= 0 && reads_ && !HasAll()) {
      const ssize_t count = ::recv(client, bytes, sizeof bytes, 0);
      if (count <= 0) break;
      request_.append(bytes, static_cast<std::size_t>(count));
    }
    ::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
    if (!closes || !reads_) ::recv(client, bytes, sizeof bytes, 0);
    ::close(client);
  }

  // The same over TLS; the sockets of this thread wait.
  void ServeTls(int client, std::string_view answer, bool says_end) {
    const auto channel = tls_->Accept(client, {});
    if (channel->Handshake() != TlsChannel::Progress::kDone) return;
    char bytes[4096];
    std::size_t count = 0;
    while (!HasAll() && channel->Read(bytes, count) == TlsChannel::Progress::kDone) {
      request_.append(bytes, count);
    }
    while (!answer.empty() && channel->Write(answer, count) == TlsChannel::Progress::kDone) {
      answer.remove_prefix(count);
    }
    if (says_end) channel->SayEnd();
  }

  std::shared_ptr<const ServerTls> tls_;
  bool reads_;  // the request, before it answers
  int listener_ = -1;
  std::string request_;
  std::thread thread_;
};

HttpUrl ServerAt(std::uint16_t port) { return {.host = "127.0.0.1", .port = port}; }

Expected<HttpResponse, std::string> Get(const OneAnswer& server,
                                        const HttpClient::Options& options = {}) {
  HttpClient client(ServerAt(server.port), options);
  return client.Send({.method = "GET", .target = "/"});
}

std::string BodyOf(const HttpResponse& response) { return std::get<std::string>(response.body); }

// A certificate for these names, and what trusts it.
class Https : public testing::Test {
 protected:
  Https() { unsetenv("AWS_CA_BUNDLE"); }
  std::shared_ptr<const ServerTls> TlsFor(const std::vector<std::string>& names) {
    files_.Refresh(names, SystemClock().Now());
    return *ServerTls::Load(files_.certificate(), files_.key());
  }
  [[nodiscard]] HttpClient::Options Trusting() const { return {.authorities = files_.authority()}; }
  static HttpUrl At(const OneAnswer& server) {
    return {.is_https = true, .host = "127.0.0.1", .port = server.port};
  }

  TemporaryDirectory folder_;
  CertificateFolder files_{folder_.path()};
};

constexpr const char* kHello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
constexpr const char* kUntilTheEnd = "HTTP/1.1 200 OK\r\n\r\nhello";

TEST_F(Https, AsksAServerThatItTrusts) {
  OneAnswer server(kHello, true, TlsFor({"127.0.0.1"}));
  HttpClient client(At(server), Trusting());
  const auto answer = client.Send({.method = "POST", .target = "/a", .body = "body"});
  ASSERT_TRUE(answer) << answer.error();
  EXPECT_EQ(BodyOf(*answer), "hello");
  EXPECT_THAT(server.Request(), HasSubstr("Host: 127.0.0.1:"));
  EXPECT_THAT(server.Request(), HasSubstr("body"));
}

TEST_F(Https, TrustsTheBundleOfAws) {
  OneAnswer server(kHello, true, TlsFor({"127.0.0.1"}));
  setenv("AWS_CA_BUNDLE", files_.authority().c_str(), 1);
  HttpClient client(At(server));
  EXPECT_TRUE(client.Send({.method = "GET", .target = "/"}));
  unsetenv("AWS_CA_BUNDLE");
}

TEST_F(Https, SaysWhyItDoesNotTrust) {
  const auto error_of = [this](const std::vector<std::string>& names,
                               const HttpClient::Options& options, const char* host) {
    OneAnswer server(kHello, true, TlsFor(names));
    HttpUrl url = At(server);
    url.host = host;
    const auto answer = HttpClient(url, options).Send({.method = "GET", .target = "/"});
    return answer ? "it trusts" : answer.error();
  };
  EXPECT_THAT(error_of({"127.0.0.1"}, {}, "127.0.0.1"),
              HasSubstr("certificate verify failed: unable to get local issuer certificate"));
  TlsFor({"127.0.0.1"});
  EXPECT_THAT(error_of({"127.0.0.2"}, Trusting(), "127.0.0.1"),
              HasSubstr("certificate verify failed: IP address mismatch"));
  EXPECT_THAT(error_of({"other"}, Trusting(), "localhost"),
              HasSubstr("certificate verify failed: hostname mismatch"));
  EXPECT_EQ(error_of({"localhost"}, Trusting(), "localhost"), "it trusts");
  EXPECT_THAT(error_of({"localhost"}, {.authorities = "/nowhere.pem"}, "localhost"),
              HasSubstr("/nowhere.pem has no certificates in PEM form that can be read"));
}

TEST_F(Https, SaysThatTheServerIsPlain) {
  TlsFor({"127.0.0.1"});
  // One that answers before it has read.
  OneAnswer server("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", true, nullptr, false);
  HttpClient client(At(server), Trusting());
  const auto answer = client.Send({.method = "GET", .target = "/"});
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error(), testing::EndsWith("it does not speak TLS"));
}

TEST_F(Https, TakesNoCutAnswerForAWholeOne) {
  const auto get = [this](const char* text, bool says_end) {
    OneAnswer server(text, says_end, TlsFor({"127.0.0.1"}));
    HttpClient client(At(server), Trusting());
    return client.Send({.method = "GET", .target = "/"});
  };
  EXPECT_TRUE(get(kHello, false));
  EXPECT_TRUE(get(kUntilTheEnd, true));
  const auto cut = get(kUntilTheEnd, false);
  ASSERT_FALSE(cut);
  EXPECT_THAT(cut.error(), HasSubstr("the connection was closed"));
}

TEST_F(Https, SendsWhatTheSocketTakesLittleByLittle) {
  OneAnswer server(kHello, true, TlsFor({"127.0.0.1"}));
  HttpClient client(At(server), Trusting());
  const std::string body(4 << 20, 'x');
  ASSERT_TRUE(client.Send({.method = "PUT", .target = "/", .body = body}));
  EXPECT_THAT(server.Request(), testing::EndsWith(body));
}

TEST(HttpUrl, IsReadWithItsDefaults) {
  struct Case {
    const char* url;
    const char* host;
    int port;
    const char* target;
    const char* authority;
  };
  for (const Case& good :
       {Case{"http://localhost:4566", "localhost", 4566, "/", "localhost:4566"},
        Case{"http://localhost", "localhost", 80, "/", "localhost"},
        Case{"HTTP://10.0.0.1:8080/a%2Fb?x=1#top", "10.0.0.1", 8080, "/a%2Fb?x=1", "10.0.0.1:8080"},
        Case{"http://[::1]:99?x", "::1", 99, "/?x", "[::1]:99"},
        Case{"http://[::1]/", "::1", 80, "/", "[::1]"},
        Case{"https://localhost/a", "localhost", 443, "/a", "localhost"},
        Case{"HTTPS://localhost:80", "localhost", 80, "/", "localhost:80"}}) {
    const auto url = HttpUrl::Parse(good.url);
    ASSERT_TRUE(url) << url.error();
    EXPECT_EQ(url->is_https, ToLower(good.url).starts_with("https:"));
    EXPECT_EQ(url->host, good.host);
    EXPECT_EQ(url->port, good.port);
    EXPECT_EQ(url->target, good.target);
    EXPECT_EQ(url->Authority(), good.authority);
  }
}

TEST(HttpUrl, SaysWhatIsWrong) {
  struct Case {
    const char* url;
    const char* message;
  };
  for (const Case& bad :
       {Case{"ftp://x", "is no URL that begins with http:// or https://; no other scheme"},
        Case{"localhost:4566", "is no URL that begins with http://"},
        Case{"https://", "has no host."}, Case{"http://", "has no host."},
        Case{"http://:80", "has no host."}, Case{"http://x:0", "has no port of 1 to 65535"},
        Case{"http://x:65536", "has no port"}, Case{"http://x:", "has no port"},
        Case{"http://x:8a", "has no port"},
        Case{"http://[::1", "has a bracket that is not closed."},
        Case{"http://[::1]x:80", "has something between"}, Case{"http://u@x", "has a user"},
        Case{"http://x/a b", "has a character"}}) {
    const auto url = HttpUrl::Parse(bad.url);
    ASSERT_FALSE(url) << bad.url;
    EXPECT_THAT(url.error(), HasSubstr("'" + std::string(bad.url) + "' " + bad.message));
  }
}

TEST(HttpClient, SendsARequestAndReadsItsAnswer) {
  OneAnswer server(
      "HTTP/1.1 404 Not Found\r\nX-A: 1\r\nContent-Length: 5\r\n\r\nhello and what nobody reads");
  HttpClient client(ServerAt(server.port));
  HttpRequest request{.method = "PUT", .target = "/a?b=c", .headers = {}, .body = "body"};
  request.headers.Add("X-Mine", "yes");
  request.headers.Add("content-length", "99");
  const auto answer = client.Send(request);
  ASSERT_TRUE(answer) << answer.error();
  EXPECT_EQ(answer->status, 404);
  EXPECT_EQ(answer->headers.Get("x-a"), "1");
  EXPECT_EQ(BodyOf(*answer), "hello");
  EXPECT_EQ(server.Request(),
            "PUT /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port) +
                "\r\nX-Mine: yes\r\nContent-Length: 4\r\n"
                "Connection: close\r\n\r\nbody");
}

TEST(HttpClient, ReadsEveryFraming) {
  const std::string head = "HTTP/1.1 200 OK\r\n";
  OneAnswer chunked(head +
                    "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3;x=y\r\ncde\r\n0\r\n\r\n");
  EXPECT_EQ(BodyOf(*Get(chunked)), "abcde");
  OneAnswer until_close(head + "\r\nto the end");
  EXPECT_EQ(BodyOf(*Get(until_close)), "to the end");
  OneAnswer empty("HTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_EQ(Get(empty)->status, 204);
  OneAnswer continued("HTTP/1.1 100 Continue\r\n\r\n" + head + "Content-Length: 1\r\n\r\nx");
  EXPECT_EQ(BodyOf(*Get(continued)), "x");
  OneAnswer large(head + "Content-Length: 300000\r\n\r\n" + std::string(300'000, 'x'));
  EXPECT_EQ(BodyOf(*Get(large)).size(), 300'000U);
}

TEST(HttpClient, AHeadHasNoBody) {
  OneAnswer server("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", false);
  HttpClient client(ServerAt(server.port));
  const auto answer = client.Send({.method = "HEAD", .target = "/"});
  ASSERT_TRUE(answer) << answer.error();
  EXPECT_EQ(BodyOf(*answer), "");
}

TEST(HttpClient, GivesPiecesAsTheyComeAndEndsWhenTold) {
  OneAnswer server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n2\r\ncd\r\n",
                   false);
  HttpClient client(ServerAt(server.port), {.pause_time = 0ms});
  std::vector<std::string> pieces;
  const auto answer = client.Send({.method = "GET", .target = "/"},
                                  [&](const HttpResponse& head, std::string_view piece) {
                                    EXPECT_EQ(head.status, 200);
                                    pieces.emplace_back(piece);
                                    return pieces.size() < 2;
                                  });
  ASSERT_TRUE(answer) << answer.error();
  EXPECT_THAT(pieces, ElementsAre("ab", "cd"));
  EXPECT_EQ(BodyOf(*answer), "");
}

TEST(HttpClient, SaysWhyThereIsNoAnswer) {
  const auto error_of = [](const std::string& answer, HttpClient::Options options = {},
                           bool closes = true) {
    OneAnswer server(answer, closes);
    const auto result = Get(server, options);
    return result ? "answered" : result.error();
  };
  EXPECT_THAT(error_of(""),
              MatchesRegex("no answer from 127.0.0.1:[0-9]+: the connection was closed before the "
                           "answer"));
  EXPECT_THAT(error_of("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"),
              HasSubstr(": the connection was closed in the middle of the answer"));
  EXPECT_THAT(error_of("220 smtp.example.com\r\n"), HasSubstr(": the answer is not valid HTTP: "));
  EXPECT_THAT(error_of("", {.pause_time = 20ms}, false), HasSubstr("nothing happened for 20 ms"));
  EXPECT_THAT(error_of("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123456789", {.body_bytes = 8}),
              HasSubstr("it is larger than 8 bytes"));
}

TEST(HttpClient, SaysThatNobodyListens) {
  std::uint16_t free_port = 0;
  {
    OneAnswer server("");
    free_port = server.port;
    EXPECT_FALSE(Get(server));
  }
  HttpClient client({.host = "localhost", .port = free_port});
  const auto answer = client.Send({.method = "GET", .target = "/"});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error(),
            "cannot connect to localhost:" + std::to_string(free_port) + ": Connection refused");
}

TEST(HttpClient, IsCalledOffFromAnotherThread) {
  OneAnswer server("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", false);
  HttpClient client(ServerAt(server.port), {.pause_time = 0ms});
  std::thread other;
  const auto answer =
      client.Send({.method = "GET", .target = "/"}, [&](const HttpResponse&, std::string_view) {
        other = std::thread([&client] { client.Cancel(); });
        return true;
      });
  other.join();
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error(), HasSubstr("it was called off"));
  EXPECT_FALSE(client.Send({.method = "GET", .target = "/"}));
}

FileBody FileOf(const std::filesystem::path& path, std::uint64_t length) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  return {.file = std::make_shared<SharedFile>(descriptor), .offset = 0, .length = length};
}

TEST(HttpClient, SendsAFileInPieces) {
  const TemporaryDirectory directory;
  const std::string content(3 * limits::kStreamChunkBytes + 7, 'x');
  std::ofstream(directory.path() / "body") << content;
  OneAnswer server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  HttpClient client(ServerAt(server.port));
  const auto answer = client.SendFile({.method = "PUT", .target = "/state"},
                                      FileOf(directory.path() / "body", content.size()));
  ASSERT_TRUE(answer) << answer.error();
  EXPECT_EQ(BodyOf(*answer), "ok");
  const std::string request = server.Request();
  EXPECT_THAT(request, HasSubstr("Content-Length: " + std::to_string(content.size()) + "\r\n"));
  EXPECT_EQ(request.substr(request.find("\r\n\r\n") + 4), content);
}

TEST(HttpClient, DoesNotWaitForTheAnswerToHalfAFile) {
  const TemporaryDirectory directory;
  std::ofstream(directory.path() / "body") << "short";
  OneAnswer server("");
  HttpClient client(ServerAt(server.port));
  const auto answer =
      client.SendFile({.method = "PUT", .target = "/state"}, FileOf(directory.path() / "body", 6));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error(), "the body cannot be read to its end");
}

}  // namespace
}  // namespace portside
