// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/training/event_rules.h"

#include <utility>

#include "portside/base/encoding.h"
#include "services/personalize/datasets/rows/columns.h"

namespace portside::personalize {

EventRules::EventRules(std::string event_type, const Json& solution_config)
    : only_(std::move(event_type)) {
  // The model has it as a text.
  const std::string threshold = StringOr(solution_config, "eventValueThreshold");
  threshold_ = NumberIn<double>(CellView(threshold));
  const Json events = solution_config.value("eventsConfig", Json::object());
  for (const Json& event : events.value("eventParametersList", Json::array())) {
    Rule rule;
    rule.weight = event.value("weight", 1.0);
    if (const auto least = event.find("eventValueThreshold"); least != event.end()) {
      rule.threshold = least->get<double>();
    }
    rules_[StringOr(event, "eventType")] = rule;
  }
}

std::optional<float> EventRules::WeightOf(const std::optional<std::string_view>& type,
                                          std::optional<double> value) const {
  if (!only_.empty() && (!type || !EqualsIgnoreCase(*type, only_))) return std::nullopt;
  if (threshold_ && value && *value < *threshold_) return std::nullopt;
  if (rules_.empty()) return 1.0F;
  const auto rule = rules_.find(type.value_or(""));
  if (rule == rules_.end()) return std::nullopt;
  if (rule->second.threshold && value && *value < *rule->second.threshold) return std::nullopt;
  return static_cast<float>(rule->second.weight);
}

}  // namespace portside::personalize
