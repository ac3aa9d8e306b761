// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/tuning/autotune.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

#include "services/sagemaker/jobs/job_document.h"

namespace portside::sagemaker {
namespace {

// A fraction's range goes down to this part of its hint and up to as many times it.
constexpr double kSpread = 10;

template <typename Number>
std::optional<Number> Read(const std::string& text) {
  Number number{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

Json Range(const std::string& name, const std::string& low, const std::string& high,
           const char* scale) {
  return {{"Name", name}, {"MinValue", low}, {"MaxValue", high}, {"ScalingType", scale}};
}

std::string Text(double number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return {text.data(), end};
}

// From half of it to twice as much; of 0 and 1 the few around them.
Json IntegerRange(const std::string& name, std::int64_t hint) {
  const std::int64_t low = hint > 0 ? std::max<std::int64_t>(1, hint / 2) : hint * 2;
  const std::int64_t high = hint > 0 ? hint * 2 : std::max(hint / 2, low + 1);
  return Range(name, std::to_string(low), std::to_string(high), "Linear");
}

// Of a share between 0 and 1 it stays one.
Json FractionRange(const std::string& name, double hint) {
  if (hint <= 0) return Range(name, Text(hint * 2), Text(hint == 0 ? 1 : hint / 2), "Linear");
  const double high = hint < 1 ? std::min(1.0, hint * kSpread) : hint * kSpread;
  return Range(name, Text(hint / kSpread), Text(high), "Logarithmic");
}

// A word is no number to look around: "if it is eligible" is what the model says. true and false
// are both tried, any other word stays what it is.
Json Words(const std::string& name, const std::string& hint) {
  Json values = Json::array({hint});
  if (hint == "true" || hint == "false") values = Json::array({"true", "false"});
  if (hint == "True" || hint == "False") values = Json::array({"True", "False"});
  return {{"Name", name}, {"Values", values}};
}

void AddRanges(Json& ranges) {
  constexpr std::int64_t kLargest = 1'000'000'000'000;  // twice as much is a number still
  const auto automatic = ranges.find("AutoParameters");
  if (automatic == ranges.end()) return;
  const Json parameters = *automatic;
  for (const Json& parameter : parameters) {
    const std::string name = StringOr(parameter, "Name"), hint = StringOr(parameter, "ValueHint");
    const auto whole = Read<std::int64_t>(hint);
    const auto number = Read<double>(hint);
    if (whole && std::abs(*whole) < kLargest) {
      ranges["IntegerParameterRanges"].push_back(IntegerRange(name, *whole));
    } else if (number && std::isfinite(*number) && std::abs(*number) < 1e300) {
      ranges["ContinuousParameterRanges"].push_back(FractionRange(name, *number));
    } else {
      ranges["CategoricalParameterRanges"].push_back(Words(name, hint));
    }
  }
}

}  // namespace

void ApplyAutotune(Json& document) {
  if (!document.contains("Autotune")) return;
  Json& config = document["HyperParameterTuningJobConfig"];
  if (config.contains("ParameterRanges")) AddRanges(config["ParameterRanges"]);
  if (document.contains("TrainingJobDefinition") &&
      document["TrainingJobDefinition"].contains("HyperParameterRanges")) {
    AddRanges(document["TrainingJobDefinition"]["HyperParameterRanges"]);
  }
  if (document.contains("TrainingJobDefinitions")) {
    for (Json& definition : document["TrainingJobDefinitions"]) {
      if (definition.contains("HyperParameterRanges"))
        AddRanges(definition["HyperParameterRanges"]);
    }
  }
  // Hyperband stops its trials itself, and must not be given another rule.
  if (StringOr(config, "Strategy") != "Hyperband") {
    SetIfAbsent(config, "TrainingJobEarlyStoppingType", "Auto");
  }
  SetIfAbsent(config, "TuningJobCompletionCriteria", Json::object());
  SetIfAbsent(config["TuningJobCompletionCriteria"], "ConvergenceDetected",
              {{"CompleteOnConvergence", "Enabled"}});
}

}  // namespace portside::sagemaker
