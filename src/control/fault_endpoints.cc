// SPDX-License-Identifier: Apache-2.0

#include "portside/control/fault_endpoints.h"

#include "control/fault_reader.h"
#include "control/match_reader.h"
#include "portside/base/limits.h"
#include "portside/control/member_reader.h"

namespace portside {
namespace {

using Answer = ControlResult<ControlAnswer>;

Answer List(const FaultRules& rules) {
  Json list = Json::array();
  for (const FaultRule& rule : rules.rules()) list.push_back(FaultToJson(rule));
  return ControlAnswer{.body = {{"faults", std::move(list)}}};
}

Answer Add(FaultRules& rules, const OperationCatalog& catalog, const ControlCall& call) {
  FaultRule rule = TRY(ReadFault(call.body, catalog));
  TRY(CheckRoom(rules.rules().size()));
  return ControlAnswer{.body = FaultToJson(rules.Add(std::move(rule))), .status = 201};
}

Answer Remove(FaultRules& rules, const ControlCall& call) {
  const std::string& id = call.labels.at("id");
  if (rules.Remove(id)) return ControlAnswer{};
  return Fail(ControlError{404, "There is no fault '" + id + "'.", "id"});
}

// LocalStack's endpoints answer with what stands after the call.
ControlAnswer ChaosList(const FaultRules& rules) {
  Json list = Json::array();
  for (const FaultRule& rule : rules.rules()) {
    if (!rule.chaos.is_null()) list.push_back(rule.chaos);
  }
  return {.body = std::move(list)};
}

std::vector<FaultRule> ChaosRules(const FaultRules& rules) {
  std::vector<FaultRule> chaos;
  for (const FaultRule& rule : rules.rules()) {
    if (!rule.chaos.is_null()) chaos.push_back(rule);
  }
  return chaos;
}

Answer ReplaceChaos(FaultRules& rules, const ControlCall& call) {
  std::vector<FaultRule> given = TRY(ReadChaosFaults(call.body));
  TRY(CheckRoom(rules.rules().size() - ChaosRules(rules).size(), given.size()));
  rules.SetChaos(std::move(given));
  return ChaosList(rules);
}

Answer AppendChaos(FaultRules& rules, const ControlCall& call) {
  std::vector<FaultRule> given = TRY(ReadChaosFaults(call.body));
  TRY(CheckRoom(rules.rules().size(), given.size()));
  for (FaultRule& rule : given) rules.Add(std::move(rule));
  return ChaosList(rules);
}

// Removes the rules that are given; all of them where none is.
Answer RemoveChaos(FaultRules& rules, const ControlCall& call) {
  std::vector<FaultRule> given;
  if (call.body.is_array()) given = TRY(ReadChaosFaults(call.body));
  const std::vector<FaultRule> present = ChaosRules(rules);
  for (const FaultRule& rule : present) {
    bool is_meant = given.empty();
    for (const FaultRule& other : given) is_meant = is_meant || other.chaos == rule.chaos;
    if (is_meant) rules.Remove(rule.id);
  }
  return ChaosList(rules);
}

ControlAnswer Effects(const FaultRules& rules) {
  return {.body = {{"latency", rules.orders().latency.count()}}};
}

Answer SetEffects(FaultRules& rules, const ControlCall& call) {
  MemberReader reader(call.body);
  const auto latency =
      TRY(reader.Integer("latency", 0, std::chrono::milliseconds(limits::kLongestLatency).count()));
  TRY(reader.Finish());
  rules.SetLatency(std::chrono::milliseconds(latency.value_or(0)));
  return Effects(rules);
}

}  // namespace

std::vector<Endpoint> FaultEndpoints(FaultRules& rules, const OperationCatalog& catalog) {
  return {
      MakeEndpoint("GET", "/_portside/faults", "ListFaults",
                   [&rules](const ControlCall&) { return List(rules); }),
      MakeEndpoint(
          "POST", "/_portside/faults", "AddFault",
          [&rules, &catalog](const ControlCall& call) { return Add(rules, catalog, call); }),
      MakeEndpoint("DELETE", "/_portside/faults", "RemoveFaults",
                   [&rules](const ControlCall&) -> Answer {
                     return ControlAnswer{.body = {{"removed", rules.Clear()}}};
                   }),
      MakeEndpoint("DELETE", "/_portside/faults/{id}", "RemoveFault",
                   [&rules](const ControlCall& call) { return Remove(rules, call); }),
  };
}

std::vector<Endpoint> ChaosEndpoints(FaultRules& rules) {
  const std::string faults = "/_localstack/chaos/faults";
  const std::string effects = "/_localstack/chaos/effects";
  const auto with = [&rules](Answer (*answer)(FaultRules&, const ControlCall&)) {
    return [&rules, answer](const ControlCall& call) { return answer(rules, call); };
  };
  return {
      MakeEndpoint("GET", faults, "ListFaults",
                   [&rules](const ControlCall&) -> Answer { return ChaosList(rules); }),
      MakeEndpoint("POST", faults, "SetFaults", with(ReplaceChaos)),
      MakeEndpoint("PATCH", faults, "AddFaults", with(AppendChaos)),
      MakeEndpoint("DELETE", faults, "RemoveFaults", with(RemoveChaos)),
      MakeEndpoint("GET", effects, "GetEffects",
                   [&rules](const ControlCall&) -> Answer { return Effects(rules); }),
      MakeEndpoint("POST", effects, "SetEffects", with(SetEffects)),
  };
}

}  // namespace portside
