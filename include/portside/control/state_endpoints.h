// SPDX-License-Identifier: Apache-2.0
//
// /_portside/reset and /_portside/snapshots: the state dropped, saved under a name and brought
// back, all of it or one service's, account's or region's; and the same by the paths of moto and
// LocalStack.

#pragma once

#include <vector>

#include "portside/control/endpoint.h"
#include "portside/state/state_keeper.h"

namespace portside {

// The keeper outlives the endpoints.
std::vector<Endpoint> StateEndpoints(StateKeeper& state);

}  // namespace portside
