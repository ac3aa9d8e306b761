// SPDX-License-Identifier: Apache-2.0
//
// ControlApi: what a test does to the emulator itself, under /_portside/ and, where users of other
// emulators have tooling, under /_localstack/ and /moto-api/. Bucket names cannot begin with `_`,
// and no bucket is named moto-api's paths, so nothing of AWS is hidden. Core thread only.

#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "portside/control/endpoint.h"
#include "portside/control/guard.h"
#include "portside/http/exchange.h"
#include "portside/services/core/service.h"

namespace portside {

class ControlApi {
 public:
  ControlApi(std::vector<Endpoint> endpoints, ControlGuard guard);
  ~ControlApi();

  [[nodiscard]] static bool Owns(std::string_view path);
  // Whether a request that nobody has signed is for /metrics, which is also the path of a bucket.
  [[nodiscard]] static bool IsScrape(const HttpRequest& request);
  // Whether the answer needs nothing of the state.
  [[nodiscard]] bool IsStateless(const HttpRequest& request) const;
  // JSON answers. 404 lists the endpoints, 405 the method, 403 and 401 say what the guard wants.
  std::unique_ptr<Exchange> Begin(HttpRequest request, Caller caller, CallRecord& record);

 private:
  struct Route;
  struct Found;
  [[nodiscard]] Found Find(const HttpRequest& request) const;

  std::vector<Route> routes_;
  ControlGuard guard_;
};

}  // namespace portside
