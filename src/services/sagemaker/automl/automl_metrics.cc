// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/automl/automl_metrics.h"

#include <algorithm>
#include <cmath>

#include "portside/base/random.h"

namespace portside::sagemaker {
namespace {

// Documented, and which is the default.
constexpr std::string_view kBinary[] = {"F1",        "Accuracy", "AUC", "BalancedAccuracy",
                                        "Precision", "Recall"};
constexpr std::string_view kMulticlass[] = {"Accuracy", "BalancedAccuracy", "F1macro",
                                            "PrecisionMacro", "RecallMacro"};
constexpr std::string_view kRegression[] = {"MSE", "MAE", "R2", "RMSE"};
constexpr std::string_view kPictureOrText[] = {"Accuracy"};
constexpr std::string_view kTimeSeries[] = {"AverageWeightedQuantileLoss", "RMSE", "MASE", "MAPE",
                                            "WAPE"};

// Metrics that are no objectives: AutoMLMetricEnum lacks them.
constexpr std::string_view kBeside[] = {"LogLoss", "InferenceLatency"};
constexpr std::string_view kLatency[] = {"InferenceLatency"};
constexpr std::string_view kGeneration[] = {
    "ValidationLoss", "TrainingLoss", "Perplexity", "Rouge1", "Rouge2", "RougeL", "RougeLSum"};

struct Problem {
  std::string_view name;
  std::span<const std::string_view> objectives;
  std::span<const std::string_view> others;
};
constexpr Problem kProblems[] = {
    {"BinaryClassification", kBinary, kBeside}, {"MulticlassClassification", kMulticlass, kBeside},
    {"Regression", kRegression, kLatency},      {"ImageClassification", kPictureOrText, {}},
    {"TextClassification", kPictureOrText, {}}, {"TimeSeriesForecasting", kTimeSeries, {}},
    {"TextGeneration", {}, kGeneration},
};

const Problem& Find(std::string_view name) {
  static constexpr Problem kNone{};
  const auto* found = std::find_if(std::begin(kProblems), std::end(kProblems),
                                   [name](const Problem& one) { return one.name == name; });
  return found == std::end(kProblems) ? kNone : *found;
}

// From bad to good.
struct Range {
  std::string_view metric;
  double worst, best;
};
constexpr Range kErrors[] = {
    {"MSE", 1.21, 0.01},
    {"RMSE", 1.1, 0.1},
    {"MAE", 0.9, 0.08},
    {"MASE", 1.4, 0.4},
    {"MAPE", 0.5, 0.03},
    {"WAPE", 0.45, 0.03},
    {"AverageWeightedQuantileLoss", 0.4, 0.02},
    {"LogLoss", 0.69, 0.05},
    {"InferenceLatency", 0.4, 0.05},
    {"ValidationLoss", 2.2, 0.8},
    {"TrainingLoss", 2.0, 0.6},
    {"Perplexity", 9.0, 2.2},
};

const Range* FindError(std::string_view metric) {
  const auto* found = std::find_if(std::begin(kErrors), std::end(kErrors),
                                   [metric](const Range& one) { return one.metric == metric; });
  return found == std::end(kErrors) ? nullptr : found;
}

}  // namespace

std::span<const std::string_view> ObjectivesOf(std::string_view problem) {
  return Find(problem).objectives;
}

bool IsMinimized(std::string_view metric) { return FindError(metric) != nullptr; }

double MetricValue(std::string_view metric, double quality) {
  double value = 0;
  if (const Range* error = FindError(metric); error != nullptr) {
    value = error->worst + (error->best - error->worst) * quality;
    // The mean of squares, of the same errors.
    if (metric == "MSE") value = std::pow(MetricValue("RMSE", quality), 2);
  } else {
    // Each score begins elsewhere, so that no two are equal.
    const double worst = 0.5 + static_cast<double>(StableHash(metric) % 100) / 1000;
    value = worst + (0.99 - worst) * quality;
  }
  return static_cast<double>(static_cast<float>(value));
}

Json CandidateMetricsOf(std::string_view problem, double quality) {
  const Problem& known = Find(problem);
  Json metrics = Json::array();
  for (const std::string_view metric : known.objectives) {
    metrics.push_back({{"MetricName", metric},
                       {"StandardMetricName", metric},
                       {"Value", MetricValue(metric, quality)},
                       {"Set", "Validation"}});
  }
  for (const std::string_view metric : known.others) {
    metrics.push_back({{"StandardMetricName", metric},
                       {"Value", MetricValue(metric, quality)},
                       {"Set", metric == "TrainingLoss" ? "Train" : "Validation"}});
  }
  return metrics;
}

}  // namespace portside::sagemaker
