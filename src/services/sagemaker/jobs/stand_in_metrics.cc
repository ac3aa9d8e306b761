// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/jobs/stand_in_metrics.h"

#include <charconv>
#include <cmath>

#include "portside/base/random.h"

namespace portside::sagemaker {
namespace {

// 0 to 1, of a text.
double Share(const std::string& text, std::uint64_t seed) {
  return static_cast<double>(StableHash(text, seed) >> 11U) * 0x1.0p-53;
}

// A number onto 0 to 1, numbers of all sizes and both signs; of a text its hash.
double Place(const std::string& value, std::uint64_t seed) {
  double number = 0;
  const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
  if (read.ec != std::errc() || read.ptr != value.data() + value.size() || !std::isfinite(number)) {
    return Share(value, seed);
  }
  return 0.5 + std::atan(std::cbrt(number)) / 3.141592653589793;
}

}  // namespace

double StandInMetric(std::string_view metric, const std::map<std::string, std::string>& parameters,
                     std::uint64_t seed) {
  if (parameters.empty()) return Share(std::string(metric), seed);
  double distance = 0;
  for (const auto& [name, value] : parameters) {
    const double best = Share(std::string(metric) + "/" + name, seed);
    const double off = Place(value, seed) - best;
    distance += off * off;
  }
  return std::exp(-4 * distance / static_cast<double>(parameters.size()));
}

Json StandInMetrics(const WorkContext& context) {
  const auto parameters = HyperParametersOf(context.job.document);
  Json metrics = Json::array();
  for (const Json& definition : MetricDefinitionsOf(context.job.document)) {
    const std::string name = StringOr(definition, "Name");
    metrics.push_back(MetricData(name, StandInMetric(name, parameters, context.seed), context.now));
  }
  return metrics;
}

Json MetricData(const std::string& name, double value, Timestamp at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
  return {{"MetricName", name},
          {"Value", static_cast<double>(static_cast<float>(value))},
          {"Timestamp", seconds}};
}

std::map<std::string, std::string> HyperParametersOf(const Json& document) {
  const auto given = document.find("HyperParameters");
  return given == document.end() ? std::map<std::string, std::string>()
                                 : given->get<std::map<std::string, std::string>>();
}

const Json& MetricDefinitionsOf(const Json& document) {
  static const Json kNone = Json::array();
  const auto algorithm = document.find("AlgorithmSpecification");
  if (algorithm == document.end()) return kNone;
  const auto definitions = algorithm->find("MetricDefinitions");
  return definitions == algorithm->end() ? kNone : *definitions;
}

}  // namespace portside::sagemaker
