// SPDX-License-Identifier: Apache-2.0

#include "portside/control/basic_endpoints.h"

namespace portside {

std::vector<Endpoint> BasicEndpoints(const BasicActions& actions) {
  const auto health = [actions](const ControlCall&) -> ControlResult<ControlAnswer> {
    return ControlAnswer{.body = actions.health(), .status = actions.ready() ? 200 : 503};
  };
  const auto reset = [actions](const ControlCall&, const ControlRespond& respond) {
    actions.reset([respond] { respond(ControlAnswer{.body = {{"status", "ok"}}}); });
  };
  std::vector<Endpoint> endpoints = {
      MakeEndpoint("GET", "/_portside/health", "Health", health),
      MakeEndpoint("GET", "/_localstack/health", "Health", health),
      {"POST", "/_portside/reset", "Reset", reset},
      {"POST", "/moto-api/reset", "Reset", reset},
  };
  endpoints[0].is_public = endpoints[1].is_public = true;
  return endpoints;
}

}  // namespace portside
