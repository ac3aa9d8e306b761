// SPDX-License-Identifier: Apache-2.0
//
// EventRules: which events count for a solution, and how much: its eventType, and of its
// solutionConfig eventValueThreshold and eventsConfig. What was trained on and what came since then
// are judged alike.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "portside/base/json.h"

namespace portside::personalize {

class EventRules {
 public:
  // `event_type` empty: all types.
  EventRules(std::string event_type, const Json& solution_config);

  // From zero to one; nothing: the event does not count. Where types are listed, the others do not.
  // Nothing as `type` or `value`: the event has none.
  [[nodiscard]] std::optional<float> WeightOf(const std::optional<std::string_view>& type,
                                              std::optional<double> value) const;

 private:
  struct Rule {
    std::optional<double> threshold;
    double weight = 1;
  };
  std::string only_;
  std::optional<double> threshold_;
  std::map<std::string, Rule, std::less<>> rules_;
};

}  // namespace portside::personalize
