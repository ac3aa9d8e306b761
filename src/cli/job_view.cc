// SPDX-License-Identifier: Apache-2.0

#include "cli/job_view.h"

#include <cstdio>

#include "cli/fields.h"
#include "cli/progress_bar.h"
#include "portside/base/encoding.h"
#include "portside/base/timestamp.h"

namespace portside::cli {
namespace {

constexpr std::size_t kBarCells = 10;

std::string ProgressText(const Json& job, bool has_bar) {
  const double progress = NumberField(job, "progress");
  std::string text = has_bar ? ProgressBar(progress, kBarCells) : PercentText(progress);
  if (FlagField(job, "held")) text += " held";
  return text;
}

// "-" where there is no reason.
std::string ReasonText(const Json& job) { return Field(job, "reason"); }

bool Contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// "0.400 s" from an entry to the next; the last one has no end.
std::string StayText(const Json& timeline, std::size_t at) {
  if (at + 1 >= timeline.size()) return "-";
  const auto from = ParseIso8601(Field(timeline[at], "at"));
  const auto until = ParseIso8601(Field(timeline[at + 1], "at"));
  if (!from || !until) return "-";
  char text[64];
  std::snprintf(text, sizeof text, "%.3f s", static_cast<double>((*until - *from).count()) / 1e6);
  return text;
}

}  // namespace

Colour StateColour(const Json& job) {
  const std::string state = Field(job, "state");
  if (Contains(state, "FAIL") || Contains(state, "TIMEOUT")) return Colour::kRed;
  if (FlagField(job, "held") || Contains(state, "STOP")) return Colour::kYellow;
  return FlagField(job, "final") ? Colour::kGreen : Colour::kNone;
}

Table JobTable(const Json& jobs, bool has_bars) {
  Table table({"KIND", "NAME", "STATE", "PROGRESS", "UPDATED", "REASON"}, {"STATE", "PROGRESS"});
  for (const Json& job : jobs) {
    table.Add({{Field(job, "kind")},
               {Field(job, "name")},
               {Field(job, "state"), StateColour(job)},
               {ProgressText(job, has_bars)},
               {TimeField(job, "updated_at")},
               {ReasonText(job)}});
  }
  return table;
}

Table JobMembers(const Json& job) {
  Table table({"JOB", Field(job, "name")});
  for (const char* name : {"arn", "kind", "service", "account", "region"}) {
    table.Add({{name}, {Field(job, name)}});
  }
  table.Add({{"state"}, {Field(job, "state"), StateColour(job)}});
  table.Add({{"progress"}, {std::string(TrimSpace(ProgressText(job, false)))}});
  table.Add({{"created"}, {TimeField(job, "created_at")}});
  table.Add({{"updated"}, {TimeField(job, "updated_at")}});
  table.Add({{"due"}, {TimeField(job, "due_at")}});
  table.Add({{"reason"}, {ReasonText(job)}});
  return table;
}

Table JobTimeline(const Json& job) {
  Table table({"STATE", "AT", "STAYED", "REASON"});
  const Json& timeline = Inner(job, "timeline");
  for (std::size_t at = 0; at < timeline.size(); ++at) {
    table.Add({{Field(timeline[at], "state")},
               {TimeField(timeline[at], "at")},
               {StayText(timeline, at)},
               {ReasonText(timeline[at])}});
  }
  return table;
}

std::string ChangeText(const Json& job, std::size_t at) {
  const Json& timeline = Inner(job, "timeline");
  if (at >= timeline.size()) return "";
  std::string text =
      TimeField(timeline[at], "at") + ' ' + Field(job, "kind") + ' ' + Field(job, "name") + ' ';
  if (at > 0) text += Field(timeline[at - 1], "state") + " -> ";
  text += Field(timeline[at], "state");
  const std::string reason = ReasonText(timeline[at]);
  return reason == "-" ? text : text + ": " + reason;
}

}  // namespace portside::cli
