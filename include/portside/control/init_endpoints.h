// SPDX-License-Identifier: Apache-2.0
//
// /_portside/init and /_localstack/init: what ran at the start.

#pragma once

#include <functional>
#include <vector>

#include "portside/control/endpoint.h"

namespace portside {

struct InitReport {
  // {"files": [{"file", "state", …}]}; null: nothing was to be run.
  std::function<Json()> files;
  std::function<bool()> ready;
};

std::vector<Endpoint> InitEndpoints(const InitReport& report);

}  // namespace portside
