// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/tuning/trials.h"

#include <algorithm>

#include "portside/aws/arn.h"
#include "portside/base/random.h"
#include "portside/jobs/scheduler.h"
#include "services/sagemaker/jobs/training_job.h"
#include "services/sagemaker/tuning/early_stopping.h"
#include "services/sagemaker/tuning/trial_values.h"
#include "services/sagemaker/tuning/tuning_job.h"
#include "services/sagemaker/tuning/tuning_progress.h"

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

// RandomSeed gives the same values for the same ranges, whatever the tuning job is called.
Json ValuesFor(const Resource& tuning, const Json& definition, std::int64_t number,
               std::int64_t turn, Random& random) {
  const Json& document = tuning.document;
  const Json& config = document.at("HyperParameterTuningJobConfig");
  const std::string strategy = StringOr(config, "Strategy");
  // What the parents of a warm start have tried is known already.
  if (strategy == "Bayesian") turn += document.value("Known", std::int64_t{0});
  const Json best = document.value("BestValues", Json());
  const Json& ranges = RangesOf(document, definition);
  const auto seed = config.find("RandomSeed");
  if (seed == config.end()) return ChooseValues(ranges, strategy, turn, best, random);
  Random seeded(StableHash("trial#" + std::to_string(number), seed->get<std::uint64_t>()));
  return ChooseValues(ranges, strategy, turn, best, seeded);
}

Resource MakeTrial(const Resource& tuning, std::int64_t number, std::uint64_t seed) {
  const Json& document = tuning.document;
  Random random(StableHash(tuning.arn + "#" + std::to_string(number), seed));
  const std::vector<Json> definitions = DefinitionsOf(document);
  const auto count = static_cast<std::int64_t>(definitions.size());
  // In turns; each counts its own.
  const Json& definition = definitions[static_cast<std::size_t>((number - 1) % count)];
  const Json tuned = ValuesFor(tuning, definition, number, (number - 1) / count + 1, random);
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
  const Json& config = document.at("HyperParameterTuningJobConfig");
  if (StringOr(config, "TrainingJobEarlyStoppingType") == "Auto") {
    trial.document["EarlyStopping"] = MediansOf(document);
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
  KeepAverages(document, trial.document);
  TakeObjective(document, TrialSummary(trial), trial.updated_at);
}

// States of a tuning job in which its trials count.
bool IsUnderWay(std::string_view state) {
  return state == "InProgress" || state == "Stopping" || state == "ExceedingMaxRuntime";
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
  if (found == nullptr || !IsUnderWay(found->state)) return;
  Resource tuning = *found;
  tuning.updated_at = job.updated_at;
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
  if (!IsUnderWay(tuning.state) && tuning.state != "Failed") return;
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
