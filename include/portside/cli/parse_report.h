// SPDX-License-Identifier: Apache-2.0
//
// What the program says where arguments were not parsed into a command: help, or one line of
// refusal, whatever CLI11 makes of it.

#pragma once

#include <ostream>
#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace portside::cli {

// "portside clock set": the command that the arguments lead to.
std::string FullName(const CLI::App& app);

// Prints what was asked for, or the refusal. Returns the exit status: 0, or 2 for wrong usage.
int ReportParse(const CLI::App& app, const CLI::ParseError& error, std::ostream& out,
                std::ostream& err);

}  // namespace portside::cli
