// SPDX-License-Identifier: Apache-2.0

#include "portside/control/job_endpoints.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "control/job_filter.h"
#include "portside/base/glob.h"
#include "portside/base/limits.h"
#include "portside/jobs/job_progress.h"

namespace portside {
namespace {

using Answer = ControlResult<ControlAnswer>;

constexpr std::int64_t kUsualPage = 100;

struct JobQuery {
  JobFilter filter;
  std::string in_state;
  std::int64_t after = 0;
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
               {"final", state == nullptr || state->next.empty()},
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

ControlResult<JobQuery> ReadQuery(const Query& parameters, const Scheduler& scheduler) {
  QueryReader reader(parameters);
  JobQuery query;
  query.filter = TRY(ReadJobFilter(reader, scheduler));
  query.in_state = TRY(ReadState(reader, query.filter, scheduler));
  const auto max = TRY(reader.Integer("max", 1, std::int64_t{limits::kJobsPerPage}));
  const auto token = reader.Integer("token", 0, std::numeric_limits<std::int64_t>::max());
  if (!token) return Fail(reader.Wrong("token", "it must be the next_token of an answer."));
  TRY(reader.Finish());
  query.max = static_cast<std::size_t>(max.value_or(kUsualPage));
  query.after = token->value_or(0);
  return query;
}

Answer List(const Clock& clock, const Scheduler& scheduler, ResourceRepository& resources,
            const ControlCall& call) {
  const JobQuery query = TRY(ReadQuery(call.query, scheduler));
  const JobFilter& filter = query.filter;
  const bool is_one_kind = filter.match.kind.find_first_of("*?") == std::string::npos;
  const ResourceFilter scan{is_one_kind ? filter.match.kind : std::string_view(),
                            filter.match.account, filter.match.region, query.in_state, query.after};
  const Timestamp now = clock.Now();
  Json jobs = Json::array();
  Json next = nullptr;
  std::int64_t last = 0;
  resources.Scan(scan, [&](const ResourcePtr& job) {
    const JobKind* kind = scheduler.FindKind(job->kind);
    if (kind == nullptr ||
        !filter.Matches(job->kind, job->name, job->arn, job->account, job->region)) {
      return true;
    }
    if (jobs.size() == query.max) {
      next = std::to_string(last);
      return false;
    }
    jobs.push_back(JobToJson(*kind, *job, now));
    last = job->sequence;
    return true;
  });
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
