// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace portside::sagemaker_geospatial {
namespace {

struct NamedStatistic {
  std::string_view name;
  Statistic statistic;
};
constexpr NamedStatistic kStatistics[] = {
    {"MEAN", Statistic::kMean},
    {"MEDIAN", Statistic::kMedian},
    {"STANDARD_DEVIATION", Statistic::kStandardDeviation},
    {"MAX", Statistic::kMax},
    {"MIN", Statistic::kMin},
    {"SUM", Statistic::kSum},
};

double Sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

double Median(std::vector<double>& values) {
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

double Deviation(const std::vector<double>& values) {
  const double mean = Sum(values) / static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size()));
}

}  // namespace

std::optional<Statistic> StatisticOf(std::string_view name) {
  const auto found = std::ranges::find(kStatistics, name, &NamedStatistic::name);
  if (found == std::end(kStatistics)) return std::nullopt;
  return found->statistic;
}

double Compute(Statistic statistic, std::vector<double>& values) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  switch (statistic) {
    case Statistic::kMean: return Sum(values) / static_cast<double>(values.size());
    case Statistic::kMedian: return Median(values);
    case Statistic::kStandardDeviation: return Deviation(values);
    case Statistic::kMax: return std::ranges::max(values);
    case Statistic::kMin: return std::ranges::min(values);
    case Statistic::kSum: return Sum(values);
  }
  return 0;
}

}  // namespace portside::sagemaker_geospatial
