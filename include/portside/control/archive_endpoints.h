// SPDX-License-Identifier: Apache-2.0
//
// /_portside/state: the whole state as one archive, taken and given back.

#pragma once

#include <vector>

#include "portside/control/endpoint.h"
#include "portside/state/state_keeper.h"

namespace portside {

// The keeper outlives the endpoints.
std::vector<Endpoint> ArchiveEndpoints(StateKeeper& state);

}  // namespace portside
