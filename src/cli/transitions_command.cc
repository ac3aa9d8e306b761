// SPDX-License-Identifier: Apache-2.0

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/fields.h"
#include "cli/match_options.h"
#include "cli/rules.h"

namespace portside::cli {
namespace {

Table TransitionTable(const Json& rules) {
  Table table({"ID", "MATCH", "TRANSITION"});
  for (const Json& rule : rules) {
    Json transition = Inner(rule, "transition");
    std::string text = Field(transition, "progression");
    if (transition.is_object()) transition.erase("progression");
    if (!transition.empty()) text += " " + MembersText(transition, "");
    table.Add({{Field(rule, "id")}, {MembersText(Inner(rule, "match"), "everything")}, {text}});
  }
  return table;
}

const RuleKind kTransitions{"/_portside/transitions", "transitions", "transition", TransitionTable};

CliResult<void> ListKinds(const Invocation& invocation) {
  const Json list = TRY(invocation.client.Get(kTransitions.path));
  if (invocation.json) {
    invocation.PrintJson(list);
    return {};
  }
  for (const Json& kind : Inner(list, "kinds")) invocation.PrintLine(ValueText(kind));
  return {};
}

void AddSet(Command& command) {
  struct Rule {
    MatchOptions match;
    std::string progression;
    std::optional<double> seconds;
    std::optional<std::uint64_t> times;
  };
  const auto rule = std::make_shared<Rule>();
  CLI::App& app = command.Add(
      "set", "Set how jobs go from state to state",
      "  portside transitions set manual --name 'slow-*'\n"
      "  portside transitions set polls --times 3 --kind glue::ml_task_run\n"
      "  portside transitions set time --seconds 5\n"
      "  portside transitions set immediate",
      [rule](Invocation& invocation) {
        Json transition = {{"progression", rule->progression}};
        if (rule->seconds) transition["seconds"] = *rule->seconds;
        if (rule->times) transition["times"] = *rule->times;
        return AddRule(kTransitions, {{"match", rule->match.ToJson()}, {"transition", transition}},
                       invocation);
      });
  app.add_option("progression", rule->progression, "When a state is left")
      ->required()
      ->check(CLI::IsMember({"immediate", "time", "polls", "manual"}));
  rule->match.Declare(app, kJobMatch);
  app.add_option("--seconds", rule->seconds, "With time: seconds in each state");
  app.add_option("--times", rule->times, "With polls: how often a state is asked for (1)");
}

void AddRelease(Command& command) {
  const auto match = std::make_shared<MatchOptions>();
  CLI::App& app = command.Add(
      "release", "Let those that wait go on, by one state",
      "  portside transitions release --name slow-1\n  portside transitions release",
      [match](Invocation& invocation) -> CliResult<void> {
        const Json answer =
            TRY(invocation.client.Post(kTransitions.path + "/release", match->ToJson()));
        if (invocation.json) {
          invocation.PrintJson(answer);
        } else {
          invocation.PrintLine("released " + Field(answer, "released"));
        }
        return {};
      });
  match->Declare(app, kJobMatch);
}

}  // namespace

std::unique_ptr<Command> MakeTransitionsCommand() {
  auto command = std::make_unique<Command>("transitions", "Decide how jobs go on");
  command->AddDefault("list", "List the rules", "  portside transitions",
                      [](Invocation& invocation) { return ListRules(kTransitions, invocation); });
  command->Add("kinds", "List the kinds of jobs that there are", "  portside transitions kinds",
               ListKinds);
  AddSet(*command);
  AddRelease(*command);
  AddRemoveVerb(*command, kTransitions);
  return command;
}

}  // namespace portside::cli
