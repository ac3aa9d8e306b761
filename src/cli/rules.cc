// SPDX-License-Identifier: Apache-2.0

#include "cli/rules.h"

#include <CLI/CLI.hpp>

#include "cli/argument.h"
#include "cli/fields.h"
#include "cli/target.h"

namespace portside::cli {
namespace {

struct Removal {
  std::optional<std::string> id;
  bool all = false;
};

// One by one: not every list can be removed as a whole, and each has few rules.
CliResult<void> RemoveAll(const RuleKind& kind, const Invocation& invocation) {
  const Json list = TRY(invocation.client.Get(kind.path));
  Json removed = Json::array();
  for (const Json& rule : Inner(list, kind.member)) {
    const std::string id = Field(rule, "id");
    TRY(invocation.client.Delete(Beneath(kind.path, id)));
    removed.push_back(id);
  }
  if (invocation.json) {
    invocation.PrintJson({{"removed", removed}});
  } else {
    invocation.PrintLine("removed " + std::to_string(removed.size()));
  }
  return {};
}

CliResult<void> Remove(const RuleKind& kind, const Removal& removal, const Invocation& invocation) {
  if (removal.id.has_value() == removal.all) {
    return Fail(CliError{"either the id of one " + kind.noun + " or --all is needed", 2});
  }
  if (removal.all) return RemoveAll(kind, invocation);
  const Json answer = TRY(invocation.client.Delete(Beneath(kind.path, *removal.id)));
  if (invocation.json) {
    invocation.PrintJson(answer);
  } else {
    invocation.PrintLine("removed " + *removal.id);
  }
  return {};
}

}  // namespace

CliResult<void> ListRules(const RuleKind& kind, const Invocation& invocation) {
  const Json list = TRY(invocation.client.Get(kind.path));
  if (invocation.json) {
    invocation.PrintJson(list);
  } else {
    invocation.Print(kind.table(Inner(list, kind.member)));
  }
  return {};
}

CliResult<void> AddRule(const RuleKind& kind, const Json& rule, const Invocation& invocation) {
  const Json taken = TRY(invocation.client.Post(kind.path, rule));
  if (invocation.json) {
    invocation.PrintJson(taken);
  } else {
    invocation.Print(kind.table(Json::array({taken})));
  }
  return {};
}

void AddRuleVerbs(Command& command, const RuleKind& kind, const std::string& example) {
  const auto rule = std::make_shared<std::string>();
  CLI::App& add = command.Add("add", "Add the " + kind.noun + " of a JSON document",
                              "  portside " + command.noun() + " add '" + example +
                                  "'\n  portside " + command.noun() + " add @rule.json",
                              [kind, rule](Invocation& invocation) -> CliResult<void> {
                                const Json json = TRY(ReadJsonArgument(*rule, invocation.terminal));
                                return AddRule(kind, json, invocation);
                              });
  add.add_option("json", *rule, "JSON, @FILE, or - for the standard input")->required();
  AddRemoveVerb(command, kind);
}

void AddRemoveVerb(Command& command, const RuleKind& kind) {
  const auto removal = std::make_shared<Removal>();
  CLI::App& remove = command.Add(
      "remove", "Remove one " + kind.noun + ", or all",
      "  portside " + command.noun() + " remove " + kind.noun + "-1\n  portside " + command.noun() +
          " remove --all",
      [kind, removal](Invocation& invocation) { return Remove(kind, *removal, invocation); });
  remove.add_option("id", removal->id, "Its id, as the list shows it");
  remove.add_flag("--all", removal->all, "All of them");
}

}  // namespace portside::cli
