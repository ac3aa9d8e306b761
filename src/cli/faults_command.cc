// SPDX-License-Identifier: Apache-2.0

#include <CLI/CLI.hpp>

#include "cli/argument.h"
#include "cli/commands.h"
#include "cli/fields.h"
#include "cli/match_options.h"
#include "cli/rules.h"

namespace portside::cli {
namespace {

Table FaultTable(const Json& rules) {
  Table table({"ID", "MATCH", "NTH", "TIMES", "CHANCE", "MATCHED", "APPLIED", "EFFECT"});
  for (const Json& rule : rules) {
    const std::string times = Field(rule, "times");
    table.Add({{Field(rule, "id")},
               {MembersText(Inner(rule, "match"), "everything")},
               {Field(rule, "nth")},
               {times == "0" ? "all" : times},
               {Field(rule, "probability")},
               {Field(rule, "matched")},
               {Field(rule, "applied")},
               {MembersText(Inner(rule, "effect"), "-")}});
  }
  return table;
}

const RuleKind kFaults{"/_portside/faults", "faults", "fault", FaultTable};

struct Fault {
  std::optional<std::string> json;  // all of it; nothing else may be given then
  MatchOptions match;
  std::optional<std::uint64_t> nth, times, status;
  std::optional<double> probability;
  std::optional<std::string> code, message, latency, connection, throttle;
  bool force = false;

  [[nodiscard]] bool HasOptions() const {
    return !match.IsEmpty() || nth || times || status || probability || code || message ||
           latency || connection || throttle || force;
  }
};

CliResult<Json> EffectOf(const Fault& fault) {
  Json effect = Json::object();
  if (!fault.code && (fault.status || fault.message)) {
    return Fail(CliError{"--status and --message belong to an error: --code is needed", 2});
  }
  if (fault.code) {
    Json error = {{"code", *fault.code}};
    if (fault.status) error["statusCode"] = *fault.status;
    if (fault.message) error["message"] = *fault.message;
    effect["error"] = std::move(error);
  }
  if (fault.latency) {
    const NumberPair ms =
        TRY(ReadNumberPair(*fault.latency, '-', "a time in milliseconds: 200, or 100-500"));
    effect["latency"] = ms.first;
    if (ms.second) effect["latency"] = {{"min", ms.first}, {"max", *ms.second}};
  }
  if (fault.connection) effect["connection"] = *fault.connection;
  if (fault.throttle) {
    const NumberPair rate =
        TRY(ReadNumberPair(*fault.throttle, '/', "a rate in calls a second: 5, or 5/20"));
    effect["throttle"] = {{"rate", rate.first}};
    if (rate.second) effect["throttle"]["burst"] = *rate.second;
  }
  if (!effect.empty()) return effect;
  return Fail(CliError{
      "an effect is needed: --code, --latency, --connection or --throttle, or a JSON document", 2});
}

CliResult<Json> FaultOf(const Fault& fault) {
  // Not inside the braces: a return from there would leak what they had made by then.
  Json effect = TRY(EffectOf(fault));
  Json json = {{"match", fault.match.ToJson()}, {"effect", std::move(effect)}};
  if (fault.nth) json["nth"] = *fault.nth;
  if (fault.times) json["times"] = *fault.times;
  if (fault.probability) json["probability"] = *fault.probability;
  if (fault.force) json["force"] = true;
  return json;
}

CliResult<void> Add(const Fault& fault, const Invocation& invocation) {
  if (fault.json && fault.HasOptions()) {
    return Fail(CliError{"either a JSON document or options say what the fault is, not both", 2});
  }
  const Json rule =
      TRY(fault.json ? ReadJsonArgument(*fault.json, invocation.terminal) : FaultOf(fault));
  return AddRule(kFaults, rule, invocation);
}

void DeclareEffects(CLI::App& add, Fault& fault) {
  add.add_option("--code", fault.code, "Answer with this error, such as ThrottlingException");
  add.add_option("--status", fault.status, "The status of that error");
  add.add_option("--message", fault.message, "The message of that error");
  add.add_option("--latency", fault.latency, "Answer later by so many milliseconds, or by A-B")
      ->type_name("MS");
  add.add_option("--connection", fault.connection, "reset the connection, or cut the answer short")
      ->check(CLI::IsMember({"reset", "cut"}));
  add.add_option("--throttle", fault.throttle, "Let through so many calls a second, RATE[/BURST]")
      ->type_name("RATE");
  add.add_flag("--force", fault.force, "Also errors that the operation does not have");
}

}  // namespace

std::unique_ptr<Command> MakeFaultsCommand() {
  auto command = std::make_unique<Command>("faults", "Let calls fail, wait, or break off");
  command->AddDefault("list", "List the faults, and how often each matched and applied",
                      "  portside faults",
                      [](Invocation& invocation) { return ListRules(kFaults, invocation); });
  const auto fault = std::make_shared<Fault>();
  CLI::App& add =
      command->Add("add", "Add a fault, from options or from a JSON document",
                   "  portside faults add --service glue --operation GetMLTaskRun --times 2 "
                   "--code ThrottlingException\n"
                   "  portside faults add --service s3 --latency 100-500\n"
                   "  portside faults add --operation 'Create*' --throttle 5/20\n"
                   "  portside faults add @fault.json",
                   [fault](Invocation& invocation) { return Add(*fault, invocation); });
  add.add_option("json", fault->json, "JSON, @FILE, or - for the standard input");
  fault->match.Declare(add,
                       {MatchOptions::kService, MatchOptions::kOperation, MatchOptions::kResource,
                        MatchOptions::kAccount, MatchOptions::kRegion});
  add.add_option("--nth", fault->nth, "From this one on of the calls that match (1)");
  add.add_option("--times", fault->times, "For so many of them (0: for all)");
  add.add_option("--probability", fault->probability, "The chance that it happens, 0 to 1");
  DeclareEffects(add, *fault);
  AddRemoveVerb(*command, kFaults);
  return command;
}

}  // namespace portside::cli
