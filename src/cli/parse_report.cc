// SPDX-License-Identifier: Apache-2.0

#include "portside/cli/parse_report.h"

#include <CLI/CLI.hpp>

#include "cli/text.h"

namespace portside::cli {

std::string FullName(const CLI::App& app) {
  std::string name = app.get_name();
  for (const CLI::App* inner = &app; !inner->get_subcommands().empty();) {
    inner = inner->get_subcommands().front();
    name += ' ' + inner->get_name();
  }
  return name;
}

int ReportParse(const CLI::App& app, const CLI::ParseError& error, std::ostream& out,
                std::ostream& err) {
  if (error.get_exit_code() == 0) return app.exit(error, out, err);
  std::string text = error.what();
  // CLI11 says "INI was not able to parse <key>" of a config file's key that no option has.
  constexpr std::string_view kUnknownKey = "INI was not able to parse ";
  if (text.starts_with(kUnknownKey)) {
    text = "the config file has an unknown key '" + text.substr(kUnknownKey.size()) + "'";
  }
  if (const auto end = text.find('\n'); end != std::string::npos) text.resize(end);
  const std::string name = FullName(app);
  err << name << ": " << CleanText(text) << " (see " << name << " --help)\n";
  return 2;
}

}  // namespace portside::cli
