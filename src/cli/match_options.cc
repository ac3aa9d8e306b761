// SPDX-License-Identifier: Apache-2.0

#include "cli/match_options.h"

#include <CLI/CLI.hpp>

namespace portside::cli {
namespace {

struct Declaration {
  const char* member;
  const char* type;
  const char* text;
};

// In the order of MatchOptions::What.
constexpr Declaration kDeclarations[] = {
    {"kind", "GLOB", "Kinds of jobs, such as 'glue::*'"},
    {"name", "GLOB", "Names"},
    {"arn", "GLOB", "ARNs"},
    {"account", "ID", "An account of 12 digits"},
    {"region", "REGION", "A region"},
    {"service", "SERVICE", "A service, by its signing name, such as glue"},
    {"state", "STATE", "A state, such as IN_PROGRESS"},
    {"operation", "OPERATION", "An operation, such as GetMLTaskRun"},
    {"resource", "GLOB", "Names or ARNs of what the operation is about"},
};

}  // namespace

void MatchOptions::Declare(CLI::App& app, std::initializer_list<What> which) {
  for (const What what : which) {
    const Declaration& declaration = kDeclarations[what];
    app.add_option(std::string("--") + declaration.member, values_[what], declaration.text)
        ->type_name(declaration.type);
  }
}

Json MatchOptions::ToJson() const {
  Json json = Json::object();
  for (std::size_t what = 0; what < kOptions; ++what) {
    if (values_[what]) json[kDeclarations[what].member] = *values_[what];
  }
  return json;
}

void MatchOptions::AddTo(Target& target) const {
  for (std::size_t what = 0; what < kOptions; ++what) {
    target.Add(kDeclarations[what].member, values_[what]);
  }
}

}  // namespace portside::cli
