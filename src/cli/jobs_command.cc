// SPDX-License-Identifier: Apache-2.0

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/job_view.h"
#include "cli/job_watch.h"
#include "cli/match_options.h"
#include "cli/pages.h"

namespace portside::cli {
namespace {

const std::string kJobs = "/_portside/jobs";

struct Listing {
  MatchOptions match;
  std::optional<std::uint64_t> most;
};

CliResult<void> List(const Listing& listing, const Invocation& invocation) {
  Target target(kJobs);
  listing.match.AddTo(target);
  const Json list = TRY(GetPages(invocation.client, target, "jobs", listing.most));
  if (invocation.json) {
    invocation.PrintJson(list);
    return {};
  }
  invocation.Print(JobTable(list.at("jobs"), invocation.terminal.is_terminal));
  if (!list.at("next_token").is_null()) {
    invocation.terminal.err << "There are more; --max took the first " << list.at("jobs").size()
                            << ".\n";
  }
  return {};
}

CliResult<void> Describe(const std::string& arn, const Invocation& invocation) {
  const Json job = TRY(invocation.client.Get(Beneath(kJobs, arn)));
  if (invocation.json) {
    invocation.PrintJson(job);
    return {};
  }
  invocation.Print(JobMembers(job));
  invocation.terminal.out << '\n';
  invocation.Print(JobTimeline(job));
  return {};
}

void AddWatch(Command& command) {
  struct Wishes {
    MatchOptions match;
    double interval = 1;
    bool until_rest = false;
  };
  const auto wishes = std::make_shared<Wishes>();
  CLI::App& watch = command.Add(
      "watch", "Follow jobs: a live table on a terminal, else a line for each change of a state",
      "  portside jobs watch\n"
      "  portside jobs watch --kind 'personalize::*' --until-rest\n"
      "  portside jobs watch --json | jq .change",
      [wishes](Invocation& invocation) {
        Watching watching;
        watching.interval = std::chrono::milliseconds(static_cast<int>(wishes->interval * 1000));
        watching.until_rest = wishes->until_rest;
        wishes->match.AddTo(watching.jobs);
        return WatchJobs(watching, invocation);
      });
  wishes->match.Declare(watch, kJobMatch);
  wishes->match.Declare(watch, {MatchOptions::kService});
  watch.add_option("--interval", wishes->interval, "Seconds between two looks")
      ->check(CLI::Range(0.05, 3600.0))
      ->capture_default_str();
  watch.add_flag("--until-rest", wishes->until_rest,
                 "End when all of them are in a final state (also where there are none)");
}

}  // namespace

std::unique_ptr<Command> MakeJobsCommand() {
  auto command = std::make_unique<Command>("jobs", "List jobs, describe one, watch them");
  const auto listing = std::make_shared<Listing>();
  CLI::App& list =
      command->AddDefault("list", "List jobs, the oldest first",
                          "  portside jobs\n  portside jobs list --kind 'glue::*' --state RUNNING\n"
                          "  portside jobs list --name 'nightly-*' --json",
                          [listing](Invocation& invocation) { return List(*listing, invocation); });
  listing->match.Declare(list, kJobMatch);
  listing->match.Declare(list, {MatchOptions::kService, MatchOptions::kState});
  list.add_option("--max", listing->most, "No more than so many")
      ->check(CLI::Range(1, 1'000'000'000));

  AddWatch(*command);

  const auto arn = std::make_shared<std::string>();
  CLI::App& describe = command->Add(
      "describe", "Show one job, and when it was in which state",
      "  portside jobs describe arn:aws:personalize:us-west-2:123456789012:dataset-export-job/out",
      [arn](Invocation& invocation) { return Describe(*arn, invocation); });
  describe.add_option("arn", *arn, "Its ARN, as `jobs list --json` shows it")->required();
  return command;
}

}  // namespace portside::cli
