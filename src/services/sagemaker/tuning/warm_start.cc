// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/tuning/warm_start.h"

#include <set>

#include "services/sagemaker/jobs/toolkit_parameters.h"
#include "services/sagemaker/style.h"
#include "services/sagemaker/tuning/trials.h"
#include "services/sagemaker/tuning/tuning_errors.h"
#include "services/sagemaker/tuning/tuning_job.h"
#include "services/sagemaker/tuning/tuning_progress.h"

namespace portside::sagemaker {
namespace {

constexpr std::string_view kIdentical = "IdenticalDataAndAlgorithm";

std::vector<std::string> ParentsOf(const Json& config) {
  std::vector<std::string> names;
  for (const Json& parent : config.at("ParentHyperParameterTuningJobs")) {
    names.push_back(StringOr(parent, "HyperParameterTuningJobName"));
  }
  return names;
}

ResourcePtr FindParent(const std::string& name, RequestContext& context) {
  const Json named = {{"HyperParameterTuningJobName", name}};
  return context.FindOwn(kTuningJob.name, ArnOf(kTuningJobs, named, context));
}

// Of the hyperparameters, tuned or not, without what the service adds itself.
std::set<std::string> NamesOf(const Json& document) {
  std::set<std::string> names;
  for (const Json& definition : DefinitionsOf(document)) {
    const Json fixed = definition.value("StaticHyperParameters", Json::object());
    for (const auto& [name, value] : fixed.items()) {
      if (name != kTuningMetric) names.insert(name);
    }
    for (const Json& list : RangesOf(document, definition)) {
      for (const Json& range : list) names.insert(StringOr(range, "Name"));
    }
  }
  return names;
}

std::set<std::string> ObjectivesOf(const Json& document) {
  std::set<std::string> objectives;
  for (const Json& definition : DefinitionsOf(document)) {
    objectives.insert(DumpJson(ObjectiveOf(document, definition)));
  }
  return objectives;
}

// What must be the same where the data and the algorithm are: what each definition trains with.
std::set<std::string> SourcesOf(const Json& document) {
  std::set<std::string> sources;
  for (const Json& definition : DefinitionsOf(document)) {
    const Json& algorithm = definition.at("AlgorithmSpecification");
    sources.insert(
        DumpJson({StringOr(algorithm, "TrainingImage"), StringOr(algorithm, "AlgorithmName"),
                  definition.value("InputDataConfig", Json::array())}));
  }
  return sources;
}

Result<void> CheckParent(const Json& input, const std::string& name, const ResourcePtr& parent) {
  if (parent == nullptr) return Fail(NoParentTuningJob(name));
  if (parent->attribute != "Completed" && parent->attribute != "Stopped") {
    return Fail(ParentNotOver(name, parent->attribute));
  }
  const Json& before = parent->document;
  if (ObjectivesOf(before) != ObjectivesOf(input)) return Fail(OtherObjective(name));
  if (NamesOf(before) != NamesOf(input)) return Fail(OtherHyperParameters());
  const bool is_same = StringOr(input.at("WarmStartConfig"), "WarmStartType") == kIdentical;
  if (is_same && SourcesOf(before) != SourcesOf(input)) return Fail(OtherDefinition(name));
  return {};
}

// The hyperparameters of a parent's best trial, the fixed ones too: they may be tuned now.
Json ValuesOf(const Resource& parent) {
  Json values = Json::object();
  const std::vector<Json> definitions = DefinitionsOf(parent.document);
  if (definitions.size() == 1) {
    values = definitions.front().value("StaticHyperParameters", Json::object());
  }
  values.update(parent.document.at("BestTrainingJob").at("TunedHyperParameters"));
  return values;
}

}  // namespace

Result<void> CheckWarmStart(const Json& input, RequestContext& context) {
  const auto config = input.find("WarmStartConfig");
  if (config == input.end()) return {};
  std::set<std::string> seen;
  // Documented: the parents' trials count against the limit of a tuning job's.
  std::int64_t trials = TrialsOf(input);
  for (const std::string& name : ParentsOf(*config)) {
    if (!seen.insert(name).second) return Fail(TwoParentsAlike(name));
    const ResourcePtr parent = FindParent(name, context);
    TRY(CheckParent(input, name, parent));
    trials += parent->document.at("Begun").get<std::int64_t>();
  }
  const Json& limits = input.at("HyperParameterTuningJobConfig").at("ResourceLimits");
  const auto most = static_cast<std::int64_t>(kMostTrials);
  if (limits.contains("MaxNumberOfTrainingJobs") && trials > most) {
    return Fail(
        TooManyTrials("MaxNumberOfTrainingJobs, with the trials of the parents", trials, most));
  }
  return {};
}

void PrepareWarmStart(Resource& job, RequestContext& context) {
  const auto config = job.document.find("WarmStartConfig");
  if (config == job.document.end()) return;
  std::int64_t known = 0;
  ResourcePtr best;
  for (const std::string& name : ParentsOf(*config)) {
    const ResourcePtr parent = FindParent(name, context);
    const Json& before = parent->document;
    known += before.at("ObjectiveStatusCounters").at("Succeeded").get<std::int64_t>();
    if (!before.contains("BestTrainingJob")) continue;
    const bool leads = best == nullptr ||
                       IsBetter(before.at("BestTrainingJob"), best->document.at("BestTrainingJob"));
    if (leads) best = parent;
  }
  const bool is_same = StringOr(*config, "WarmStartType") == kIdentical;
  job.document["Known"] = known;
  if (best == nullptr) return;
  job.document["BestValues"] = ValuesOf(*best);
  // With other data its objective is no measure: the first trial's own is the best then.
  if (is_same) job.document["OverallBest"] = best->document.at("BestTrainingJob");
}

}  // namespace portside::sagemaker
