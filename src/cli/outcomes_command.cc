// SPDX-License-Identifier: Apache-2.0

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/fields.h"
#include "cli/match_options.h"
#include "cli/rules.h"

namespace portside::cli {
namespace {

// "fail=… state=RUNNING", with the reason of a failure as it stands.
std::string OutcomeText(Json outcome) {
  const std::string reason = Field(Inner(outcome, "fail"), "reason");
  if (Inner(outcome, "fail").size() > 0) outcome["fail"] = reason;
  return MembersText(outcome, "-");
}

Table OutcomeTable(const Json& rules) {
  Table table({"ID", "MATCH", "NTH", "TIMES", "MATCHED", "APPLIED", "OUTCOME"});
  for (const Json& rule : rules) {
    const std::string times = Field(rule, "times");
    table.Add({{Field(rule, "id")},
               {MembersText(Inner(rule, "match"), "everything")},
               {Field(rule, "nth")},
               {times == "0" ? "all" : times},
               {Field(rule, "matched")},
               {Field(rule, "applied")},
               {OutcomeText(Inner(rule, "outcome"))}});
  }
  return table;
}

const RuleKind kOutcomes{"/_portside/outcomes", "outcomes", "outcome", OutcomeTable};

// The options that every outcome has.
struct Rule {
  MatchOptions match;
  std::optional<std::uint64_t> nth;
  std::optional<std::uint64_t> times;
  std::optional<std::string> state;

  void Declare(CLI::App& app) {
    match.Declare(app, kJobMatch);
    app.add_option("--nth", nth, "From this one on of the jobs that match (1)");
    app.add_option("--times", times, "For so many of them (0: for all)");
    app.add_option("--state", state, "In this state, instead of the one that does the work");
  }

  [[nodiscard]] Json ToJson(Json outcome) const {
    if (state) outcome["state"] = *state;
    Json json = {{"match", match.ToJson()}, {"outcome", std::move(outcome)}};
    if (nth) json["nth"] = *nth;
    if (times) json["times"] = *times;
    return json;
  }
};

void AddFail(Command& command) {
  struct Failure : Rule {
    std::string reason;
    std::optional<std::string> type;
  };
  const auto rule = std::make_shared<Failure>();
  CLI::App& app = command.Add(
      "fail", "Let jobs end failed",
      "  portside outcomes fail --kind 'sagemaker::*' --reason 'The model is damaged.'\n"
      "  portside outcomes fail --name 'nightly-*' --nth 2 --times 1 --reason 'out of memory'",
      [rule](Invocation& invocation) {
        Json failure = {{"reason", rule->reason}};
        if (rule->type) failure["type"] = *rule->type;
        return AddRule(kOutcomes, rule->ToJson({{"fail", failure}}), invocation);
      });
  rule->Declare(app);
  app.add_option("--reason", rule->reason, "As the service shows it")->required();
  app.add_option("--type", rule->type, "Whose fault it is, for services that say so")
      ->check(CLI::IsMember({"CLIENT_ERROR", "SERVER_ERROR"}));
}

void AddStay(Command& command) {
  const auto rule = std::make_shared<Rule>();
  CLI::App& app =
      command.Add("stay", "Let jobs stay where they are, until they are stopped or deleted",
                  "  portside outcomes stay --name 'stuck-*'", [rule](Invocation& invocation) {
                    return AddRule(kOutcomes, rule->ToJson({{"stay", true}}), invocation);
                  });
  rule->Declare(app);
}

void AddTake(Command& command) {
  struct Slow : Rule {
    double seconds = 0;
  };
  const auto rule = std::make_shared<Slow>();
  CLI::App& app = command.Add(
      "take", "Let jobs take their time",
      "  portside outcomes take --seconds 30 --kind 'glue::*' --state RUNNING",
      [rule](Invocation& invocation) {
        return AddRule(kOutcomes, rule->ToJson({{"seconds", rule->seconds}}), invocation);
      });
  rule->Declare(app);
  app.add_option("--seconds", rule->seconds, "Seconds in the state, or in each")->required();
}

void AddDeny(Command& command) {
  struct Denial : Rule {
    std::vector<std::string> what;
  };
  const auto rule = std::make_shared<Denial>();
  CLI::App& app =
      command.Add("deny", "Let S3 deny jobs what they read or write",
                  "  portside outcomes deny write --kind personalize::dataset_export_job\n"
                  "  portside outcomes deny read write",
                  [rule](Invocation& invocation) {
                    return AddRule(kOutcomes, rule->ToJson({{"deny", rule->what}}), invocation);
                  });
  rule->Declare(app);
  app.add_option("what", rule->what, "What is denied")
      ->required()
      ->expected(1, 2)
      ->check(CLI::IsMember({"read", "write"}));
}

}  // namespace

std::unique_ptr<Command> MakeOutcomesCommand() {
  auto command = std::make_unique<Command>("outcomes", "Decide how jobs end");
  command->AddDefault("list", "List the rules, and how often each matched and applied",
                      "  portside outcomes\n  portside outcomes list --json",
                      [](Invocation& invocation) { return ListRules(kOutcomes, invocation); });
  AddFail(*command);
  AddStay(*command);
  AddTake(*command);
  AddDeny(*command);
  AddRuleVerbs(*command, kOutcomes, R"({"match": {"name": "slow-*"}, "outcome": {"seconds": 30}})");
  return command;
}

}  // namespace portside::cli
