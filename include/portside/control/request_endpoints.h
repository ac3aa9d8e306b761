// SPDX-License-Identifier: Apache-2.0
//
// /_portside/requests: the last calls of services, one of them, and one again.

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "portside/control/endpoint.h"
#include "portside/control/request_log.h"

namespace portside {

// Performs a logged request once more, as its caller, and calls back with the id of the new one,
// once that is answered.
using Replay = std::function<void(const LoggedRequest&, std::function<void(std::string id)>)>;

// `replay` null: signatures are checked, and no request can be signed again. `log` outlives the
// endpoints.
std::vector<Endpoint> RequestEndpoints(RequestLog& log, Replay replay);

}  // namespace portside
