// SPDX-License-Identifier: Apache-2.0

#include "portside/control/basic_endpoints.h"

namespace portside {

std::vector<Endpoint> BasicEndpoints(const BasicActions& actions) {
  const auto health = [actions](const ControlCall&) -> ControlResult<ControlAnswer> {
    return ControlAnswer{.body = actions.health(), .status = actions.ready() ? 200 : 503};
  };
  const auto ready = [actions](const ControlCall&) -> ControlResult<ControlAnswer> {
    const bool is_ready = actions.ready();
    return ControlAnswer{.body = {{"ready", is_ready}}, .status = is_ready ? 200 : 503};
  };
  const auto info = [actions](const ControlCall&) -> ControlResult<ControlAnswer> {
    return ControlAnswer{.body = actions.info()};
  };
  std::vector<Endpoint> endpoints = {
      MakeEndpoint("GET", "/_portside/health", "Health", health),
      MakeEndpoint("GET", "/_localstack/health", "Health", health),
      MakeEndpoint("GET", "/_portside/ready", "Ready", ready),
      MakeEndpoint("GET", "/_localstack/info", "Info", info),
  };
  for (std::size_t i = 0; i < 3; ++i) endpoints[i].is_public = true;
  for (Endpoint& endpoint : endpoints) endpoint.is_stateless = true;
  return endpoints;
}

}  // namespace portside
