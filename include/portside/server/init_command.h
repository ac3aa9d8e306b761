// SPDX-License-Identifier: Apache-2.0
//
// Init files as the command line names them: those of `serve`, and `portside init check`.

#pragma once

#include <vector>

#include "portside/seed/seed_file.h"
#include "portside/server/config.h"

namespace portside {

// What --init and --init-dir name, read and checked as wholes, in the order in which they are to
// run. std::runtime_error with the file, the line and the reason of the first mistake.
std::vector<SeedFile> ReadInitFiles(const Config& config);

// A line for each file: `FILE: ok, …` on stdout or `FILE:LINE: reason` on stderr. 0 where all are
// in order, else 1.
int CheckInit(const InitCheckCommand& command);

}  // namespace portside
