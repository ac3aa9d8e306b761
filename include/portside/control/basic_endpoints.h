// SPDX-License-Identifier: Apache-2.0
//
// Health and information: what every tool asks for first, also by the names of other emulators.

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
};

std::vector<Endpoint> BasicEndpoints(const BasicActions& actions);

}  // namespace portside
