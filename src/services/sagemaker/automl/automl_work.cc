// SPDX-License-Identifier: Apache-2.0
//
// The work of an AutoML job, state by state.

#include "services/sagemaker/automl/automl_data.h"
#include "services/sagemaker/automl/automl_files.h"
#include "services/sagemaker/automl/automl_job.h"
#include "services/sagemaker/automl/automl_metrics.h"
#include "services/sagemaker/automl/automl_request.h"
#include "services/sagemaker/automl/candidates.h"
#include "services/sagemaker/failure_reason.h"
#include "services/sagemaker/jobs/job_document.h"
#include "services/sagemaker/jobs/job_inputs.h"

namespace portside::sagemaker {
namespace {

constexpr std::string_view kTooLong = "MAX_RUNTIME";
constexpr std::uint64_t kFewestRows = 500;  // documented, of tabular training data
// Documented: smaller data is for ensembles, where the mode is AUTO.
constexpr std::uint64_t kLargeBytes = 100'000'000;

// How many bytes there are. Every channel must have some.
Expected<std::uint64_t, JobFailure> CountBytes(const WorkContext& context) {
  std::uint64_t bytes = 0;
  for (const Json& channel : context.job.document.at("AutoMLJobInputDataConfig")) {
    const Json& source = channel.at("DataSource").at("S3DataSource");
    bytes += TRY(CountInput(context, FormOf(source), StringOr(source, "S3Uri"))).bytes;
  }
  return bytes;
}

// The type of a tabular problem. What cannot be read is taken for the simplest.
Expected<std::string, JobFailure> ExamineTable(const WorkContext& context) {
  const Json& document = context.job.document;
  const std::string given = ProblemOf(document);
  const Json* channel = ChannelOf(document, "training");
  if (!IsTable(*channel)) return given.empty() ? "BinaryClassification" : given;
  const TableFacts facts =
      TRY(ReadTable(context, *channel, StringOr(ProblemConfigOf(document), "TargetAttributeName")));
  if (facts.rows < kFewestRows) {
    return Fail(JobFailure{"ClientError: The training dataset has " + std::to_string(facts.rows) +
                           " rows. A minimum of " + std::to_string(kFewestRows) +
                           " rows is required for the training dataset."});
  }
  return given.empty() ? facts.problem : given;
}

std::string ResolveMode(const Json& document, std::uint64_t bytes) {
  if (IsTuning(document)) return "HYPERPARAMETER_TUNING";
  const bool is_open = StringOr(ProblemConfigOf(document), "Mode", "AUTO") == "AUTO";
  const bool is_large = bytes >= kLargeBytes && ProblemTypeNameOf(document) == kTabular;
  return is_open && is_large ? "HYPERPARAMETER_TUNING" : "ENSEMBLING";
}

}  // namespace

WorkResult ExamineData(WorkContext& context) {
  Resource job = context.job;
  Json& document = job.document;
  const std::uint64_t bytes = TRY(CountBytes(context));
  std::string problem = ProblemTypeNameOf(document);
  if (problem == kTabular) problem = TRY(ExamineTable(context));
  const auto objectives = ObjectivesOf(problem);
  Random random(StableHash(job.name, context.seed));
  WorkOutput output;
  output.document = {{"ResolvedMode", ResolveMode(document, bytes)},
                     {"ResolvedProblem", problem},
                     {"Suffix", random.Hex(24)}};
  const std::string metric =
      StringOr(document.value("AutoMLJobObjective", Json::object()), "MetricName",
               objectives.empty() ? "" : std::string(objectives.front()));
  if (!metric.empty()) output.document["ResolvedMetric"] = metric;
  document.update(output.document);
  if (IsTuning(document)) {
    TRY(PutNotebooks(context, job));
    output.document["HasNotebooks"] = true;
  }
  if (WantsDefinitionsOnly(document)) output.next = "CandidateDefinitionsGenerated";
  return output;
}

WorkResult EngineerFeatures(WorkContext& context) {
  const Json& document = context.job.document;
  if (!IsTuning(document)) return WorkOutput();
  if (IsTable(*ChannelOf(document, "training"))) TRY(SplitTable(context));
  TRY(PutModelStandIn(context, ProcessorOf(context.job), Json::object()));
  return WorkOutput();
}

WorkResult TrainCandidates(WorkContext& context) {
  const Resource& job = context.job;
  const std::int64_t count = CandidateCountOf(job.document);
  Json candidates = Json::array();
  std::size_t best = 0;
  for (std::int64_t number = 1; number <= count; ++number) {
    if (context.stop.stop_requested()) return Fail(Stopped());
    Json candidate = MakeCandidate(job, number, context.seed);
    const double quality = candidate.at("Quality").get<double>();
    TRY(PutModelStandIn(context, ModelOf(job, candidate),
                        {{"candidate", candidate.at("Name")},
                         {"metrics", CandidateMetricsOf(ProblemOf(job.document), quality)}}));
    candidates.push_back(std::move(candidate));
    if (quality > candidates[best].at("Quality").get<double>()) best = candidates.size() - 1;
  }
  WorkOutput output;
  output.document = {{"Candidates", std::move(candidates)}, {"Best", best}};
  return output;
}

WorkResult ExplainBest(WorkContext& context) {
  const Json& best = BestOf(context.job);
  TRY(PutReport(context, ReportOf(context.job, "explainability", best).Join("analysis.json"),
                {{"candidate", best.at("Name")}}));
  WorkOutput output;
  output.document["HasExplainability"] = true;
  return output;
}

WorkResult ReportInsights(WorkContext& context) {
  const Json& document = context.job.document;
  const Json& best = BestOf(context.job);
  const std::string problem = ProblemOf(document);
  const Json report = {{"candidate", best.at("Name")},
                       {"metrics", CandidateMetricsOf(problem, best.at("Quality").get<double>())}};
  TRY(PutReport(context, ReportOf(context.job, "model_monitor", best).Join("statistics.json"),
                report));
  if (problem == "TimeSeriesForecasting") {
    TRY(PutReport(context, ReportOf(context.job, "backtest_results", best).Join("results.json"),
                  report));
  }
  WorkOutput output;
  output.document["HasInsights"] = true;
  output.next =
      document.contains("ModelDeployConfig") ? "DeployingModel" : EndOfCandidates(document);
  return output;
}

std::optional<TimeLimit> AutoMLTimeLimit(const Resource& job) {
  const Json& criteria = CriteriaOf(job.document);
  const auto longest = criteria.find("MaxAutoMLJobRuntimeInSeconds");
  if (longest == criteria.end()) return std::nullopt;
  return TimeLimit{std::chrono::seconds(longest->get<std::int64_t>()),
                   {"The AutoML job ran longer than MaxAutoMLJobRuntimeInSeconds of its "
                    "CompletionCriteria.",
                    std::string(kTooLong)}};
}

void SetAutoMLFailure(Json& document, const JobFailure& failure) {
  if (failure.type == kTooLong) return;
  if (!document.contains("Candidates")) return SetContainerFailure(document, failure);
  document["PartialFailureReasons"].push_back(
      {{"PartialFailureMessage", ContainerFailureReason(failure)}});
}

}  // namespace portside::sagemaker
