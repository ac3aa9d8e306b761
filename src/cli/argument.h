// SPDX-License-Identifier: Apache-2.0
//
// Arguments with a form of their own.

#pragma once

#include <optional>
#include <string>

#include "portside/cli/control_client.h"
#include "portside/cli/terminal.h"

namespace portside::cli {

// `JSON`, `@FILE` with JSON in it, or `-` for what comes on the standard input.
CliResult<Json> ReadJsonArgument(const std::string& argument, Terminal& terminal);

// "90", "1.5", "90s", "1h30m", "2d" as a number of seconds. "PT1H30M" stays a text, which the
// server reads.
CliResult<Json> ReadDurationArgument(const std::string& argument);

// "A" or "A-B", "A/B": one number, or two around `separator`. `form` names it in a refusal.
struct NumberPair {
  Json first;
  std::optional<Json> second;
};
CliResult<NumberPair> ReadNumberPair(const std::string& argument, char separator,
                                     const std::string& form);

}  // namespace portside::cli
