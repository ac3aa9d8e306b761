// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/tuning/tuning_progress.h"

#include <cmath>

namespace portside::sagemaker {
namespace {

constexpr const char* kMetric = "FinalHyperParameterTuningJobObjectiveMetric";

// "A lack of significant improvement (1% or less)" is documented; after how many trials of that it
// is called convergence is not, and chosen.
constexpr double kImprovement = 0.01;
constexpr std::int64_t kTrialsToConverge = 10;

double ValueOf(const Json& summary) { return summary.at(kMetric).at("Value").get<double>(); }

// By more than 1% of what was best before.
bool Improves(const Json& summary, const Json& best) {
  const double before = ValueOf(best);
  return IsBetter(summary, best) &&
         std::abs(ValueOf(summary) - before) > kImprovement * std::abs(before);
}

// TuningJobCompletionCriteria: whether no more trials are to begin.
bool IsEnough(const Json& document) {
  const Json& config = document.at("HyperParameterTuningJobConfig");
  const auto criteria = config.find("TuningJobCompletionCriteria");
  const auto best = document.find("BestTrainingJob");
  if (criteria == config.end() || best == document.end()) return false;
  if (const auto target = criteria->find("TargetObjectiveMetricValue"); target != criteria->end()) {
    const double value = ValueOf(*best);
    const double wanted = target->get<double>();
    const bool is_low = StringOr(best->at(kMetric), "Type") == "Minimize";
    if (is_low ? value <= wanted : value >= wanted) return true;
  }
  const Json converged = criteria->value("ConvergenceDetected", Json::object());
  if (StringOr(converged, "CompleteOnConvergence") == "Enabled" &&
      document.contains("ConvergedAt")) {
    return true;
  }
  const Json improving = criteria->value("BestObjectiveNotImproving", Json::object());
  const auto most = improving.find("MaxNumberOfTrainingJobsNotImproving");
  return most != improving.end() &&
         document.at("NotImproving").get<std::int64_t>() >= most->get<std::int64_t>();
}

// Whether the summary takes the place of the one that the member holds.
bool Replaces(Json& document, const char* member, const Json& summary) {
  const auto best = document.find(member);
  if (best != document.end() && !IsBetter(summary, *best)) return false;
  document[member] = summary;
  return true;
}

}  // namespace

void Count(Json& document, const char* counters, const std::string& which, std::int64_t by) {
  Json& counter = document[counters][which];
  counter = counter.get<std::int64_t>() + by;
}

bool IsBetter(const Json& summary, const Json& than) {
  const bool is_low = StringOr(summary.at(kMetric), "Type") == "Minimize";
  return is_low ? ValueOf(summary) < ValueOf(than) : ValueOf(summary) > ValueOf(than);
}

void TakeObjective(Json& document, const Json& summary, Timestamp at) {
  Count(document, "ObjectiveStatusCounters", "Pending", -1);
  if (StringOr(summary, "ObjectiveStatus") != "Succeeded") {
    return Count(document, "ObjectiveStatusCounters", "Failed", 1);
  }
  Count(document, "ObjectiveStatusCounters", "Succeeded", 1);
  const auto before = document.find("BestTrainingJob");
  const bool improves = before == document.end() || Improves(summary, *before);
  document["NotImproving"] =
      improves ? std::int64_t{0} : document.at("NotImproving").get<std::int64_t>() + 1;
  const bool is_best = Replaces(document, "BestTrainingJob", summary);
  const bool leads =
      document.contains("OverallBest") ? Replaces(document, "OverallBest", summary) : is_best;
  if (leads) document["BestValues"] = summary.at("TunedHyperParameters");
  if (!document.contains("ConvergedAt") &&
      document.at("NotImproving").get<std::int64_t>() >= kTrialsToConverge) {
    document["ConvergedAt"] = ToEpochSeconds(at);
  }
  if (IsEnough(document)) document["IsEnough"] = true;
}

}  // namespace portside::sagemaker
