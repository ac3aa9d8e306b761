// SPDX-License-Identifier: Apache-2.0

#include "portside/control/guard.h"

#include <algorithm>

#include "portside/aws/sigv4.h"
#include "portside/base/encoding.h"

namespace portside {
namespace {

// "[::1]:4566" -> "[::1]", "localhost:4566" -> "localhost".
std::string NameOf(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  const std::size_t bracket = host.rfind(']');
  const bool has_port =
      colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket);
  return ToLower(host.substr(0, has_port ? colon : host.size()));
}

bool IsAddress(std::string_view name) {
  if (name.starts_with('[')) return true;
  return !name.empty() && name.find_first_not_of("0123456789.") == std::string_view::npos;
}

// Names that no one can make lead here from outside: addresses, names without a dot (of containers
// beside this one), and those that are this machine's by convention.
bool IsLocalName(std::string_view name) {
  if (name.empty() || IsAddress(name) || name.find('.') == std::string_view::npos) return true;
  for (const std::string_view local :
       {"localhost.localstack.cloud", "host.docker.internal", "host.containers.internal"}) {
    if (name == local || name.ends_with("." + std::string(local))) return true;
  }
  return name.ends_with(".localhost");
}

// Whether a browser sent this from a page of this server's own address.
bool IsOwnOrigin(std::string_view origin, std::string_view host) {
  const std::size_t scheme = origin.find("://");
  return scheme != std::string_view::npos && EqualsIgnoreCase(origin.substr(scheme + 3), host);
}

bool BearsToken(const HttpRequest& request, std::string_view token) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view header = request.headers.Get("Authorization");
  if (!EqualsIgnoreCase(header.substr(0, kScheme.size()), kScheme)) return false;
  return IsSameSignature(TrimSpace(header.substr(kScheme.size())), token);
}

}  // namespace

std::optional<ControlError> ControlGuard::Refuse(const HttpRequest& request) const {
  if (!options_.is_on) {
    return ControlError{404, "The control plane is off: the server was started with --no-control.",
                        ""};
  }
  const std::string_view host = request.headers.Get("Host");
  const auto origin = request.headers.Find("Origin");
  if (origin && !IsOwnOrigin(*origin, host)) {
    return ControlError{
        403,
        "The control plane does not answer pages of another origin (" + std::string(*origin) + ").",
        ""};
  }
  if (EqualsIgnoreCase(request.headers.Get("Sec-Fetch-Site"), "cross-site")) {
    return ControlError{403, "The control plane does not answer pages of another site.", ""};
  }
  if (!options_.token.empty()) {
    if (BearsToken(request, options_.token)) return std::nullopt;
    return ControlError{401,
                        "The control plane wants the token of --control-token: send the header "
                        "Authorization: Bearer <token>.",
                        ""};
  }
  if (IsLocalName(NameOf(host))) return std::nullopt;
  return ControlError{403,
                      "The control plane answers under local names and addresses only, not as " +
                          NameOf(host) + "; start the server with --control-token to allow others.",
                      ""};
}

}  // namespace portside
