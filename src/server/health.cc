// SPDX-License-Identifier: Apache-2.0
//
// What a HEALTHCHECK asks, without a client in the image.

#include <iostream>
#include <string>

#include "portside/http_client/http_client.h"
#include "portside/server/serve.h"

namespace portside {
namespace {

constexpr std::chrono::seconds kPatience{3};

// What is wrong with the server's health, or "".
std::string Ask(const HttpUrl& url, const std::string& authorities) {
  HttpClient client(
      url, {.connect_time = kPatience, .pause_time = kPatience, .authorities = authorities});
  const auto answer = client.Send({.method = "GET", .target = "/_portside/health"});
  if (!answer) return answer.error();
  return answer->status == 200 ? "" : "answered " + std::to_string(answer->status);
}

}  // namespace

int CheckHealth(const HealthCommand& command) {
  const auto url = HttpUrl::Parse(command.url);
  const std::string problem = url ? Ask(*url, command.authorities) : url.error();
  if (problem.empty()) return 0;
  std::cerr << "portside health: " << command.url << ": " << problem << '\n';
  return 1;
}

}  // namespace portside
