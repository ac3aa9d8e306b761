// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/tuning/trial_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

namespace portside::sagemaker {
namespace {

// Trials that Bayesian draws before it looks at the best one, how often it then looks, and how far
// from it it goes, in shares of a range.
constexpr std::int64_t kFirstDraws = 3;
constexpr double kNearBest = 0.7;
constexpr double kReach = 0.15;

const Json& ListOf(const Json& ranges, const char* name) {
  static const Json kNone = Json::array();
  const auto found = ranges.find(name);
  return found == ranges.end() ? kNone : *found;
}

std::optional<double> NumberIn(const Json& range, const char* member) {
  const std::string text = StringOr(range, member);
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !std::isfinite(number)) {
    return std::nullopt;
  }
  return number;
}

// A range's scale: numbers to 0 … 1 and back.
class Scale {
 public:
  explicit Scale(const Json& range)
      : low_(NumberIn(range, "MinValue").value_or(0)),
        high_(NumberIn(range, "MaxValue").value_or(0)),
        type_(StringOr(range, "ScalingType", "Linear")) {}

  [[nodiscard]] double At(double share) const {
    const double from = Bend(low_), to = Bend(high_);
    return std::clamp(Unbend(from + share * (to - from)), low_, high_);
  }
  [[nodiscard]] double ShareOf(double value) const {
    const double from = Bend(low_), to = Bend(high_);
    return to == from ? 0 : std::clamp((Bend(value) - from) / (to - from), 0.0, 1.0);
  }

 private:
  [[nodiscard]] double Bend(double value) const {
    if (type_ == "Logarithmic") return std::log(value);
    if (type_ == "ReverseLogarithmic") return -std::log(1 - value);
    return value;
  }
  [[nodiscard]] double Unbend(double bent) const {
    if (type_ == "Logarithmic") return std::exp(bent);
    if (type_ == "ReverseLogarithmic") return 1 - std::exp(-bent);
    return bent;
  }

  double low_, high_;
  std::string type_;
};

std::string Text(double number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return {text.data(), end};
}

class Chooser {
 public:
  Chooser(const Json& best, bool is_near, Random& random)
      : best_(best), is_near_(is_near), random_(random) {}

  std::string Continuous(const Json& range) { return Text(Scale(range).At(Share(range))); }
  std::string Integer(const Json& range) {
    return std::to_string(std::llround(Scale(range).At(Share(range))));
  }
  std::string Category(const Json& range) {
    const std::string name = StringOr(range, "Name");
    const Json& values = range.at("Values");
    // The best one may be of another tuning job, whose ranges were others.
    const bool has_best = is_near_ && best_.contains(name) &&
                          std::find(values.begin(), values.end(), best_.at(name)) != values.end();
    if (has_best && random_.Unit() < 1 - kReach) return best_.at(name).get<std::string>();
    return values[random_.Below(values.size())].get<std::string>();
  }

 private:
  double Share(const Json& range) {
    const std::string name = StringOr(range, "Name");
    if (!is_near_ || !best_.contains(name)) return random_.Unit();
    const auto value = NumberIn(best_, name.c_str());
    const double off = (random_.Unit() + random_.Unit() - 1) * kReach;
    return std::clamp(Scale(range).ShareOf(value.value_or(0)) + off, 0.0, 1.0);
  }

  const Json& best_;
  bool is_near_;
  Random& random_;
};

Json GridValues(const Json& categories, std::int64_t number) {
  Json values = Json::object();
  auto left = static_cast<std::uint64_t>(number - 1);
  for (auto range = categories.rbegin(); range != categories.rend(); ++range) {
    const Json& choices = range->at("Values");
    values[StringOr(*range, "Name")] = choices[left % choices.size()];
    left /= choices.size();
  }
  return values;
}

Expected<void, std::string> CheckNumbers(const Json& range, bool is_integer) {
  const std::string name = StringOr(range, "Name");
  const auto low = NumberIn(range, "MinValue"), high = NumberIn(range, "MaxValue");
  if (!low || !high) {
    return Fail("The range of " + name + " must have numbers as MinValue and MaxValue.");
  }
  if (is_integer && (*low != std::floor(*low) || *high != std::floor(*high))) {
    return Fail("The range of " + name + " must have integers as MinValue and MaxValue.");
  }
  if (*low >= *high) {
    return Fail("The range of " + name + " must have a MinValue (" + StringOr(range, "MinValue") +
                ") less than its MaxValue (" + StringOr(range, "MaxValue") + ").");
  }
  const std::string type = StringOr(range, "ScalingType", "Linear");
  if (type == "Logarithmic" && *low <= 0) {
    return Fail("The range of " + name +
                " must be greater than 0 for the ScalingType Logarithmic.");
  }
  if (type == "ReverseLogarithmic" && (is_integer || *low < 0 || *high >= 1)) {
    return Fail("The range of " + name +
                " must be continuous, from 0 to less than 1, for the ScalingType "
                "ReverseLogarithmic.");
  }
  return {};
}

}  // namespace

Json ChooseValues(const Json& ranges, const std::string& strategy, std::int64_t number,
                  const Json& best, Random& random) {
  const Json& categories = ListOf(ranges, "CategoricalParameterRanges");
  if (strategy == "Grid") return GridValues(categories, number);
  const bool is_near = strategy == "Bayesian" && number > kFirstDraws && best.is_object() &&
                       random.Unit() < kNearBest;
  Chooser chooser(best, is_near, random);
  Json values = Json::object();
  for (const Json& range : ListOf(ranges, "IntegerParameterRanges")) {
    values[StringOr(range, "Name")] = chooser.Integer(range);
  }
  for (const Json& range : ListOf(ranges, "ContinuousParameterRanges")) {
    values[StringOr(range, "Name")] = chooser.Continuous(range);
  }
  for (const Json& range : categories) values[StringOr(range, "Name")] = chooser.Category(range);
  return values;
}

std::optional<double> CombinationsOf(const Json& ranges) {
  if (!ListOf(ranges, "ContinuousParameterRanges").empty()) return std::nullopt;
  double count = 1;
  for (const Json& range : ListOf(ranges, "IntegerParameterRanges")) {
    count *= NumberIn(range, "MaxValue").value_or(0) - NumberIn(range, "MinValue").value_or(0) + 1;
  }
  for (const Json& range : ListOf(ranges, "CategoricalParameterRanges")) {
    count *= static_cast<double>(range.at("Values").size());
  }
  return count;
}

Expected<void, std::string> CheckRanges(const Json& ranges) {
  std::set<std::string> names;
  for (const char* list :
       {"IntegerParameterRanges", "ContinuousParameterRanges", "CategoricalParameterRanges"}) {
    for (const Json& range : ListOf(ranges, list)) {
      const std::string name = StringOr(range, "Name");
      if (!names.insert(name).second) return Fail("There are two ranges of " + name + ".");
      if (!range.contains("Values")) {
        TRY(CheckNumbers(range, std::string_view(list) == "IntegerParameterRanges"));
        continue;
      }
      std::set<std::string> values;
      for (const Json& value : range.at("Values")) {
        if (values.insert(value.get<std::string>()).second) continue;
        return Fail("The range of " + name + " has the value " + value.get<std::string>() +
                    " twice.");
      }
    }
  }
  return {};
}

}  // namespace portside::sagemaker
