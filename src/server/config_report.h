// SPDX-License-Identifier: Apache-2.0
//
// `portside config`: every option of serve as it would be, and who said so.

#pragma once

#include <ostream>

#include "server/serve_options.h"

namespace portside {

void PrintSettings(const std::vector<ServeOptions::Setting>& settings, bool json,
                   std::ostream& out);

}  // namespace portside
