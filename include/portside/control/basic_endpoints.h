// SPDX-License-Identifier: Apache-2.0
//
// Health, information and reset: what every tool asks for first, also by the names of other
// emulators.

#pragma once

#include <functional>
#include <vector>

#include "portside/control/endpoint.h"

namespace portside {

struct BasicActions {
  // {"services": {…}, "version": …} and whether everything is ready.
  std::function<Json()> health;
  std::function<bool()> ready;
  // The members of /_localstack/info.
  std::function<Json()> info;
  // Drops all state and objects, then calls back.
  std::function<void(std::function<void()>)> reset;
};

std::vector<Endpoint> BasicEndpoints(const BasicActions& actions);

}  // namespace portside
