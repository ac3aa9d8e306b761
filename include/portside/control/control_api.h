// SPDX-License-Identifier: Apache-2.0
//
// ControlApi: what a test does to the emulator itself, under /_portside/ and, where users of other
// emulators have tooling, under /_localstack/ and /moto-api/. Bucket names cannot begin with `_`,
// and no bucket is named moto-api's paths, so nothing of AWS is hidden.

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/json.h"
#include "portside/http/exchange.h"
#include "portside/services/core/service.h"

namespace portside {

class ControlApi {
 public:
  struct Actions {
    // {"services": {…}, "version": …} and whether everything is ready.
    std::function<Json()> health;
    std::function<bool()> ready;
    // Drops all state and objects, then calls back.
    std::function<void(std::function<void()>)> reset;
  };

  explicit ControlApi(Actions actions) : actions_(std::move(actions)) {}

  [[nodiscard]] static bool Owns(std::string_view path);
  std::unique_ptr<Exchange> Begin(HttpRequest request, Caller caller, CallRecord& record);

 private:
  Actions actions_;
};

}  // namespace portside
