// SPDX-License-Identifier: Apache-2.0

#include "portside/control/outcome_endpoints.h"

#include <algorithm>
#include <cmath>

#include "control/match_reader.h"
#include "portside/base/glob.h"
#include "portside/base/limits.h"
#include "portside/control/member_reader.h"

namespace portside {
namespace {

using Answer = ControlResult<ControlAnswer>;

constexpr std::int64_t kMostJobs = 1'000'000'000;

Json OutcomeToJson(const JobOutcome& outcome) {
  Json json = Json::object();
  if (!outcome.where.empty()) json["state"] = outcome.where;
  if (outcome.failure) {
    json["fail"] = {{"reason", outcome.failure->reason}, {"type", outcome.failure->type}};
    if (!outcome.failure->part.empty()) json["fail"]["part"] = outcome.failure->part;
  }
  if (outcome.stays) json["stay"] = true;
  if (outcome.takes) json["seconds"] = static_cast<double>(outcome.takes->count()) / 1e6;
  if (outcome.denies_read) json["deny"].push_back("read");
  if (outcome.denies_write) json["deny"].push_back("write");
  if (outcome.writes) json["partial"] = {{"objects", *outcome.writes}};
  if (outcome.deployment_failure) {
    json["fail_deployment"] = {{"reason", *outcome.deployment_failure}};
  }
  return json;
}

Json RuleToJson(const OutcomeRule& rule) {
  return {{"id", rule.id},
          {"match", MatchToJson(rule.match)},
          {"nth", rule.nth},
          {"times", rule.times},
          {"matched", rule.matched},
          {"applied", rule.applied},
          {"outcome", OutcomeToJson(rule.outcome)}};
}

// {"reason": …, "type": …, "part": …}; the type where the service has one, the part where only that
// part of the job fails.
ControlResult<std::optional<JobFailure>> ReadFailure(MemberReader& outcome) {
  const Json* json = TRY(outcome.Object("fail"));
  if (json == nullptr) return std::nullopt;
  MemberReader reader(*json, outcome.PathOf("fail"));
  JobFailure failure;
  failure.reason = TRY(reader.RequiredText("reason"));
  failure.type =
      TRY(reader.Choice("type", {"CLIENT_ERROR", "SERVER_ERROR"})).value_or("CLIENT_ERROR");
  failure.part = TRY(reader.Text("part")).value_or("");
  TRY(reader.Finish());
  return failure;
}

ControlResult<void> ReadDenials(MemberReader& reader, JobOutcome& outcome) {
  const Json* list = TRY(reader.Array("deny"));
  for (const Json& entry : list == nullptr ? Json::array() : *list) {
    if (entry == "read") {
      outcome.denies_read = true;
    } else if (entry == "write") {
      outcome.denies_write = true;
    } else {
      return Fail(reader.Wrong("deny", "its entries are read and write."));
    }
  }
  return {};
}

// {"partial": {"objects": n}} and {"fail_deployment": {"reason": …}}.
ControlResult<void> ReadParts(MemberReader& outcome, JobOutcome& read) {
  if (const Json* partial = TRY(outcome.Object("partial"))) {
    MemberReader reader(*partial, outcome.PathOf("partial"));
    const auto objects = TRY(reader.Integer("objects", 0, kMostJobs));
    TRY(reader.Finish());
    if (!objects) return Fail(reader.Wrong("objects", "it is needed: how many are written."));
    read.writes = static_cast<std::uint64_t>(*objects);
  }
  if (const Json* deployment = TRY(outcome.Object("fail_deployment"))) {
    MemberReader reader(*deployment, outcome.PathOf("fail_deployment"));
    read.deployment_failure = TRY(reader.RequiredText("reason"));
    TRY(reader.Finish());
  }
  return {};
}

ControlResult<JobOutcome> ReadOutcome(const Json& json) {
  MemberReader reader(json, "outcome");
  JobOutcome outcome;
  outcome.where = TRY(reader.Text("state")).value_or("");
  outcome.failure = TRY(ReadFailure(reader));
  outcome.stays = TRY(reader.Flag("stay")).value_or(false);
  const double longest =
      static_cast<double>(std::chrono::seconds(limits::kLongestDuration).count());
  if (const auto seconds = TRY(reader.Number("seconds", 0, longest))) {
    outcome.takes = Duration(std::llround(*seconds * 1e6));
  }
  TRY(ReadDenials(reader, outcome));
  TRY(ReadParts(reader, outcome));
  TRY(reader.Finish());
  if (outcome.stays && (outcome.failure || outcome.takes)) {
    return Fail(reader.Wrong("stay", "a job that stays neither fails nor takes a time."));
  }
  if (!outcome.failure && !outcome.stays && !outcome.takes && !outcome.denies_read &&
      !outcome.denies_write && !outcome.writes && !outcome.deployment_failure) {
    return Fail(
        ControlError{400,
                     "outcome orders nothing; one of fail, stay, seconds, deny, partial and "
                     "fail_deployment is needed.",
                     "outcome"});
  }
  return outcome;
}

// Whether any kind of the match has the state, and can fail in it where that is wanted.
ControlResult<void> CheckState(const Scheduler& scheduler, const OutcomeRule& rule) {
  std::string states;
  std::string parts;
  bool has_state = false;
  bool can_fail = false;
  for (const JobKind* kind : scheduler.Kinds()) {
    if (!rule.match.kind.empty() && !MatchesGlob(rule.match.kind, kind->name)) continue;
    if (const JobState* state = StateOfOutcome(*kind, rule.outcome.where)) {
      has_state = true;
      can_fail = can_fail || CanFail(*kind, *state, rule.outcome.failure.value_or(JobFailure{}));
    }
    for (const std::string_view part : kind->parts) {
      parts += (parts.empty() ? "" : ", ") + std::string(part);
    }
    for (const JobState& state : kind->states) {
      if (!state.next.empty()) states += (states.empty() ? "" : ", ") + std::string(state.name);
    }
  }
  if (!has_state) {
    return Fail(ControlError{400,
                             "outcome.state is \"" + rule.outcome.where +
                                 "\"; a job of that kind moves on from " + states + ".",
                             "outcome.state"});
  }
  if (rule.outcome.failure && !rule.outcome.failure->part.empty() && !can_fail) {
    return Fail(ControlError{
        400,
        "outcome.fail.part is \"" + rule.outcome.failure->part +
            "\"; the work of resources of the kind " + rule.match.kind +
            (parts.empty() ? " has no parts that fail alone." : " has the parts " + parts + "."),
        "outcome.fail.part"});
  }
  if (rule.outcome.failure && !can_fail) {
    return Fail(ControlError{400,
                             "outcome.fail: resources of the kind " + rule.match.kind +
                                 " have no state in which they have failed.",
                             "outcome.fail"});
  }
  return {};
}

// Whether jobs of the match have a work that writes, and deploy, where that is wanted.
ControlResult<void> CheckWork(const Scheduler& scheduler, const OutcomeRule& rule) {
  bool works = !rule.outcome.writes;
  bool deploys = !rule.outcome.deployment_failure;
  for (const JobKind* kind : scheduler.Kinds()) {
    if (!rule.match.kind.empty() && !MatchesGlob(rule.match.kind, kind->name)) continue;
    const JobState* state = StateOfOutcome(*kind, rule.outcome.where);
    works = works || (state != nullptr && state->work != nullptr);
    deploys = deploys || kind->deploys;
  }
  if (!works) {
    return Fail(ControlError{
        400,
        "outcome.partial: jobs of the kind " + rule.match.kind + " write nothing in that state.",
        "outcome.partial"});
  }
  if (!deploys) {
    return Fail(ControlError{
        400, "outcome.fail_deployment: jobs of the kind " + rule.match.kind + " deploy nothing.",
        "outcome.fail_deployment"});
  }
  return {};
}

Answer Add(Scheduler& scheduler, const ControlCall& call) {
  MemberReader reader(call.body);
  OutcomeRule rule;
  rule.match = TRY(ReadMatchOf(reader, scheduler));
  rule.nth = TRY(reader.Integer("nth", 1, kMostJobs)).value_or(1);
  rule.times = TRY(reader.Integer("times", 0, kMostJobs)).value_or(0);
  const Json* outcome = TRY(reader.Object("outcome"));
  TRY(reader.Finish());
  if (outcome == nullptr) {
    return Fail(
        reader.Wrong("outcome", "it must be an object, such as {\"fail\": {\"reason\": \"…\"}}."));
  }
  rule.outcome = TRY(ReadOutcome(*outcome));
  TRY(CheckState(scheduler, rule));
  TRY(CheckWork(scheduler, rule));
  TRY(CheckRoom(scheduler.rules().outcomes().size()));
  scheduler.rules().AddOutcome(std::move(rule));
  return ControlAnswer{.body = RuleToJson(scheduler.rules().outcomes().back()), .status = 201};
}

Answer Remove(Scheduler& scheduler, const ControlCall& call) {
  const std::string& id = call.labels.at("id");
  if (scheduler.rules().RemoveOutcome(id)) return ControlAnswer{};
  return Fail(ControlError{404, "There is no outcome '" + id + "'.", "id"});
}

}  // namespace

std::vector<Endpoint> OutcomeEndpoints(Scheduler& scheduler) {
  return {
      MakeEndpoint("GET", "/_portside/outcomes", "ListOutcomes",
                   [&scheduler](const ControlCall&) -> Answer {
                     Json list = Json::array();
                     for (const OutcomeRule& rule : scheduler.rules().outcomes()) {
                       list.push_back(RuleToJson(rule));
                     }
                     return ControlAnswer{.body = {{"outcomes", std::move(list)}}};
                   }),
      MakeEndpoint("POST", "/_portside/outcomes", "AddOutcome",
                   [&scheduler](const ControlCall& call) { return Add(scheduler, call); }),
      MakeEndpoint("DELETE", "/_portside/outcomes/{id}", "RemoveOutcome",
                   [&scheduler](const ControlCall& call) { return Remove(scheduler, call); }),
  };
}

}  // namespace portside
