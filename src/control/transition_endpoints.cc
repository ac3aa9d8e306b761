// SPDX-License-Identifier: Apache-2.0

#include "portside/control/transition_endpoints.h"

#include <cmath>

#include "control/match_reader.h"
#include "portside/base/limits.h"
#include "portside/control/member_reader.h"

namespace portside {
namespace {

constexpr std::int64_t kMostPolls = 1'000'000;

double Longest() {
  return static_cast<double>(std::chrono::seconds(limits::kLongestDuration).count());
}

Json TransitionToJson(const Transition& transition) {
  switch (transition.progression) {
    case Progression::kImmediate: return {{"progression", "immediate"}};
    case Progression::kTime:
      return {{"progression", "time"},
              {"seconds", static_cast<double>(transition.per_state.count()) / 1e6}};
    case Progression::kPolls: return {{"progression", "polls"}, {"times", transition.polls}};
    case Progression::kManual: break;
  }
  return {{"progression", "manual"}};
}

Json RuleToJson(const TransitionRule& rule) {
  return {{"id", rule.id},
          {"match", MatchToJson(rule.match)},
          {"transition", TransitionToJson(rule.transition)}};
}

// {"progression": …, "seconds": …, "times": …}. moto's manual progression counts describes; it is
// told from ours by its times.
ControlResult<Transition> ReadTransition(const Json& json, const std::string& path, bool is_moto) {
  MemberReader reader(json, path);
  std::vector<std::string> allowed = {"immediate", "time", "polls", "manual"};
  if (is_moto) allowed = {"immediate", "time", "manual"};
  const auto name = TRY(reader.Choice("progression", allowed));
  const auto seconds = TRY(reader.Number("seconds", 0, Longest()));
  const auto times = TRY(reader.Integer("times", 1, kMostPolls));
  TRY(reader.Finish());
  if (!name) return Fail(reader.Wrong("progression", "one of them is needed: immediate, time, …"));

  Transition transition;
  const bool counts = *name == "polls" || (is_moto && *name == "manual");
  if (seconds && *name != "time") {
    return Fail(reader.Wrong("seconds", "it is allowed with the progression time only."));
  }
  if (times && !counts) {
    return Fail(reader.Wrong("times", std::string("it is allowed with the progression ") +
                                          (is_moto ? "manual" : "polls") + " only."));
  }
  if (*name == "time" && !seconds) {
    return Fail(reader.Wrong("seconds", "the progression time needs it: seconds in each state."));
  }
  if (*name == "immediate") transition.progression = Progression::kImmediate;
  if (*name == "manual") transition.progression = Progression::kManual;
  if (counts) transition.progression = Progression::kPolls;
  transition.per_state = Duration(std::llround(seconds.value_or(0) * 1e6));
  transition.polls = times.value_or(1);
  return transition;
}

using Answer = ControlResult<ControlAnswer>;

Answer List(const Scheduler& scheduler, const JobRules& rules) {
  Json list = Json::array();
  for (const TransitionRule& rule : rules.transitions()) list.push_back(RuleToJson(rule));
  Json kinds = Json::array();
  for (const JobKind* kind : scheduler.Kinds()) kinds.push_back(kind->name);
  return ControlAnswer{.body = {{"transitions", std::move(list)}, {"kinds", std::move(kinds)}}};
}

Answer Set(Scheduler& scheduler, const ControlCall& call) {
  MemberReader reader(call.body);
  const ResourceMatch match = TRY(ReadMatchOf(reader, scheduler));
  const Json* transition = TRY(reader.Object("transition"));
  TRY(reader.Finish());
  if (transition == nullptr) {
    return Fail(reader.Wrong("transition",
                             "it must be an object, such as {\"progression\": \"immediate\"}."));
  }
  const Transition read = TRY(ReadTransition(*transition, "transition", /*is_moto=*/false));
  TRY(CheckRoom(scheduler.rules().transitions().size()));
  scheduler.rules().SetTransition(match, read);
  scheduler.RulesChanged();
  return ControlAnswer{.body = RuleToJson(scheduler.rules().transitions().front()), .status = 201};
}

Answer Remove(Scheduler& scheduler, const ControlCall& call) {
  const std::string& id = call.labels.at("id");
  if (!scheduler.rules().RemoveTransition(id)) {
    return Fail(ControlError{404, "There is no transition '" + id + "'.", "id"});
  }
  scheduler.RulesChanged();
  return ControlAnswer{};
}

// moto's name of a model is a kind; the exports of both geospatial jobs have one name together.
ControlResult<ResourceMatch> MatchOfModel(const Scheduler& scheduler, const std::string& model,
                                          const MemberReader& reader) {
  ResourceMatch match;
  match.kind = model == "sagemaker-geospatial::export" ? "sagemaker-geospatial::*_export" : model;
  if (match.kind != model || scheduler.FindKind(model) != nullptr) return match;
  return Fail(reader.Wrong(
      "model_name", "models are " + KindNames(scheduler) + ", sagemaker-geospatial::export."));
}

Answer SetModel(Scheduler& scheduler, const ControlCall& call) {
  MemberReader reader(call.body);
  const std::string model = TRY(reader.RequiredText("model_name"));
  const Json* transition = TRY(reader.Object("transition"));
  TRY(reader.Finish());
  const ResourceMatch match = TRY(MatchOfModel(scheduler, model, reader));
  if (transition == nullptr) return Fail(reader.Wrong("transition", "it must be an object."));
  scheduler.rules().SetTransition(match,
                                  TRY(ReadTransition(*transition, "transition", /*is_moto=*/true)));
  scheduler.RulesChanged();
  return ControlAnswer{.status = 201};
}

Answer UnsetModel(Scheduler& scheduler, const ControlCall& call) {
  MemberReader reader(call.body);
  const std::string model = TRY(reader.RequiredText("model_name"));
  TRY(reader.Finish());
  const ResourceMatch match = TRY(MatchOfModel(scheduler, model, reader));
  const std::deque<TransitionRule> rules = scheduler.rules().transitions();
  for (const TransitionRule& rule : rules) {
    if (rule.match == match) scheduler.rules().RemoveTransition(rule.id);
  }
  scheduler.RulesChanged();
  return ControlAnswer{.status = 201};
}

Answer GetModel(Scheduler& scheduler, const ControlCall& call) {
  const Json named = {{"model_name", call.query.Get("model_name")}};
  MemberReader reader(named);
  const std::string model = TRY(reader.RequiredText("model_name"));
  const ResourceMatch match = TRY(MatchOfModel(scheduler, model, reader));
  for (const TransitionRule& rule : scheduler.rules().transitions()) {
    if (rule.match != match) continue;
    Json body = TransitionToJson(rule.transition);
    if (body["progression"] == "polls") body["progression"] = "manual";
    return ControlAnswer{.body = std::move(body)};
  }
  // Without a rule, a kind keeps the times that its table gives.
  return ControlAnswer{.body = {{"progression", "time"}}};
}

}  // namespace

std::vector<Endpoint> TransitionEndpoints(Scheduler& scheduler, ClockDriver& driver) {
  const auto with = [&scheduler](Answer (*answer)(Scheduler&, const ControlCall&)) {
    return [&scheduler, answer](const ControlCall& call) { return answer(scheduler, call); };
  };
  std::vector<Endpoint> endpoints = {
      MakeEndpoint("GET", "/_portside/transitions", "ListTransitions",
                   [&scheduler](const ControlCall&) { return List(scheduler, scheduler.rules()); }),
      MakeEndpoint("POST", "/_portside/transitions", "SetTransition", with(Set)),
      MakeEndpoint("DELETE", "/_portside/transitions/{id}", "RemoveTransition", with(Remove)),
      {"POST", "/_portside/transitions/release", "ReleaseResources",
       [&scheduler, &driver](const ControlCall& call, const ControlRespond& respond) {
         const auto match = ReadMatch(&call.body, "", scheduler);
         if (!match) return respond(Fail(match.error()));
         const std::size_t released = scheduler.Release(*match);
         driver.Settle([respond, released] {
           respond(ControlAnswer{.body = {{"released", released}}});
         });
       }},
      MakeEndpoint("POST", "/moto-api/state-manager/set-transition", "SetTransition",
                   with(SetModel)),
      MakeEndpoint("POST", "/moto-api/state-manager/unset-transition", "RemoveTransition",
                   with(UnsetModel)),
      MakeEndpoint("GET", "/moto-api/state-manager/get-transition", "GetTransition",
                   with(GetModel)),
  };
  return endpoints;
}

}  // namespace portside
