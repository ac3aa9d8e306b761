// SPDX-License-Identifier: Apache-2.0

#include "cli/job_watch.h"

#include <algorithm>

#include "cli/fields.h"
#include "cli/job_view.h"
#include "cli/pages.h"
#include "cli/text.h"

namespace portside::cli {
namespace {

// The header, the line about jobs that have no room, and the line of the cursor.
constexpr std::size_t kOtherLines = 3;

bool AreAllAtRest(const Json& jobs) {
  return std::all_of(jobs.begin(), jobs.end(),
                     [](const Json& job) { return FlagField(job, "final"); });
}

// Leaves out as many as have no room, and counts them.
std::size_t FitInto(std::size_t rows, Json& jobs) {
  const std::size_t before = jobs.size();
  for (const bool final : {true, false}) {
    Json kept = Json::array();
    std::size_t excess = jobs.size() > rows ? jobs.size() - rows : 0;
    for (Json& job : jobs) {
      if (excess > 0 && FlagField(job, "final") == final) {
        --excess;
      } else {
        kept.push_back(std::move(job));
      }
    }
    jobs = std::move(kept);
  }
  return before - jobs.size();
}

// One JSON document a line, for programs that read along.
void PrintChange(const JobChanges::Change& change, const Invocation& invocation) {
  if (!invocation.json) return invocation.PrintLine(ChangeText(*change.job, change.entry));
  Json line = *change.job;
  line.erase("timeline");
  line["change"] = Inner(*change.job, "timeline").at(change.entry);
  invocation.terminal.out << CleanJson(DumpJson(line)) << '\n';
}

}  // namespace

std::vector<JobChanges::Change> JobChanges::Take(const Json& jobs) {
  std::vector<Change> changes;
  std::map<std::string, std::size_t> present;
  for (const Json& job : jobs) {
    const std::size_t entries = Inner(job, "timeline").size();
    const std::string arn = Field(job, "arn");
    const auto before = seen_.find(arn);
    std::size_t next = entries == 0 ? 0 : entries - 1;
    // A timeline that became shorter belongs to a new job of that name.
    if (before != seen_.end() && before->second <= entries) next = before->second;
    for (; next < entries; ++next) changes.push_back({&job, next});
    present[arn] = entries;
  }
  seen_ = std::move(present);
  return changes;
}

LiveScreen::LiveScreen(Terminal& terminal) : terminal_(terminal) {
  terminal_.out << "\x1b[?25l";  // no cursor
}

LiveScreen::~LiveScreen() { terminal_.out << "\x1b[?25h" << std::flush; }

void LiveScreen::Draw(const Json& jobs) {
  const Terminal::Size size = terminal_.size();
  Json shown = jobs;
  const std::size_t rows = size.rows > kOtherLines ? size.rows - kOtherLines : 1;
  const std::size_t left_out = FitInto(rows, shown);
  std::vector<std::string> lines =
      JobTable(shown, true).Lines({.width = size.columns, .has_colours = terminal_.has_colours});
  if (left_out > 0) {
    lines.push_back(CutText(
        "and " + std::to_string(left_out) + " more that have no room (portside jobs lists them)",
        size.columns));
  }
  if (shown.empty()) lines.push_back(CutText("no jobs yet", size.columns));
  if (lines_ > 0) terminal_.out << "\x1b[" << lines_ << 'A';
  for (const std::string& line : lines) terminal_.out << '\r' << line << "\x1b[K\n";
  terminal_.out << "\x1b[J" << std::flush;
  lines_ = lines.size();
}

CliResult<void> WatchJobs(const Watching& watching, const Invocation& invocation) {
  Terminal& terminal = invocation.terminal;
  const bool is_live = terminal.is_terminal && !invocation.json;
  // From here on an interrupt waits for the pause, so that the cursor always comes back.
  bool goes_on = !is_live || terminal.pause(std::chrono::milliseconds(0));
  std::optional<LiveScreen> screen;
  if (is_live) screen.emplace(terminal);
  JobChanges changes;
  while (goes_on) {
    const Json list = TRY(GetPages(invocation.client, watching.jobs, "jobs"));
    const Json& jobs = list.at("jobs");
    if (is_live) {
      screen->Draw(jobs);
    } else {
      for (const JobChanges::Change& change : changes.Take(jobs)) PrintChange(change, invocation);
      if (!terminal.out.flush()) return Fail(CliError{"the output cannot be written"});
    }
    if (watching.until_rest && AreAllAtRest(jobs)) return {};
    goes_on = terminal.pause(watching.interval);
  }
  // Whoever waited for the end did not get it.
  constexpr int kInterrupted = 130;
  if (watching.until_rest) return Fail(CliError{"", kInterrupted});
  return {};
}

}  // namespace portside::cli
