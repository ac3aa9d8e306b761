// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/tuning/trials.h"

#include <algorithm>

#include "portside/aws/arn.h"
#include "portside/base/random.h"
#include "portside/jobs/scheduler.h"
#include "services/sagemaker/jobs/training_job.h"
#include "services/sagemaker/tuning/trial_values.h"
#include "services/sagemaker/tuning/tuning_job.h"

namespace portside::sagemaker {
namespace {

// Members of a definition that are a training job's.
constexpr const char* kShared[] = {"RoleArn",
                                   "InputDataConfig",
                                   "VpcConfig",
                                   "OutputDataConfig",
                                   "ResourceConfig",
                                   "StoppingCondition",
                                   "EnableNetworkIsolation",
                                   "EnableInterContainerTrafficEncryption",
                                   "EnableManagedSpotTraining",
                                   "CheckpointConfig",
                                   "RetryStrategy",
                                   "Environment"};

// Recorded.
constexpr const char* kAllFailed =
    "All training jobs failed. Please take a look at the training jobs failures to get more "
    "details.";

// "tj-1-017-ab2e9b77"
std::string TrialName(const Resource& tuning, std::int64_t number, Random& random) {
  std::string digits = std::to_string(number);
  digits.insert(0, digits.size() < 3 ? 3 - digits.size() : 0, '0');
  return tuning.name + "-" + digits + "-" + random.Hex(8);
}

void Count(Json& document, const char* counters, const std::string& which, std::int64_t by) {
  Json& counter = document[counters][which];
  counter = counter.get<std::int64_t>() + by;
}

Resource MakeTrial(const Resource& tuning, std::int64_t number, std::uint64_t seed) {
  const Json& document = tuning.document;
  Random random(StableHash(tuning.arn + "#" + std::to_string(number), seed));
  const std::vector<Json> definitions = DefinitionsOf(document);
  const auto count = static_cast<std::int64_t>(definitions.size());
  // In turns; each counts its own.
  const Json& definition = definitions[static_cast<std::size_t>((number - 1) % count)];
  const std::string strategy = StringOr(document.at("HyperParameterTuningJobConfig"), "Strategy");
  const Json tuned =
      ChooseValues(RangesOf(document, definition), strategy, (number - 1) / count + 1,
                   document.value("BestValues", Json()), random);
  Resource trial;
  trial.name = TrialName(tuning, number, random);
  trial.account = tuning.account;
  trial.region = tuning.region;
  trial.arn = MakeArn("sagemaker", tuning.region, tuning.account, "training-job/" + trial.name);
  trial.parent = tuning.arn;
  trial.tags = tuning.tags;
  trial.document = TrainingInputOf(definition);
  Json parameters = definition.value("StaticHyperParameters", Json::object());
  parameters.update(tuned);
  trial.document["HyperParameters"] = std::move(parameters);
  trial.document["TuningJobArn"] = tuning.arn;
  trial.document["TuningJobName"] = tuning.name;
  trial.document["TunedHyperParameters"] = tuned;
  trial.document["Objective"] = ObjectiveOf(document, definition);
  if (definition.contains("DefinitionName")) {
    trial.document["TrainingJobDefinitionName"] = definition.at("DefinitionName");
  }
  CompleteTraining(trial.document);
  return trial;
}

// As many as may run at once, and are left.
void BeginTrials(Resource& tuning, Scheduler& jobs) {
  Json& document = tuning.document;
  const Json& limits = document.at("HyperParameterTuningJobConfig").at("ResourceLimits");
  const auto parallel = limits.at("MaxParallelTrainingJobs").get<std::size_t>();
  const std::int64_t trials = TrialsOf(document);
  Json& running = document["Running"];
  std::int64_t begun = document.at("Begun").get<std::int64_t>();
  while (running.size() < parallel && begun < trials && !document.value("IsEnough", false)) {
    Resource trial = MakeTrial(tuning, ++begun, jobs.seed());
    trial.created_at = tuning.updated_at;
    running.push_back(trial.arn);
    Count(document, "TrainingJobStatusCounters", "InProgress", 1);
    Count(document, "ObjectiveStatusCounters", "Pending", 1);
    jobs.Submit(kTrainingJob, std::move(trial));
  }
  document["Begun"] = begun;
}

bool IsBetter(const Json& document, const Json& summary) {
  const auto best = document.find("BestTrainingJob");
  if (best == document.end()) return true;
  constexpr const char* kMetric = "FinalHyperParameterTuningJobObjectiveMetric";
  const double now = summary.at(kMetric).at("Value").get<double>();
  const double before = best->at(kMetric).at("Value").get<double>();
  return StringOr(summary.at(kMetric), "Type") == "Minimize" ? now < before : now > before;
}

// TuningJobCompletionCriteria: whether no more trials are to begin.
bool IsEnough(const Json& document) {
  const Json& config = document.at("HyperParameterTuningJobConfig");
  const auto criteria = config.find("TuningJobCompletionCriteria");
  const auto best = document.find("BestTrainingJob");
  if (criteria == config.end() || best == document.end()) return false;
  const Json& metric = best->at("FinalHyperParameterTuningJobObjectiveMetric");
  if (const auto target = criteria->find("TargetObjectiveMetricValue"); target != criteria->end()) {
    const double value = metric.at("Value").get<double>();
    const double wanted = target->get<double>();
    if (StringOr(metric, "Type") == "Minimize" ? value <= wanted : value >= wanted) return true;
  }
  const Json improving = criteria->value("BestObjectiveNotImproving", Json::object());
  const auto most = improving.find("MaxNumberOfTrainingJobsNotImproving");
  return most != improving.end() &&
         document.at("NotImproving").get<std::int64_t>() >= most->get<std::int64_t>();
}

void TakeObjective(Json& document, const Json& summary) {
  Count(document, "ObjectiveStatusCounters", "Pending", -1);
  if (StringOr(summary, "ObjectiveStatus") != "Succeeded") {
    return Count(document, "ObjectiveStatusCounters", "Failed", 1);
  }
  Count(document, "ObjectiveStatusCounters", "Succeeded", 1);
  if (IsBetter(document, summary)) {
    document["BestTrainingJob"] = summary;
    document["BestValues"] = summary.at("TunedHyperParameters");
    document["NotImproving"] = 0;
  } else {
    document["NotImproving"] = document.at("NotImproving").get<std::int64_t>() + 1;
  }
  if (IsEnough(document)) document["IsEnough"] = true;
}

// Which counter an ended trial is counted by. Retries are the real service's own; here the word
// says whose fault it was.
std::string CounterOf(const Resource& trial) {
  if (trial.attribute == "Completed") return "Completed";
  if (trial.attribute == "Stopped") return "Stopped";
  const std::string reason = StringOr(trial.document, "FailureReason");
  const bool is_services =
      reason.starts_with("InternalServerError") || reason.starts_with("CapacityError");
  return is_services ? "RetryableError" : "NonRetryableError";
}

void TakeTrial(Resource& tuning, const Resource& trial) {
  Json& document = tuning.document;
  Json& running = document["Running"];
  const auto found = std::find(running.begin(), running.end(), Json(trial.arn));
  if (found != running.end()) running.erase(found);
  Count(document, "TrainingJobStatusCounters", "InProgress", -1);
  Count(document, "TrainingJobStatusCounters", CounterOf(trial), 1);
  if (const auto begun = trial.Entered("Downloading")) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(trial.updated_at - *begun);
    document["RuntimeInSeconds"] = document.at("RuntimeInSeconds").get<std::int64_t>() +
                                   std::max<std::int64_t>(1, seconds.count());
  }
  TakeObjective(document, TrialSummary(trial));
}

// Where all trials are over: the state that the tuning job ends in; empty: it goes on.
std::string_view EndOf(const Resource& tuning) {
  const Json& document = tuning.document;
  if (!document.at("Running").empty()) return {};
  if (tuning.state == "Stopping") return "Stopped";
  const Json& counters = document.at("TrainingJobStatusCounters");
  const bool is_any = counters.at("Completed") != 0 || counters.at("Stopped") != 0;
  return is_any ? "Completed" : "Failed";
}

}  // namespace

void TrialMoved(const Resource& job, Scheduler& jobs, Stores& stores) {
  const auto arn = job.document.find("TuningJobArn");
  if (arn == job.document.end() || !kTrainingJob.Find(job.state)->next.empty()) return;
  const ResourcePtr found = stores.resources.Find(arn->get_ref<const std::string&>());
  // Deleted, or ended by a test's order: its trials go on alone.
  if (found == nullptr || (found->state != "InProgress" && found->state != "Stopping")) return;
  Resource tuning = *found;
  TakeTrial(tuning, job);
  if (tuning.state == "InProgress") BeginTrials(tuning, jobs);
  const std::string_view end = EndOf(tuning);
  if (end.empty()) {
    stores.resources.Update(std::move(tuning));
    return;
  }
  if (end == "Failed") tuning.document["FailureReason"] = kAllFailed;
  jobs.Enter(kTuningJob, std::move(tuning), end);
}

void TuningMoved(const Resource& tuning, Scheduler& jobs, Stores& stores) {
  if (tuning.state == "InProgress") {
    Resource begun = tuning;
    BeginTrials(begun, jobs);
    stores.resources.Update(std::move(begun));
    return;
  }
  if (tuning.state != "Stopping" && tuning.state != "Failed") return;
  const std::vector<std::string> running = tuning.document.at("Running");
  for (const std::string& arn : running) {
    const ResourcePtr trial = stores.resources.Find(arn);
    if (trial != nullptr) jobs.Command(kTrainingJob, JobVerb::kStop, *trial);
  }
  if (tuning.state == "Stopping" && running.empty()) jobs.Enter(kTuningJob, tuning, "Stopped");
}

Json TrialSummary(const Resource& trial) {
  const Json& document = trial.document;
  Json summary = {{"TrainingJobName", trial.name},
                  {"TrainingJobArn", trial.arn},
                  {"TuningJobName", document.at("TuningJobName")},
                  {"CreationTime", ToEpochSeconds(trial.created_at)},
                  {"TrainingJobStatus", trial.attribute},
                  {"TunedHyperParameters", document.at("TunedHyperParameters")}};
  for (const char* member : {"TrainingJobDefinitionName", "FailureReason"}) {
    const auto found = document.find(member);
    if (found != document.end()) summary[member] = *found;
  }
  if (const auto begun = trial.Entered("Downloading")) {
    summary["TrainingStartTime"] = ToEpochSeconds(*begun);
  }
  const bool is_over = kTrainingJob.Find(trial.state)->next.empty();
  if (is_over) summary["TrainingEndTime"] = ToEpochSeconds(trial.updated_at);
  summary["ObjectiveStatus"] = is_over ? "Failed" : "Pending";
  const Json& objective = document.at("Objective");
  const auto metrics = document.find("FinalMetricDataList");
  if (!is_over || metrics == document.end()) return summary;
  for (const Json& metric : *metrics) {
    if (metric.at("MetricName") != objective.at("MetricName")) continue;
    summary["FinalHyperParameterTuningJobObjectiveMetric"] = objective;
    summary["FinalHyperParameterTuningJobObjectiveMetric"]["Value"] = metric.at("Value");
    summary["ObjectiveStatus"] = "Succeeded";
  }
  return summary;
}

Json TrainingInputOf(const Json& definition) {
  Json input = Json::object();
  for (const char* member : kShared) {
    const auto found = definition.find(member);
    if (found != definition.end()) input[member] = *found;
  }
  input["AlgorithmSpecification"] = definition.at("AlgorithmSpecification");
  const auto tuned = definition.find("HyperParameterTuningResourceConfig");
  if (tuned != definition.end()) {
    // Of several kinds of instances the first is taken.
    Json resources = *tuned;
    const auto instances = resources.find("InstanceConfigs");
    if (instances != resources.end()) resources.update(Json(instances->front()));
    resources.erase("InstanceConfigs");
    resources.erase("AllocationStrategy");
    input["ResourceConfig"] = std::move(resources);
  }
  return input;
}

std::vector<Json> DefinitionsOf(const Json& document) {
  if (document.contains("TrainingJobDefinition")) return {document.at("TrainingJobDefinition")};
  return document.value("TrainingJobDefinitions", std::vector<Json>());
}

const Json& RangesOf(const Json& document, const Json& definition) {
  static const Json kNone = Json::object();
  const auto own = definition.find("HyperParameterRanges");
  if (own != definition.end()) return *own;
  const Json& config = document.at("HyperParameterTuningJobConfig");
  const auto common = config.find("ParameterRanges");
  return common == config.end() ? kNone : *common;
}

Json ObjectiveOf(const Json& document, const Json& definition) {
  if (definition.contains("TuningObjective")) return definition.at("TuningObjective");
  return document.at("HyperParameterTuningJobConfig")
      .value("HyperParameterTuningJobObjective", Json::object());
}

std::int64_t TrialsOf(const Json& document) {
  const Json& config = document.at("HyperParameterTuningJobConfig");
  const auto given = config.at("ResourceLimits").find("MaxNumberOfTrainingJobs");
  if (given != config.at("ResourceLimits").end()) return given->get<std::int64_t>();
  double most = 0;
  for (const Json& definition : DefinitionsOf(document)) {
    most += CombinationsOf(RangesOf(document, definition)).value_or(kMostTrials);
  }
  return static_cast<std::int64_t>(std::min<double>(most, kMostTrials));
}

}  // namespace portside::sagemaker
