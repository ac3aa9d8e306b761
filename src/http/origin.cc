// SPDX-License-Identifier: Apache-2.0

#include "portside/http/origin.h"

#include <algorithm>

#include "portside/base/encoding.h"

namespace portside {
namespace {

bool IsAddress(std::string_view name) {
  if (name.starts_with('[')) return true;
  return !name.empty() && name.find_first_not_of("0123456789.") == std::string_view::npos;
}

// "https://example.com:8080" -> "example.com:8080". Nothing for "null", the origin of a page
// without one (of a file, of a sandbox), which is nobody's.
std::optional<std::string_view> HostOfOrigin(std::string_view origin) {
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos) return std::nullopt;
  return origin.substr(scheme + 3);
}

}  // namespace

std::string HostName(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  const std::size_t bracket = host.rfind(']');
  const bool has_port =
      colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  return ToLower(host.substr(0, has_port ? colon : host.size()));
}

bool IsLocalName(std::string_view name) {
  if (name.empty() || IsAddress(name) || name.find('.') == std::string_view::npos) return true;
  for (const std::string_view local :
       {"localhost.localstack.cloud", "host.docker.internal", "host.containers.internal"}) {
    if (name == local || name.ends_with("." + std::string(local))) return true;
  }
  return name.ends_with(".localhost");
}

bool IsOwnOrigin(std::string_view origin, std::string_view host) {
  const auto of_page = HostOfOrigin(origin);
  return of_page && EqualsIgnoreCase(*of_page, host);
}

std::optional<std::string> FindForeignPage(const HttpRequest& request,
                                           const std::vector<std::string>& hosts) {
  const std::string host = HostName(request.headers.Get("Host"));
  const bool is_given = std::any_of(hosts.begin(), hosts.end(), [&host](const std::string& given) {
    return host == ToLower(given) || host.ends_with("." + ToLower(given));
  });
  // Whoever can make AWS's names lead here needs no page for it.
  if (!is_given && !IsLocalName(host) && !host.ends_with(".amazonaws.com")) {
    return "the host " + host + " is no local name, and --s3-host does not give it";
  }
  const auto origin = request.headers.Find("Origin");
  if (!origin) return std::nullopt;
  const auto of_page = HostOfOrigin(*origin);
  if (of_page && (IsLocalName(HostName(*of_page)) || IsOwnOrigin(*origin, host))) {
    return std::nullopt;
  }
  return "the origin " + std::string(*origin) + " is another one";
}

}  // namespace portside
