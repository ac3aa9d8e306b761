// SPDX-License-Identifier: Apache-2.0

#include <CLI/CLI.hpp>

#include "cli/argument.h"
#include "cli/commands.h"
#include "cli/fields.h"

namespace portside::cli {
namespace {

const std::string kClock = "/_portside/clock";

void PrintClock(const Json& clock, const Invocation& invocation) {
  if (invocation.json) return invocation.PrintJson(clock);
  std::string mode = Field(clock, "mode");
  if (mode == "scaled") mode += ", " + Field(clock, "scale") + " seconds in a second";
  invocation.PrintLine("mode      " + mode);
  invocation.PrintLine("now       " + TimeField(clock, "now"));
  invocation.PrintLine("next due  " + TimeField(clock, "next_due"));
}

CliResult<void> Show(const Invocation& invocation) {
  PrintClock(TRY(invocation.client.Get(kClock)), invocation);
  return {};
}

struct Setting {
  std::optional<std::string> mode;
  std::optional<double> scale;
  std::optional<std::string> now;
};

CliResult<void> Set(const Setting& setting, const Invocation& invocation) {
  Json body = Json::object();
  if (setting.mode) body["mode"] = *setting.mode;
  if (setting.scale) body["scale"] = *setting.scale;
  if (setting.now) body["now"] = *setting.now;
  if (body.empty()) return Fail(CliError{"one of --mode, --scale and --now is needed", 2});
  PrintClock(TRY(invocation.client.Put(kClock, body)), invocation);
  return {};
}

CliResult<void> Advance(const std::string& by, const Invocation& invocation) {
  const Json seconds = TRY(ReadDurationArgument(by));
  PrintClock(TRY(invocation.client.Post(kClock + "/advance", {{"seconds", seconds}})), invocation);
  return {};
}

}  // namespace

std::unique_ptr<Command> MakeClockCommand() {
  auto command = std::make_unique<Command>("clock", "Show the users' clock, set it, move it on");
  command->AddDefault("show", "Show the mode, the time, and when the next job moves on",
                      "  portside clock\n  portside clock show --json", Show);

  const auto setting = std::make_shared<Setting>();
  CLI::App& set =
      command->Add("set", "Let it run, run fast, or stand",
                   "  portside clock set --mode manual --now 2024-01-31T12:00:00Z\n"
                   "  portside clock set --mode scaled --scale 60\n"
                   "  portside clock set --mode real",
                   [setting](Invocation& invocation) { return Set(*setting, invocation); });
  set.add_option("--mode", setting->mode, "How it goes")
      ->check(CLI::IsMember({"real", "scaled", "manual"}));
  set.add_option("--scale", setting->scale, "Seconds for each of the machine's, with scaled");
  set.add_option("--now", setting->now, "The time that it shows, such as 2024-01-31T12:00:00Z");

  const auto by = std::make_shared<std::string>();
  CLI::App& advance =
      command->Add("advance", "Move it on, and do everything that becomes due on the way",
                   "  portside clock advance 3600\n  portside clock advance 1h30m\n"
                   "  portside clock advance PT1H30M",
                   [by](Invocation& invocation) { return Advance(*by, invocation); });
  advance.add_option("duration", *by, "Seconds, or a duration such as 90s, 1h30m, 2d, PT1H30M")
      ->required();
  return command;
}

}  // namespace portside::cli
