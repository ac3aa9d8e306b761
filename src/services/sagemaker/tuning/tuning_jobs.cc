// SPDX-License-Identifier: Apache-2.0
//
// What is looked at when a tuning job is created, what its descriptions add, and the list of its
// trials.

#include <algorithm>
#include <charconv>

#include "portside/base/encoding.h"
#include "portside/services/core/pagination.h"
#include "services/sagemaker/jobs/rules.h"
#include "services/sagemaker/jobs/stand_in_metrics.h"
#include "services/sagemaker/jobs/toolkit_parameters.h"
#include "services/sagemaker/jobs/training_job.h"
#include "services/sagemaker/style.h"
#include "services/sagemaker/tuning/autotune.h"
#include "services/sagemaker/tuning/rules.h"
#include "services/sagemaker/tuning/trial_values.h"
#include "services/sagemaker/tuning/tuning_errors.h"
#include "services/sagemaker/tuning/tuning_job.h"
#include "services/sagemaker/tuning/warm_start.h"

namespace portside::sagemaker {
namespace {

constexpr std::int64_t kMostParallel = 100;     // the documented quota
constexpr std::int64_t kMostResource = 20'000;  // epochs of Hyperband, documented
constexpr std::string_view kTooLong = "MAX_RUNTIME";

// A custom algorithm says itself how its metrics are found; of AWS's the service knows.
Result<void> CheckObjective(const Json& input, const Json& definition) {
  const Json objective = ObjectiveOf(input, definition);
  if (objective.empty()) return Fail(NoObjectiveMetric());
  const Json& definitions = MetricDefinitionsOf(definition);
  const bool is_defined = std::any_of(
      definitions.begin(), definitions.end(),
      [&](const Json& metric) { return metric.at("Name") == objective.at("MetricName"); });
  if (!is_defined) return Fail(NoObjectiveMetric());
  return {};
}

Result<void> CheckRangesOf(const Json& input, const Json& ranges) {
  if (ranges.contains("AutoParameters") && !input.contains("Autotune")) {
    return Fail(AutoWithoutAutotune());
  }
  if (const auto checked = CheckRanges(ranges); !checked) {
    return Fail(ValidationException(checked.error()));
  }
  const Json& config = input.at("HyperParameterTuningJobConfig");
  const auto count = [&ranges](const char* list) {
    return ranges.contains(list) ? ranges.at(list).size() : 0;
  };
  if (StringOr(config, "Strategy") == "Grid" &&
      (count("IntegerParameterRanges") + count("ContinuousParameterRanges") > 0 ||
       count("CategoricalParameterRanges") == 0)) {
    return Fail(GridNeedsCategories());
  }
  return {};
}

// MaxResource, or the documented guess at it; nothing: there is neither.
std::optional<std::int64_t> MaxResourceOf(const Json& hyperband, const Json& definition) {
  if (hyperband.contains("MaxResource")) return hyperband.at("MaxResource").get<std::int64_t>();
  const Json fixed = definition.value("StaticHyperParameters", Json::object());
  for (const char* name : {"epochs", "numepochs", "n-epochs", "n_epochs", "num_epochs"}) {
    const std::string text = StringOr(fixed, name);
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (!text.empty() && read.ec == std::errc() && number > 0) return number;
  }
  return std::nullopt;
}

Result<void> CheckStrategy(const Json& input, const std::vector<Json>& definitions) {
  const Json& config = input.at("HyperParameterTuningJobConfig");
  const std::string strategy = StringOr(config, "Strategy");
  if (strategy != "Hyperband") {
    if (config.contains("StrategyConfig")) return Fail(StrategyConfigWithoutHyperband(strategy));
    return {};
  }
  if (StringOr(config, "TrainingJobEarlyStoppingType") == "Auto") {
    return Fail(HyperbandStopsItself());
  }
  const Json hyperband = config.value("StrategyConfig", Json::object())
                             .value("HyperbandStrategyConfig", Json::object());
  for (const Json& definition : definitions) {
    const auto most = MaxResourceOf(hyperband, definition);
    if (!most) return Fail(NoMaxResource());
    if (*most > kMostResource) {
      return Fail(ResourceOutOfRange("MaxResource", *most, kMostResource));
    }
    const auto least = hyperband.value("MinResource", std::int64_t{1});
    if (least > *most) return Fail(ResourceOutOfRange("MinResource", least, *most));
  }
  return {};
}

Result<void> CheckLimits(const Json& input, const std::vector<Json>& definitions) {
  const Json& limits = input.at("HyperParameterTuningJobConfig").at("ResourceLimits");
  const auto parallel = limits.at("MaxParallelTrainingJobs").get<std::int64_t>();
  if (parallel > kMostParallel) {
    return Fail(TooManyTrials("MaxParallelTrainingJobs", parallel, kMostParallel));
  }
  const auto given = limits.find("MaxNumberOfTrainingJobs");
  if (given == limits.end()) return {};
  const auto jobs = given->get<std::int64_t>();
  double combinations = 0;
  for (const Json& definition : definitions) {
    const auto some = CombinationsOf(RangesOf(input, definition));
    if (!some) return {};
    combinations += *some;
  }
  if (combinations < static_cast<double>(jobs)) {
    return Fail(TooFewCombinations(combinations, jobs));
  }
  return {};
}

void CompleteRanges(Json& ranges) {
  for (const char* list :
       {"IntegerParameterRanges", "ContinuousParameterRanges", "CategoricalParameterRanges"}) {
    Json& some = ranges[list];
    if (some.is_null()) some = Json::array();
    for (Json& range : some) {
      if (!range.contains("Values") && !range.contains("ScalingType")) {
        range["ScalingType"] = "Linear";
      }
    }
  }
}

// Recorded: the containers are told what is looked for, as a hyperparameter that descriptions show;
// as JSON where a framework's estimator of the SDK sends all its values so, which names its script.
void TellObjective(const Json& document, Json& definition) {
  Json& parameters = definition["StaticHyperParameters"];
  if (parameters.is_null()) parameters = Json::object();
  const std::string metric = StringOr(ObjectiveOf(document, definition), "MetricName");
  parameters[kTuningMetric] =
      parameters.contains("sagemaker_program") ? DumpJson(Json(metric)) : metric;
}

// The SDK sends HyperParameterTuningResourceConfig, and reads ResourceConfig where it attaches to a
// tuning job: where both can say the same, both are shown.
void ShowResources(Json& definition) {
  if (definition.contains("ResourceConfig")) return;
  const Json resources = definition.value("HyperParameterTuningResourceConfig", Json::object());
  if (!resources.contains("InstanceType")) return;
  definition["ResourceConfig"] = TrainingInputOf(definition).at("ResourceConfig");
}

void CompleteDefinition(const Json& document, Json& definition) {
  TellObjective(document, definition);
  ShowResources(definition);
  if (definition.contains("HyperParameterRanges")) {
    CompleteRanges(definition["HyperParameterRanges"]);
  }
}

}  // namespace

Result<void> CheckTuningJob(Verb verb, const Json& input, RequestContext& context) {
  if (verb != kCreate) return {};
  const std::string name = StringOr(input, "HyperParameterTuningJobName");
  // Documented: names are unique by their letters alone.
  const ResourcePtr other =
      context.resources.First({.scope = context.Scope(kTuningJob.name), .parent = ToLower(name)});
  if (other != nullptr) {
    return Fail(Refusal(kTuningJobs, &FamilyTexts::exists, context, {.name = other->name}));
  }
  if (input.contains("TrainingJobDefinition") == input.contains("TrainingJobDefinitions")) {
    return Fail(OneOfDefinitions());
  }
  Json complete = input;
  ApplyAutotune(complete);
  const std::vector<Json> definitions = DefinitionsOf(complete);
  for (const Json& definition : definitions) {
    TRY(CheckObjective(complete, definition));
    TRY(CheckRangesOf(complete, RangesOf(complete, definition)));
    TRY(CheckTrainingJob(kCreate, TrainingInputOf(definition), context));
  }
  TRY(CheckStrategy(complete, definitions));
  TRY(CheckLimits(complete, definitions));
  return CheckWarmStart(complete, context);
}

// Recorded answers of Describe.
Result<void> PrepareTuningJob(const Json&, Resource& job, RequestContext& context) {
  Json& document = job.document;
  job.parent = ToLower(job.name);
  ApplyAutotune(document);
  Json& config = document["HyperParameterTuningJobConfig"];
  if (config.contains("ParameterRanges")) CompleteRanges(config["ParameterRanges"]);
  if (!config.contains("TrainingJobEarlyStoppingType")) {
    config["TrainingJobEarlyStoppingType"] = "Off";
  }
  if (document.contains("TrainingJobDefinition")) {
    CompleteDefinition(document, document["TrainingJobDefinition"]);
  } else {
    for (Json& definition : document["TrainingJobDefinitions"]) {
      CompleteDefinition(document, definition);
    }
  }
  document["TrainingJobStatusCounters"] = {{"Completed", 0},
                                           {"InProgress", 0},
                                           {"RetryableError", 0},
                                           {"NonRetryableError", 0},
                                           {"Stopped", 0}};
  document["ObjectiveStatusCounters"] = {{"Succeeded", 0}, {"Pending", 0}, {"Failed", 0}};
  document["Running"] = Json::array();
  for (const char* count : {"Begun", "RuntimeInSeconds", "NotImproving"}) document[count] = 0;
  PrepareWarmStart(job, context);
  return {};
}

Json TuningEndTimeOf(const Resource& job, const RequestContext&) {
  if (!kTuningJob.Find(job.state)->next.empty()) return nullptr;
  return ToEpochSeconds(job.updated_at);
}

Json CompletionDetailsOf(const Resource& job, const RequestContext&) {
  Json details = {{"NumberOfTrainingJobsObjectiveNotImproving", job.document.at("NotImproving")}};
  const auto converged = job.document.find("ConvergedAt");
  if (converged != job.document.end()) details["ConvergenceDetectedTime"] = *converged;
  return details;
}

// Of IdenticalDataAndAlgorithm alone, as the model says.
Json OverallBestOf(const Resource& job, const RequestContext&) {
  return job.document.value("OverallBest", Json());
}

std::optional<TimeLimit> TuningTimeLimit(const Resource& job) {
  const Json& limits = job.document.at("HyperParameterTuningJobConfig").at("ResourceLimits");
  const auto most = limits.find("MaxRuntimeInSeconds");
  if (most == limits.end()) return std::nullopt;
  // Since its last change.
  const Timestamp end = job.created_at + std::chrono::seconds(most->get<std::int64_t>());
  return TimeLimit{std::max(end - job.updated_at, Duration(0)),
                   {"The tuning job ran longer than MaxRuntimeInSeconds of its ResourceLimits.",
                    std::string(kTooLong)}};
}

void SetTuningFailure(Json& document, const JobFailure& failure) {
  if (failure.type != kTooLong) SetContainerFailure(document, failure);
}

Json ConsumedResourcesOf(const Resource& job, const RequestContext&) {
  return {{"RuntimeInSeconds", job.document.at("RuntimeInSeconds")}};
}

namespace {

constexpr const char* kMetric = "FinalHyperParameterTuningJobObjectiveMetric";
constexpr std::size_t kPage = 10;  // documented

// By the objective: the trials without one are not in the list. All are looked at, which are at
// most as many as the tuning job was asked for.
Result<Json> ListByObjective(const ResourceQuery& asked, const PageRequest& request,
                             RequestContext& context) {
  ResourceQuery query = asked;
  query.order = ResourceOrder::kCreated;
  query.descending = false;
  query.limit = 1000;
  std::vector<Json> summaries;
  for (;;) {
    const ResourcePage page = context.resources.List(query);
    for (const ResourcePtr& trial : page.resources) {
      Json summary = TrialSummary(*trial);
      if (summary.contains(kMetric)) summaries.push_back(std::move(summary));
    }
    if (!page.next) break;
    query.after = page.next;
  }
  std::stable_sort(summaries.begin(), summaries.end(), [&](const Json& a, const Json& b) {
    const double left = a.at(kMetric).at("Value").get<double>();
    const double right = b.at(kMetric).at("Value").get<double>();
    return asked.descending ? left > right : left < right;
  });
  const auto page = TakePageOf(summaries.size(), asked.limit, request);
  if (!page) return Fail(Refusal(kStyle.list.bad_token, context, {}));
  Json output = {{"TrainingJobSummaries", Json::array()}};
  for (std::size_t i = page->first; i < page->end; ++i) {
    output["TrainingJobSummaries"].push_back(std::move(summaries[i]));
  }
  if (!page->next_token.empty()) output["NextToken"] = page->next_token;
  return output;
}

}  // namespace

Result<Json> ListTrainingJobsForHyperParameterTuningJob(const Json& input,
                                                        RequestContext& context) {
  const ResourcePtr tuning = TRY(FindResource(kTuningJobs, input, context));
  const std::string status = StringOr(input, "StatusEquals");
  const std::string by = StringOr(input, "SortBy", "Name");
  ResourceQuery query{.scope = context.Scope(kTrainingJob.name)};
  query.parent = tuning->arn;
  query.attribute = status;
  query.descending = StringOr(input, "SortOrder") == "Descending";
  query.limit = input.value("MaxResults", kPage);
  query.order = by == "CreationTime" ? ResourceOrder::kCreated
                : by == "Status"     ? ResourceOrder::kAttribute
                                     : ResourceOrder::kName;
  const std::string token = StringOr(input, "NextToken");
  const PageRequest request{
      .token = token,
      .fingerprint = tuning->arn + by + status + (query.descending ? "down" : "up")};
  if (by == "FinalObjectiveMetricValue") return ListByObjective(query, request, context);
  const auto page = TakePage(context.resources, query, request);
  if (!page) return Fail(Refusal(kStyle.list.bad_token, context, {}));
  Json output = {{"TrainingJobSummaries", Json::array()}};
  for (const ResourcePtr& trial : page->resources) {
    output["TrainingJobSummaries"].push_back(TrialSummary(*trial));
  }
  if (!page->next_token.empty()) output["NextToken"] = page->next_token;
  return output;
}

}  // namespace portside::sagemaker
