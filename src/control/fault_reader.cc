// SPDX-License-Identifier: Apache-2.0

#include "control/fault_reader.h"

#include <set>

#include "control/name_list.h"
#include "portside/base/limits.h"
#include "portside/control/member_reader.h"

namespace portside {
namespace {

constexpr std::int64_t kMostCalls = 1'000'000'000;
constexpr double kMostPerSecond = 1e6;
constexpr std::int64_t kLongestLatency = std::chrono::milliseconds(limits::kLongestLatency).count();

ControlResult<FaultMatch> ReadCallMatch(const Json* json, const OperationCatalog& catalog) {
  FaultMatch match;
  if (json == nullptr) return match;
  MemberReader reader(*json, "match");
  match.service = TRY(reader.Text("service")).value_or("");
  match.operation = TRY(reader.Text("operation")).value_or("");
  match.resource = TRY(reader.Text("resource")).value_or("");
  match.account = TRY(reader.Text("account")).value_or("");
  match.region = TRY(reader.Text("region")).value_or("");
  TRY(reader.Finish());
  if (catalog.Matching(match.service, "").empty()) {
    return Fail(reader.Wrong("service", "services are " + ListOf(catalog.Services()) + "."));
  }
  if (catalog.Matching(match.service, match.operation).empty()) {
    return Fail(reader.Wrong("operation", match.service.empty()
                                              ? "no service has an operation of that name."
                                              : match.service + " has no operation of that name."));
  }
  const bool is_account = match.account.size() == 12 &&
                          match.account.find_first_not_of("0123456789") == std::string::npos;
  if (!match.account.empty() && !is_account) {
    return Fail(reader.Wrong("account", "an account has 12 digits."));
  }
  return match;
}

// A number of milliseconds, or {"min": …, "max": …}.
ControlResult<std::optional<Latency>> ReadLatency(MemberReader& effect, const Json& json) {
  const auto member = json.find("latency");
  if (member == json.end() || !member->is_object()) {
    const auto fixed = TRY(effect.Integer("latency", 0, kLongestLatency));
    if (!fixed) return std::nullopt;
    return Latency{std::chrono::milliseconds(*fixed), std::chrono::milliseconds(*fixed)};
  }
  TRY(effect.Object("latency"));
  MemberReader reader(*member, effect.PathOf("latency"));
  const auto min = TRY(reader.Integer("min", 0, kLongestLatency)).value_or(0);
  const auto max = TRY(reader.Integer("max", 0, kLongestLatency));
  TRY(reader.Finish());
  if (!max || *max < min) {
    return Fail(reader.Wrong("max", "it must be a number of milliseconds that is not below min."));
  }
  return Latency{std::chrono::milliseconds(min), std::chrono::milliseconds(*max)};
}

ControlResult<std::optional<FaultError>> ReadError(MemberReader& effect) {
  const Json* json = TRY(effect.Object("error"));
  if (json == nullptr) return std::nullopt;
  MemberReader reader(*json, effect.PathOf("error"));
  FaultError error;
  error.code = TRY(reader.RequiredText("code"));
  if (const auto status = TRY(reader.Integer("statusCode", 400, 599))) {
    error.status = static_cast<int>(*status);
  }
  error.message = TRY(reader.Text("message"));
  TRY(reader.Finish());
  return error;
}

ControlResult<std::optional<Throttle>> ReadThrottle(MemberReader& effect) {
  const Json* json = TRY(effect.Object("throttle"));
  if (json == nullptr) return std::nullopt;
  MemberReader reader(*json, effect.PathOf("throttle"));
  const auto rate = TRY(reader.Number("rate", 0, kMostPerSecond));
  const auto burst = TRY(reader.Number("burst", 0, kMostPerSecond));
  TRY(reader.Finish());
  if (!rate) return Fail(reader.Wrong("rate", "it is needed: calls in a second."));
  return Throttle{*rate, burst.value_or(std::max(1.0, *rate))};
}

// "connection", "performed" and "bytes".
ControlResult<void> ReadConnection(MemberReader& reader, FaultEffect& effect) {
  const auto connection = TRY(reader.Choice("connection", {"reset", "cut"}));
  const auto performed = TRY(reader.Flag("performed"));
  const auto bytes = TRY(reader.Integer("bytes", 0, INT64_MAX));
  if (connection == "reset") effect.delivery = Delivery::kReset;
  if (connection == "cut") effect.delivery = Delivery::kCut;
  if (performed && effect.delivery != Delivery::kReset) {
    return Fail(reader.Wrong("performed", "it is allowed with the connection reset only."));
  }
  if (bytes && effect.delivery != Delivery::kCut) {
    return Fail(reader.Wrong("bytes", "it is allowed with the connection cut only."));
  }
  effect.performs = performed.value_or(false);
  if (bytes) effect.cut_after = static_cast<std::uint64_t>(*bytes);
  return {};
}

ControlResult<FaultEffect> ReadEffect(const Json& json) {
  MemberReader reader(json, "effect");
  FaultEffect effect;
  effect.error = TRY(ReadError(reader));
  effect.latency = TRY(ReadLatency(reader, json));
  effect.throttle = TRY(ReadThrottle(reader));
  TRY(ReadConnection(reader, effect));
  TRY(reader.Finish());
  if (effect.error && effect.throttle) {
    return Fail(reader.Wrong("throttle", "it answers with an error of its own; leave out error."));
  }
  if (!effect.error && !effect.latency && !effect.throttle && effect.delivery == Delivery::kWhole) {
    return Fail(ControlError{
        400, "effect orders nothing; one of error, latency, connection and throttle is needed.",
        "effect"});
  }
  return effect;
}

// Refuses an error that no client of those operations would expect.
ControlResult<void> CheckError(const FaultRule& rule, const OperationCatalog& catalog) {
  if (!rule.effect.error) return {};
  std::set<std::string> modelled;
  std::set<std::string> common;
  for (const CatalogOperation* operation :
       catalog.Matching(rule.match.service, rule.match.operation)) {
    if (operation->FindError(rule.effect.error->code) != nullptr) return {};
    for (const CatalogError& error : operation->modelled) modelled.insert(error.code);
    for (const CatalogError& error : CommonErrors(operation->family)) common.insert(error.code);
  }
  std::string message = "effect.error.code is \"" + rule.effect.error->code +
                        "\"; no operation of the match has that error. ";
  if (!modelled.empty()) message += "They have " + ListOf(modelled) + ". ";
  message += "Every operation has " + ListOf(common) + ". \"force\": true takes any.";
  return Fail(ControlError{400, std::move(message), "effect.error.code"});
}

Json LatencyToJson(const Latency& latency) {
  if (latency.min == latency.max) return latency.min.count();
  return {{"min", latency.min.count()}, {"max", latency.max.count()}};
}

Json EffectToJson(const FaultEffect& effect) {
  Json json = Json::object();
  if (effect.error) {
    json["error"] = {{"code", effect.error->code}};
    if (effect.error->status) json["error"]["statusCode"] = *effect.error->status;
    if (effect.error->message) json["error"]["message"] = *effect.error->message;
  }
  if (effect.latency) json["latency"] = LatencyToJson(*effect.latency);
  if (effect.delivery == Delivery::kCut) json["connection"] = "cut";
  if (effect.cut_after) json["bytes"] = *effect.cut_after;
  if (effect.delivery == Delivery::kReset) {
    json["connection"] = "reset";
    json["performed"] = effect.performs;
  }
  if (effect.throttle) {
    json["throttle"] = {{"rate", effect.throttle->rate}, {"burst", effect.throttle->burst}};
  }
  return json;
}

ControlResult<FaultRule> ReadChaosFault(const Json& json, const std::string& path) {
  MemberReader reader(json, path);
  FaultRule rule;
  rule.match.region = TRY(reader.Text("region")).value_or("");
  rule.match.service = TRY(reader.Text("service")).value_or("");
  rule.match.operation = TRY(reader.Text("operation")).value_or("");
  rule.probability = TRY(reader.Number("probability", 0, 1)).value_or(1);
  FaultError error{"ServiceUnavailable", 503, "Operation failed due to a simulated fault"};
  if (const Json* given = TRY(reader.Object("error"))) {
    MemberReader of_error(*given, reader.PathOf("error"));
    if (const auto status = TRY(of_error.Integer("statusCode", 400, 599))) {
      error.status = static_cast<int>(*status);
    }
    if (const auto code = TRY(of_error.Text("code"))) error.code = *code;
    TRY(of_error.Finish());
  }
  TRY(reader.Finish());
  rule.effect.error = std::move(error);
  rule.chaos = json;
  return rule;
}

}  // namespace

ControlResult<FaultRule> ReadFault(const Json& json, const OperationCatalog& catalog) {
  MemberReader reader(json);
  const Json* match = TRY(reader.Object("match"));
  const Json* effect = TRY(reader.Object("effect"));
  FaultRule rule;
  rule.nth = TRY(reader.Integer("nth", 1, kMostCalls)).value_or(1);
  rule.times = TRY(reader.Integer("times", 0, kMostCalls)).value_or(0);
  rule.until = TRY(reader.Time("until"));
  rule.probability = TRY(reader.Number("probability", 0, 1)).value_or(1);
  const bool is_forced = TRY(reader.Flag("force")).value_or(false);
  TRY(reader.Finish());
  if (effect == nullptr) {
    return Fail(reader.Wrong(
        "effect", "it must be an object, such as {\"error\": {\"code\": \"InternalFailure\"}}."));
  }
  rule.match = TRY(ReadCallMatch(match, catalog));
  rule.effect = TRY(ReadEffect(*effect));
  if (!is_forced) TRY(CheckError(rule, catalog));
  return rule;
}

Json FaultToJson(const FaultRule& rule) {
  Json match = Json::object();
  for (const auto& [name, value] :
       {std::pair("service", &rule.match.service), std::pair("operation", &rule.match.operation),
        std::pair("resource", &rule.match.resource), std::pair("account", &rule.match.account),
        std::pair("region", &rule.match.region)}) {
    if (!value->empty()) match[name] = *value;
  }
  Json json = {
      {"id", rule.id},           {"match", std::move(match)},          {"nth", rule.nth},
      {"times", rule.times},     {"probability", rule.probability},    {"matched", rule.matched},
      {"applied", rule.applied}, {"effect", EffectToJson(rule.effect)}};
  if (rule.until) json["until"] = FormatIso8601(*rule.until, 6);
  return json;
}

ControlResult<std::vector<FaultRule>> ReadChaosFaults(const Json& json) {
  if (!json.is_array()) {
    return Fail(ControlError{400, "The body must be an array of faults.", ""});
  }
  std::vector<FaultRule> rules;
  for (const Json& entry : json) {
    rules.push_back(TRY(ReadChaosFault(entry, "[" + std::to_string(rules.size()) + "]")));
  }
  return rules;
}

}  // namespace portside
