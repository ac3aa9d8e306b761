// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/tuning/early_stopping.h"

#include <algorithm>
#include <vector>

namespace portside::sagemaker {
namespace {

// Nothing is documented of these. A median of fewer trials says little, and what is kept of each
// has an end, so that no document grows with its trials.
constexpr std::size_t kFewestTrials = 3;
constexpr std::size_t kMostTrials = 50;  // the last ones
constexpr std::size_t kMostValues = 20;  // the first ones of each

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

}  // namespace

Json MediansOf(const Json& tuning_document) {
  Json medians = Json::array();
  const auto all = tuning_document.find("Averages");
  if (all == tuning_document.end()) return medians;
  for (std::size_t i = 0; i < kMostValues; ++i) {
    std::vector<double> values;
    for (const Json& averages : *all) {
      if (i < averages.size()) values.push_back(averages[i].get<double>());
    }
    if (values.size() < kFewestTrials) break;
    medians.push_back(Median(std::move(values)));
  }
  return medians;
}

void KeepAverages(Json& tuning_document, const Json& trial_document) {
  const auto averages = trial_document.find("ObjectiveAverages");
  if (averages == trial_document.end() || averages->empty()) return;
  Json& all = tuning_document["Averages"];
  all.push_back(*averages);
  if (all.size() > kMostTrials) all.erase(0);
}

EarlyStopping::EarlyStopping(const Json& trial_document) {
  const auto medians = trial_document.find("EarlyStopping");
  if (medians == trial_document.end()) return;
  const Json& objective = trial_document.at("Objective");
  metric_ = StringOr(objective, "MetricName");
  is_low_ = StringOr(objective, "Type") == "Minimize";
  medians_ = *medians;
  averages_ = Json::array();
}

bool EarlyStopping::Look(const std::string& metric, double value) {
  if (averages_.is_null() || metric != metric_ || averages_.size() >= kMostValues) return stops_;
  const std::size_t number = averages_.size();
  sum_ += value;
  averages_.push_back(sum_ / static_cast<double>(number + 1));
  if (number < medians_.size()) {
    const double median = medians_[number].get<double>();
    stops_ = stops_ || (is_low_ ? value > median : value < median);
  }
  return stops_;
}

void EarlyStopping::Tell(Json& document, std::string_view& next) const {
  if (averages_.is_null()) return;
  document["ObjectiveAverages"] = averages_;
  if (stops_) next = "Stopping";
}

}  // namespace portside::sagemaker
