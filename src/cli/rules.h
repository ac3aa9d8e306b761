// SPDX-License-Identifier: Apache-2.0
//
// What the commands over lists of rules (outcomes, transitions, faults) have in common.

#pragma once

#include <functional>
#include <string>

#include "cli/command.h"

namespace portside::cli {

// One noun: the path of its list, the list's member, and how a rule is called.
struct RuleKind {
  std::string path;    // "/_portside/outcomes"
  std::string member;  // "outcomes"
  std::string noun;    // "outcome"
  std::function<Table(const Json& rules)> table;
};

CliResult<void> ListRules(const RuleKind& kind, const Invocation& invocation);

// Posts a rule and prints it as the server took it.
CliResult<void> AddRule(const RuleKind& kind, const Json& rule, const Invocation& invocation);

// The verbs `add JSON|@FILE|-` and `remove ID|--all`.
void AddRuleVerbs(Command& command, const RuleKind& kind, const std::string& example);
void AddRemoveVerb(Command& command, const RuleKind& kind);

}  // namespace portside::cli
