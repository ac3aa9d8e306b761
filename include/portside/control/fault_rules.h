// SPDX-License-Identifier: Apache-2.0
//
// FaultRules: which calls fail, because a test has ordered it: with an error, late, with a broken
// connection, or because there were too many of them. Rules live as long as the process. Times are
// the users' clock's, latencies the machine's; chance comes from the program's seed. Core thread.

#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/clock.h"
#include "portside/base/json.h"
#include "portside/base/random.h"
#include "portside/control/operation_catalog.h"
#include "portside/services/core/call_gate.h"

namespace portside {

// Which calls a rule is about. A member that is empty matches everything.
struct FaultMatch {
  std::string service;    // a glob, as in OperationCatalog
  std::string operation;  // a glob
  std::string resource;   // a glob: a name or an ARN of the input, a bucket, "bucket/key"
  std::string account;
  std::string region;
};

struct FaultError {
  std::string code;
  std::optional<int> status;  // nothing: the operation's own for this code, or 400
  std::optional<std::string> message;
};

// `rate` calls a second, of which `burst` may come at once; for each operation, account and region.
struct Throttle {
  double rate = 1;
  double burst = 1;
};

struct Latency {
  std::chrono::milliseconds min{};
  std::chrono::milliseconds max{};
};

struct FaultEffect {
  std::optional<FaultError> error;
  std::optional<Latency> latency;
  Delivery delivery = Delivery::kWhole;
  bool performs = false;  // with kReset: the operation is performed, only its answer is lost
  std::optional<std::uint64_t> cut_after;
  std::optional<Throttle> throttle;
};

struct FaultRule {
  std::string id;
  FaultMatch match;
  std::int64_t nth = 1;    // from the nth call that matches on
  std::int64_t times = 0;  // for so many calls; 0: for all
  std::optional<Timestamp> until;
  double probability = 1;
  FaultEffect effect;
  std::int64_t matched = 0;  // calls so far
  std::int64_t applied = 0;
  // The rule as LocalStack's endpoint was given it; null for our own.
  Json chaos = nullptr;
};

class FaultRules final : public CallGate {
 public:
  // What tests have ordered, to be kept and brought back.
  struct Orders {
    std::deque<FaultRule> rules;
    std::chrono::milliseconds latency{};  // of every call, besides what rules add
  };

  // The references outlive the rules.
  FaultRules(const Clock& clock, const OperationCatalog& catalog, Random chance)
      : clock_(clock), catalog_(catalog), chance_(chance) {}

  // The first rule that matches and applies decides; the others only count the call.
  std::optional<ServiceError> Judge(const CallFacts& call, CallRecord& record) override;

  const FaultRule& Add(FaultRule rule);
  bool Remove(std::string_view id);
  [[nodiscard]] const std::deque<FaultRule>& rules() const { return orders_.rules; }
  [[nodiscard]] const Orders& orders() const { return orders_; }
  void SetOrders(Orders orders);
  // LocalStack's: replaces all rules that came from its endpoint.
  void SetChaos(std::vector<FaultRule> rules);
  void SetLatency(std::chrono::milliseconds latency) { orders_.latency = latency; }
  std::size_t Clear();

 private:
  struct Bucket {
    double tokens = 0;
    Timestamp filled_at;
  };
  class Resources;

  bool Matches(const FaultRule& rule, const CallFacts& call, Resources& resources) const;
  bool Applies(const FaultRule& rule, const CallFacts& call);
  bool TakeToken(const FaultRule& rule, const CallFacts& call);
  std::optional<ServiceError> Apply(const FaultRule& rule, const CallFacts& call,
                                    CallRecord& record);

  const Clock& clock_;
  const OperationCatalog& catalog_;
  Random chance_;
  Orders orders_;
  std::map<std::string, Bucket> buckets_;  // by rule, account, region, service and operation
  std::int64_t last_id_ = 0;
};

}  // namespace portside
