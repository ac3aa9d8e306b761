// SPDX-License-Identifier: Apache-2.0
//
// Health and reset: what every tool asks for first, also by the names of other emulators.

#pragma once

#include <functional>
#include <vector>

#include "portside/control/endpoint.h"

namespace portside {

struct BasicActions {
  // {"services": {…}, "version": …} and whether everything is ready.
  std::function<Json()> health;
  std::function<bool()> ready;
  // Drops all state and objects, then calls back.
  std::function<void(std::function<void()>)> reset;
};

std::vector<Endpoint> BasicEndpoints(const BasicActions& actions);

}  // namespace portside
