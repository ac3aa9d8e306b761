// SPDX-License-Identifier: Apache-2.0

#include "portside/control/job_endpoints.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>

#include "control/job_filter.h"
#include "portside/base/glob.h"
#include "portside/base/limits.h"
#include "portside/jobs/job_progress.h"
#include "portside/store/resource_scan.h"

namespace portside {
namespace {

using Answer = ControlResult<ControlAnswer>;

constexpr std::int64_t kUsualPage = 100;

struct JobQuery {
  JobFilter filter;
  std::string in_state;
  std::optional<ResourcePosition> after;
  std::size_t max = kUsualPage;
};

Json TimelineToJson(const Resource& job) {
  Json timeline = Json::array();
  for (const StateChange& change : job.timeline) {
    Json entry = {{"state", change.state}, {"at", FormatIso8601(change.at, 6)}};
    if (!change.reason.empty()) entry["reason"] = change.reason;
    timeline.push_back(std::move(entry));
  }
  return timeline;
}

Json JobToJson(const JobKind& kind, const Resource& job, Timestamp now) {
  const JobState* state = kind.Find(job.state);
  const bool is_held = job.due_at == kHeld;
  // Four digits are enough for a bar, and few enough to compare.
  const double progress = std::round(JobProgress(kind, job, now) * 1e4) / 1e4;
  Json json = {{"arn", job.arn},
               {"kind", job.kind},
               {"service", ServiceOfKind(job.kind)},
               {"name", job.name},
               {"account", job.account},
               {"region", job.region},
               {"state", job.state},
               {"final", state == nullptr || state->IsRest()},
               {"progress", progress},
               {"held", is_held},
               {"created_at", FormatIso8601(job.created_at, 6)},
               {"updated_at", FormatIso8601(job.updated_at, 6)},
               {"due_at", nullptr},
               {"reason", nullptr},
               {"timeline", TimelineToJson(job)}};
  if (job.due_at && !is_held) json["due_at"] = FormatIso8601(*job.due_at, 6);
  const auto failed =
      std::find_if(job.timeline.rbegin(), job.timeline.rend(),
                   [](const StateChange& change) { return !change.reason.empty(); });
  if (failed != job.timeline.rend()) json["reason"] = failed->reason;
  return json;
}

// A state that a kind of the filter has; a typing error would be an empty list for ever.
ControlResult<std::string> ReadState(QueryReader& reader, const JobFilter& filter,
                                     const Scheduler& scheduler) {
  std::set<std::string> states;
  for (const JobKind* kind : scheduler.Kinds()) {
    if (!filter.match.kind.empty() && !MatchesGlob(filter.match.kind, kind->name)) continue;
    if (!filter.service.empty() && filter.service != ServiceOfKind(kind->name)) continue;
    for (const JobState& state : kind->states) states.emplace(state.name);
  }
  return reader.Choice("state", {states.begin(), states.end()});
}

// When the last job of the page before was created, and its number: "1706702400000000.17".
std::string TokenOf(const ResourcePosition& position) {
  return std::to_string(position.number) + "." + std::to_string(position.sequence);
}

ControlResult<std::optional<ResourcePosition>> ReadToken(QueryReader& reader) {
  const std::string text = reader.Text("token");
  if (text.empty()) return std::nullopt;
  ResourcePosition position;
  const char* const end = text.data() + text.size();
  const auto time = std::from_chars(text.data(), end, position.number);
  const bool is_divided = time.ec == std::errc{} && time.ptr != end && *time.ptr == '.';
  const auto number = std::from_chars(is_divided ? time.ptr + 1 : end, end, position.sequence);
  if (is_divided && number.ec == std::errc{} && number.ptr == end && TokenOf(position) == text) {
    return position;
  }
  return Fail(reader.Wrong("token", "it must be the next_token of an answer."));
}

ControlResult<JobQuery> ReadQuery(const Query& parameters, const Scheduler& scheduler) {
  QueryReader reader(parameters);
  JobQuery query;
  query.filter = TRY(ReadJobFilter(reader, scheduler));
  query.in_state = TRY(ReadState(reader, query.filter, scheduler));
  const auto max = TRY(reader.Integer("max", 1, std::int64_t{limits::kJobsPerPage}));
  query.after = TRY(ReadToken(reader));
  TRY(reader.Finish());
  query.max = static_cast<std::size_t>(max.value_or(kUsualPage));
  return query;
}

// A text that is a glob of itself alone.
bool IsExact(std::string_view glob) {
  return !glob.empty() && glob.find_first_of("*?") == std::string_view::npos;
}

bool Matches(const JobQuery& query, const Scheduler& scheduler, const Resource& job) {
  return scheduler.FindKind(job.kind) != nullptr &&
         (query.in_state.empty() || job.state == query.in_state) &&
         query.filter.Matches(job.kind, job.name, job.arn, job.account, job.region);
}

Answer List(const Clock& clock, const Scheduler& scheduler, ResourceRepository& resources,
            const ControlCall& call) {
  const JobQuery query = TRY(ReadQuery(call.query, scheduler));
  const JobFilter& filter = query.filter;
  const Timestamp now = clock.Now();
  Json jobs = Json::array();
  if (IsExact(filter.match.arn)) {
    const ResourcePtr job = resources.Find(filter.match.arn);
    if (job && Matches(query, scheduler, *job) && !query.after) {
      jobs.push_back(JobToJson(*scheduler.FindKind(job->kind), *job, now));
    }
    return ControlAnswer{.body = {{"jobs", std::move(jobs)}, {"next_token", nullptr}}};
  }
  const ResourcePage page = ScanResources(
      resources, {.in_scope =
                      [&](const ResourceScope& scope) {
                        return scheduler.FindKind(scope.kind) != nullptr &&
                               filter.MatchesScope(scope.kind, scope.account, scope.region);
                      },
                  .in_state = query.in_state,
                  .name = IsExact(filter.match.name) ? filter.match.name : std::string_view(),
                  .matches = [&](const Resource& job) { return Matches(query, scheduler, job); },
                  .after = query.after,
                  .limit = query.max});
  for (const ResourcePtr& job : page.resources) {
    jobs.push_back(JobToJson(*scheduler.FindKind(job->kind), *job, now));
  }
  Json next = page.next ? Json(TokenOf(*page.next)) : Json(nullptr);
  return ControlAnswer{.body = {{"jobs", std::move(jobs)}, {"next_token", std::move(next)}}};
}

Answer Get(const Clock& clock, const Scheduler& scheduler, ResourceRepository& resources,
           const ControlCall& call) {
  const std::string& arn = call.labels.at("arn");
  const ResourcePtr job = resources.Find(arn);
  const JobKind* kind = job == nullptr ? nullptr : scheduler.FindKind(job->kind);
  if (kind == nullptr) return Fail(ControlError{404, "There is no job '" + arn + "'.", "arn"});
  return ControlAnswer{.body = JobToJson(*kind, *job, clock.Now())};
}

}  // namespace

std::vector<Endpoint> JobEndpoints(const Clock& clock, const Scheduler& scheduler,
                                   ResourceRepository& resources) {
  const auto with = [&](auto answer) {
    return
        [&, answer](const ControlCall& call) { return answer(clock, scheduler, resources, call); };
  };
  return {MakeEndpoint("GET", "/_portside/jobs", "ListJobs", with(List)),
          // An ARN with a slash is one label, escaped or as it is.
          MakeEndpoint("GET", "/_portside/jobs/{arn+}", "GetJob", with(Get))};
}

}  // namespace portside
