// SPDX-License-Identifier: Apache-2.0

#include "portside/control/guard.h"

#include "portside/aws/sigv4.h"
#include "portside/base/encoding.h"
#include "portside/http/origin.h"

namespace portside {
namespace {

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
  if (IsLocalName(HostName(host))) return std::nullopt;
  return ControlError{403,
                      "The control plane answers under local names and addresses only, not as " +
                          HostName(host) +
                          "; start the server with --control-token to allow others.",
                      ""};
}

}  // namespace portside
