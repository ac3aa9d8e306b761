// SPDX-License-Identifier: Apache-2.0
//
// Serve: the program with its sockets, its clock and its data directory. Health: what a HEALTHCHECK
// calls.

#pragma once

#include "portside/server/config.h"

namespace portside {

// Runs until SIGINT or SIGTERM, then finishes the requests in flight and returns 0. Refusals of the
// surroundings (port in use, unwritable directory) are one line on stderr and 1.
int Serve(const Config& config);

// 0 where GET <url>/_portside/health answers 200 within a few seconds, else 1 and a line on stderr.
int CheckHealth(const HealthCommand& command);

}  // namespace portside
