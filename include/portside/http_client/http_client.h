// SPDX-License-Identifier: Apache-2.0
//
// HttpClient: HTTP/1.1 requests to one server over http:// or https://, blocking, each on a
// connection of its own. For the command line, and for threads that are not the core's.
//
//   const auto url = TRY(HttpUrl::Parse("http://localhost:4566"));
//   HttpClient client(url);
//   const HttpResponse health = TRY(client.Send({.method = "GET", .target = "/_portside/health"}));
//   std::get<std::string>(health.body)

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "portside/base/limits.h"
#include "portside/base/result.h"
#include "portside/http/message.h"
#include "portside/tls/client_tls.h"

namespace portside {

class ClientSocket;

// Where a URL leads: "http://[::1]:4566/a?b" is "::1", 4566, "/a?b".
struct HttpUrl {
  bool is_https = false;
  std::string host;          // a name or an address, without brackets
  std::uint16_t port = 80;   // of https:// 443
  std::string target = "/";  // path and query, encoded as they were

  // The error is a sentence that says what is wrong with it. Only http:// and https:// are taken,
  // without a user.
  static Expected<HttpUrl, std::string> Parse(std::string_view url);
  // "localhost:4566", "[::1]:4566": the Host header.
  [[nodiscard]] std::string Authority() const;
};

class HttpClient {
 public:
  struct Options {
    std::chrono::milliseconds connect_time = std::chrono::seconds(5);  // for each address
    // The longest pause while something is sent or awaited; zero: for ever (streams).
    std::chrono::milliseconds pause_time = std::chrono::seconds(60);
    // Bodies over this are refused, unless they are taken in pieces.
    std::uint64_t body_bytes = limits::kClientBodyBytes;
    // Of https://: a PEM file of authorities to trust besides those of ClientTls; "": no more.
    std::string authorities = {};
  };
  // A piece of a body as it comes, after its head. False: enough, the call ends well.
  using OnPiece = std::function<bool(const HttpResponse& head, std::string_view piece)>;

  // The server is the URL's; its target is not looked at.
  explicit HttpClient(HttpUrl server) : HttpClient(std::move(server), Options()) {}
  HttpClient(HttpUrl server, Options options);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // The answer with whatever status it has; its body is a text, empty where `on_piece` takes it.
  // Host, Content-Length and Connection are added. The error is a sentence, such as "cannot connect
  // to localhost:4566: Connection refused".
  Expected<HttpResponse, std::string> Send(const HttpRequest& request,
                                           const OnPiece& on_piece = nullptr);
  // The same with a file as the body, of which a piece at a time is in memory.
  Expected<HttpResponse, std::string> SendFile(const HttpRequest& request, const FileBody& file);

  // From any thread: a call under way and all later ones fail at once (but while a name is being
  // looked up).
  void Cancel();

 private:
  // Sends the head and the body. False where the body cannot be had as a whole: then the server is
  // not waited for. The error is the socket's.
  using SendAll =
      std::function<Expected<bool, std::string>(ClientSocket& socket, const std::string& head)>;
  Expected<HttpResponse, std::string> Call(const HttpRequest& request, std::uint64_t length,
                                           const SendAll& send_all, const OnPiece& on_piece);

  Expected<void, std::string> Connect(ClientSocket& socket);

  HttpUrl server_;
  Options options_;
  std::shared_ptr<const ClientTls> tls_;  // made at the first call that needs it
  int cancelled_ = -1;                    // an eventfd, readable once it was called off
};

}  // namespace portside
