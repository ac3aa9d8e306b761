// SPDX-License-Identifier: Apache-2.0

#include "portside/http_client/http_client.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>

#include "http_client/answer_parser.h"
#include "http_client/client_socket.h"
#include "portside/base/encoding.h"

namespace portside {
namespace {

using Outcome = AnswerParser::Outcome;

std::string HeadOf(const HttpRequest& request, const HttpUrl& server, std::uint64_t length) {
  std::string head = request.method + " " + request.target + " HTTP/1.1\r\n";
  const auto add = [&head](std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
  };
  if (!request.headers.Has("Host")) add("Host", server.Authority());
  for (const auto& [name, value] : request.headers.fields()) {
    if (EqualsIgnoreCase(name, "Content-Length") || EqualsIgnoreCase(name, "Connection")) continue;
    add(name, value);
  }
  const bool has_body = request.method == "POST" || request.method == "PUT";
  if (has_body || length > 0) add("Content-Length", std::to_string(length));
  return head + "Connection: close\r\n\r\n";
}

// The answer, after those that only announce it (100 Continue).
Expected<HttpResponse, std::string> ReceiveAnswer(ClientSocket& socket, bool is_head_request,
                                                  const AnswerParser::OnBody& on_body) {
  std::array<char, 16 * 1024> room;
  std::string input;
  while (true) {
    AnswerParser parser(is_head_request, on_body);
    Outcome outcome = parser.Parse(input);
    while (outcome == Outcome::kNeedsMore) {
      const std::size_t count = TRY(socket.Receive(room));
      input.append(room.data(), count);
      outcome = count == 0 ? parser.ParseEnd() : parser.Parse(input);
    }
    if (outcome == Outcome::kBad) return Fail(parser.problem());
    if (parser.response().status >= 200) return std::move(parser.response());
  }
}

}  // namespace

Expected<HttpUrl, std::string> HttpUrl::Parse(std::string_view url) {
  const auto wrong = [url](const std::string& why) {
    return Fail("'" + std::string(url) + "' " + why);
  };
  constexpr std::string_view kPlain = "http://";
  constexpr std::string_view kSecured = "https://";
  HttpUrl parsed;
  parsed.is_https = EqualsIgnoreCase(url.substr(0, kSecured.size()), kSecured);
  if (parsed.is_https) parsed.port = 443;
  if (!parsed.is_https && !EqualsIgnoreCase(url.substr(0, kPlain.size()), kPlain)) {
    return wrong("is no URL that begins with http:// or https://; no other scheme is supported.");
  }
  std::string_view rest = url.substr(parsed.is_https ? kSecured.size() : kPlain.size());
  rest = rest.substr(0, rest.find('#'));
  const std::size_t path = rest.find_first_of("/?");
  std::string_view authority = rest.substr(0, path);
  if (path != std::string_view::npos) {
    parsed.target = std::string(rest[path] == '?' ? "/" : "") + std::string(rest.substr(path));
  }
  if (authority.find('@') != std::string_view::npos) return wrong("has a user, which is not sent.");
  for (const char c : rest) {
    if (c <= ' ' || c == 0x7f) return wrong("has a character that no URL has.");
  }
  const std::size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
  if (bracket == std::string_view::npos) return wrong("has a bracket that is not closed.");
  const std::size_t colon = authority.find(':', bracket);
  if (bracket > 0 && bracket + 1 != std::min(colon, authority.size())) {
    return wrong("has something between the bracket and the port.");
  }
  if (colon != std::string_view::npos) {
    const std::string_view text = authority.substr(colon + 1);
    const auto number = std::from_chars(text.data(), text.data() + text.size(), parsed.port);
    if (number.ec != std::errc() || number.ptr != text.data() + text.size() || parsed.port == 0) {
      return wrong("has no port of 1 to 65535 after its colon.");
    }
    authority = authority.substr(0, colon);
  }
  parsed.host = bracket > 0 ? authority.substr(1, bracket - 1) : authority;
  if (parsed.host.empty()) return wrong("has no host.");
  return parsed;
}

std::string HttpUrl::Authority() const {
  const bool is_v6 = host.find(':') != std::string::npos;
  const bool is_usual = port == (is_https ? 443 : 80);
  return (is_v6 ? "[" + host + "]" : host) + (is_usual ? "" : ":" + std::to_string(port));
}

HttpClient::HttpClient(HttpUrl server, Options options)
    : server_(std::move(server)),
      options_(std::move(options)),
      cancelled_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (cancelled_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

HttpClient::~HttpClient() { ::close(cancelled_); }

void HttpClient::Cancel() {
  const std::uint64_t one = 1;
  // Nothing to do where it fails: then it was called off before.
  [[maybe_unused]] const ssize_t written = ::write(cancelled_, &one, sizeof one);
}

Expected<HttpResponse, std::string> HttpClient::Send(const HttpRequest& request,
                                                     const OnPiece& on_piece) {
  // In one piece, for one packet.
  const auto send_all = [&request](ClientSocket& socket,
                                   const std::string& head) -> Expected<bool, std::string> {
    TRY(socket.Send(head + request.body));
    return true;
  };
  return Call(request, request.body.size(), send_all, on_piece);
}

Expected<HttpResponse, std::string> HttpClient::SendFile(const HttpRequest& request,
                                                         const FileBody& file) {
  const auto send_all = [&file](ClientSocket& socket,
                                const std::string& head) -> Expected<bool, std::string> {
    TRY(socket.Send(head));
    std::vector<char> room(limits::kStreamChunkBytes);
    for (std::uint64_t done = 0; done < file.length;) {
      const std::size_t size = std::min<std::uint64_t>(room.size(), file.length - done);
      const ssize_t count = ::pread(file.file->descriptor(), room.data(), size,
                                    static_cast<off_t>(file.offset + done));
      if (count <= 0) return false;
      TRY(socket.Send({room.data(), static_cast<std::size_t>(count)}));
      done += static_cast<std::uint64_t>(count);
    }
    return true;
  };
  return Call(request, file.length, send_all, nullptr);
}

Expected<void, std::string> HttpClient::Connect(ClientSocket& socket) {
  if (server_.is_https && tls_ == nullptr) tls_ = TRY(ClientTls::Make(options_.authorities));
  TRY(socket.Connect(server_.host, server_.port, options_.connect_time));
  if (!server_.is_https) return {};
  return socket.BeginTls(*tls_, server_.host, options_.connect_time);
}

Expected<HttpResponse, std::string> HttpClient::Call(const HttpRequest& request,
                                                     std::uint64_t length, const SendAll& send_all,
                                                     const OnPiece& on_piece) {
  const auto because = [this](const std::string& what) {
    return [this, what](const std::string& why) {
      return what + " " + server_.Authority() + ": " + why;
    };
  };
  ClientSocket socket(cancelled_);
  TRY(Connect(socket).map_error(because("cannot connect to")));
  socket.SetPause(options_.pause_time);
  const Expected<bool, std::string> sent = send_all(socket, HeadOf(request, server_, length));
  if (sent && !*sent) return Fail(std::string("the body cannot be read to its end"));
  // A server that refuses a body may answer and close before it has read all of it.

  std::string body;
  bool is_too_large = false;
  auto answer = ReceiveAnswer(socket, request.method == "HEAD",
                              [&](const HttpResponse& head, std::string_view piece) {
                                if (on_piece) return on_piece(head, piece);
                                is_too_large = body.size() + piece.size() > options_.body_bytes;
                                if (!is_too_large) body += piece;
                                return !is_too_large;
                              });
  if (!answer && !sent) return Fail(because("cannot send to")(sent.error()));
  if (!answer) return Fail(because("no answer from")(answer.error()));
  if (is_too_large) {
    return Fail(because("the answer of")("it is larger than " +
                                         std::to_string(options_.body_bytes) + " bytes"));
  }
  answer->body = std::move(body);
  return std::move(*answer);
}

}  // namespace portside
