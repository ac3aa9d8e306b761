// SPDX-License-Identifier: Apache-2.0

#include "portside/control/fault_rules.h"

#include <algorithm>

#include "portside/base/glob.h"
#include "portside/base/limits.h"

namespace portside {
namespace {

// What a client is told for an error whose text nobody has given.
std::string DefaultMessage(const CatalogError* known) {
  if (known != nullptr && !known->message.empty()) return known->message;
  return "A fault was ordered for this call.";
}

}  // namespace

// Read from the call once, and only if a rule asks.
class FaultRules::Resources {
 public:
  explicit Resources(const CallFacts& call) : call_(call) {}
  bool Match(std::string_view glob) {
    if (!names_) names_ = call_.resources();
    return std::any_of(names_->begin(), names_->end(),
                       [glob](const std::string& name) { return MatchesGlob(glob, name); });
  }

 private:
  const CallFacts& call_;
  std::optional<std::vector<std::string>> names_;
};

bool FaultRules::Matches(const FaultRule& rule, const CallFacts& call, Resources& resources) const {
  const FaultMatch& match = rule.match;
  if (!OperationCatalog::IsService(match.service, call.service, call.signing_name)) return false;
  if (!match.operation.empty() && !MatchesGlob(match.operation, call.operation)) return false;
  if (!match.account.empty() && match.account != call.caller.account) return false;
  if (!match.region.empty() && match.region != call.caller.region) return false;
  if (rule.until && clock_.Now() >= *rule.until) return false;
  return match.resource.empty() || resources.Match(match.resource);
}

bool FaultRules::Applies(const FaultRule& rule, const CallFacts& call) {
  if (rule.matched < rule.nth || (rule.times > 0 && rule.applied >= rule.times)) return false;
  if (rule.probability < 1 && chance_.Unit() >= rule.probability) return false;
  return !rule.effect.throttle || !TakeToken(rule, call);
}

bool FaultRules::TakeToken(const FaultRule& rule, const CallFacts& call) {
  const Throttle& throttle = *rule.effect.throttle;
  std::string key = rule.id;
  for (const std::string_view part :
       {std::string_view(call.caller.account), std::string_view(call.caller.region), call.service,
        call.operation}) {
    key += '\n';
    key += part;
  }
  const Timestamp now = clock_.Now();
  if (buckets_.size() >= limits::kThrottleBuckets && !buckets_.contains(key)) buckets_.clear();
  const auto [found, is_new] = buckets_.try_emplace(key, Bucket{throttle.burst, now});
  Bucket& bucket = found->second;
  // A clock that was set back fills nothing.
  const double passed = std::max(0.0, static_cast<double>((now - bucket.filled_at).count()) / 1e6);
  bucket.tokens = std::min(throttle.burst, bucket.tokens + passed * throttle.rate);
  bucket.filled_at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

std::optional<ServiceError> FaultRules::Apply(const FaultRule& rule, const CallFacts& call,
                                              CallRecord& record) {
  const FaultEffect& effect = rule.effect;
  record.fault.id = rule.id;
  if (effect.latency) {
    const auto spread = static_cast<std::uint64_t>((effect.latency->max - effect.latency->min) /
                                                   std::chrono::milliseconds(1));
    const auto drawn = static_cast<std::int64_t>(chance_.Below(spread + 1));
    record.fault.delay += effect.latency->min + std::chrono::milliseconds(drawn);
  }
  record.fault.delivery = effect.delivery;
  record.fault.cut_after = effect.cut_after;
  const CatalogOperation* operation = catalog_.Find(call.service, call.operation);
  if (effect.throttle) {
    const CatalogError error = operation == nullptr
                                   ? CatalogError{"ThrottlingException", 400, "Rate exceeded"}
                                   : operation->Throttling();
    return ServiceError(error.code, error.status, error.message);
  }
  if (effect.error) {
    const CatalogError* known =
        operation == nullptr ? nullptr : catalog_.FindError(*operation, effect.error->code);
    return ServiceError(effect.error->code,
                        effect.error->status.value_or(known == nullptr ? 400 : known->status),
                        effect.error->message.value_or(DefaultMessage(known)));
  }
  // Nobody reads this: it stands in place of the operation, and the log shows its name.
  if (effect.delivery == Delivery::kReset && !effect.performs) {
    return ServiceError("ConnectionReset", 500, "");
  }
  return std::nullopt;
}

std::optional<ServiceError> FaultRules::Judge(const CallFacts& call, CallRecord& record) {
  record.fault.delay = orders_.latency;
  if (orders_.rules.empty()) return std::nullopt;
  Resources resources(call);
  FaultRule* chosen = nullptr;
  for (FaultRule& rule : orders_.rules) {
    if (!Matches(rule, call, resources)) continue;
    ++rule.matched;
    if (chosen == nullptr && Applies(rule, call)) chosen = &rule;
  }
  if (chosen == nullptr) return std::nullopt;
  ++chosen->applied;
  return Apply(*chosen, call, record);
}

const FaultRule& FaultRules::Add(FaultRule rule) {
  rule.id = "fault-" + std::to_string(++last_id_);
  orders_.rules.push_back(std::move(rule));
  return orders_.rules.back();
}

bool FaultRules::Remove(std::string_view id) {
  return std::erase_if(orders_.rules, [id](const FaultRule& rule) { return rule.id == id; }) > 0;
}

void FaultRules::SetChaos(std::vector<FaultRule> rules) {
  std::erase_if(orders_.rules, [](const FaultRule& rule) { return !rule.chaos.is_null(); });
  for (FaultRule& rule : rules) Add(std::move(rule));
}

void FaultRules::SetOrders(Orders orders) {
  orders_ = std::move(orders);
  buckets_.clear();
}

std::size_t FaultRules::Clear() {
  const std::size_t count = orders_.rules.size();
  orders_.rules.clear();
  buckets_.clear();
  return count;
}

}  // namespace portside
