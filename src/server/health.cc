// SPDX-License-Identifier: Apache-2.0
//
// A GET over a plain socket: what a HEALTHCHECK needs, without a client library in the image.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <iostream>
#include <optional>
#include <string>

#include "portside/server/serve.h"

namespace portside {
namespace {

constexpr timeval kPatience = {.tv_sec = 3, .tv_usec = 0};

// http://localhost:4566 or http://127.0.0.1:4566/ as a socket address. Other names would need a
// resolver, and a server that checks itself has none of them.
std::optional<sockaddr_in> ParseAddress(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  if (!url.starts_with(kScheme)) return std::nullopt;
  url.remove_prefix(kScheme.size());
  url = url.substr(0, url.find('/'));
  const auto colon = url.find(':');
  std::string host(url.substr(0, colon));
  if (host == "localhost") host = "127.0.0.1";
  std::uint16_t port = 80;
  if (colon != std::string_view::npos) {
    const std::string_view text = url.substr(colon + 1);
    const auto parsed = std::from_chars(text.begin(), text.end(), port);
    if (parsed.ec != std::errc() || parsed.ptr != text.end()) return std::nullopt;
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) return std::nullopt;
  return address;
}

// The first bytes of the answer, or why there is none.
std::string Ask(const sockaddr_in& address, std::string& problem) {
  const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
  setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
  constexpr std::string_view kRequest =
      "GET /_portside/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  char answer[64];
  ssize_t size = -1;
  if (connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      send(connection, kRequest.data(), kRequest.size(), MSG_NOSIGNAL) > 0) {
    size = recv(connection, answer, sizeof answer, MSG_WAITALL);
  }
  if (size < 0) problem = std::strerror(errno);
  close(connection);
  return size > 0 ? std::string(answer, static_cast<std::size_t>(size)) : std::string();
}

}  // namespace

int CheckHealth(const HealthCommand& command) {
  const auto address = ParseAddress(command.url);
  if (!address) {
    std::cerr << "portside health: '" << command.url
              << "' is not an address like http://localhost:4566 or http://127.0.0.1:4566\n";
    return 1;
  }
  std::string problem = "no HTTP answer";
  const std::string answer = Ask(*address, problem);
  if (answer.starts_with("HTTP/1.1 200 ")) return 0;
  if (answer.starts_with("HTTP/1.1 ")) problem = "answered " + answer.substr(9, 3);
  std::cerr << "portside health: " << command.url << ": " << problem << '\n';
  return 1;
}

}  // namespace portside
