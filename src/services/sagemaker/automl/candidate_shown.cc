// SPDX-License-Identifier: Apache-2.0
//
// A candidate as descriptions and lists show it: its steps, containers, metrics and reports.

#include "portside/aws/arn.h"
#include "services/sagemaker/automl/automl_metrics.h"
#include "services/sagemaker/automl/automl_request.h"
#include "services/sagemaker/automl/candidates.h"

namespace portside::sagemaker {
namespace {

// Recorded, of other regions and years. The real registries differ by region.
constexpr std::string_view kEnsembleImage = "autogluon-inference:0.4.3-cpu-py38-ubuntu20.04";
constexpr std::string_view kProcessorImage = "sagemaker-sklearn-automl:2.5-1-cpu-py3";
constexpr std::string_view kXgboostImage = "sagemaker-xgboost:1.3-1-cpu-py3";

std::string ImageOf(const Resource& job, std::string_view image) {
  const char* registry = image == kEnsembleImage ? "763104351884" : "683313688378";
  return std::string(registry) + ".dkr.ecr." + job.region + ".amazonaws.com/" + std::string(image);
}

Json Step(const Resource& job, const std::string& type, std::string_view path,
          const std::string& name) {
  return {{"CandidateStepType", "AWS::SageMaker::" + type},
          {"CandidateStepArn",
           MakeArn("sagemaker", job.region, job.account, std::string(path) + "/" + name)},
          {"CandidateStepName", name}};
}

Json StepsOf(const Resource& job, const Json& candidate) {
  const Json last = Step(job, "TrainingJob", "training-job", StringOr(candidate, "Name"));
  if (!IsTuning(job.document)) return Json::array({last});
  return Json::array({Step(job, "ProcessingJob", "processing-job", StepNameOf(job, "db")),
                      Step(job, "TrainingJob", "training-job", StepNameOf(job, "dpp0")),
                      Step(job, "TransformJob", "transform-job", StepNameOf(job, "dpp0-rpb")),
                      last});
}

bool IsClassification(const Resource& job) {
  return ProblemOf(job.document).ends_with("Classification");
}

// What the model can say of a record.
std::string_view SupportedOf(const Resource& job) {
  return IsClassification(job) ? "predicted_label,probability,probabilities,labels"
                               : "predicted_label";
}

Json EnsembleContainer(const Resource& job, const Json& candidate) {
  return {{"Image", ImageOf(job, kEnsembleImage)},
          {"ModelDataUrl", ModelOf(job, candidate).ToString()},
          {"Environment",
           {{"SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", "text/csv"},
            {"SAGEMAKER_INFERENCE_OUTPUT", "predicted_label"},
            {"SAGEMAKER_INFERENCE_SUPPORTED", SupportedOf(job)},
            {"SAGEMAKER_PROGRAM", "tabular_serve.py"},
            {"SAGEMAKER_SUBMIT_DIRECTORY", "/opt/ml/model/code"}}}};
}

Json ProcessorContainer(const Resource& job, std::string_view mode, std::string_view accept) {
  return {{"Image", ImageOf(job, kProcessorImage)},
          {"ModelDataUrl", ProcessorOf(job).ToString()},
          {"Environment",
           {{"AUTOML_TRANSFORM_MODE", mode},
            {"SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", accept},
            {"SAGEMAKER_PROGRAM", "sagemaker_serve"},
            {"SAGEMAKER_SUBMIT_DIRECTORY", "/opt/ml/model/sagemaker_serve.py"}}}};
}

Json TunedContainers(const Resource& job, const Json& candidate) {
  const Json model = {{"Image", ImageOf(job, kXgboostImage)},
                      {"ModelDataUrl", ModelOf(job, candidate).ToString()},
                      {"Environment",
                       {{"MAX_CONTENT_LENGTH", "20971520"},
                        {"SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT", "text/csv"},
                        {"SAGEMAKER_INFERENCE_OUTPUT", "predicted_label"},
                        {"SAGEMAKER_INFERENCE_SUPPORTED", SupportedOf(job)}}}};
  Json containers = Json::array(
      {ProcessorContainer(job, "feature-transform", "application/x-recordio-protobuf"), model});
  // Numbers become the labels again that they were.
  if (IsClassification(job)) {
    containers.push_back(ProcessorContainer(job, "inverse-label-transform", "text/csv"));
  }
  return containers;
}

// Only of the best candidate, as far as they have been written.
Json ReportsOf(const Resource& job, const Json& candidate) {
  const Json& document = job.document;
  Json reports = Json::object();
  if (&candidate != &BestOf(job)) return reports;
  if (document.value("HasExplainability", false)) {
    reports["Explainability"] = ReportOf(job, "explainability", candidate).ToString();
  }
  if (document.value("HasInsights", false)) {
    reports["ModelInsights"] = ReportOf(job, "model_monitor", candidate).ToString();
    if (ProblemOf(document) == "TimeSeriesForecasting") {
      reports["BacktestResults"] = ReportOf(job, "backtest_results", candidate).ToString();
    }
  }
  return reports;
}

}  // namespace

Json CandidateShown(const Resource& job, const Json& candidate) {
  const Json& document = job.document;
  const std::string problem = ProblemOf(document);
  const double quality = candidate.at("Quality").get<double>();
  const auto begun = job.Entered("TrainingModels").value_or(job.created_at);
  const auto ended = job.Entered("GeneratingExplainabilityReport").value_or(job.updated_at);
  const Json containers = ContainersOf(job, candidate);
  Json shown = {
      {"CandidateName", candidate.at("Name")},
      {"ObjectiveStatus", "Succeeded"},
      {"CandidateSteps", StepsOf(job, candidate)},
      {"CandidateStatus", "Completed"},
      {"InferenceContainers", containers},
      {"CreationTime", ToEpochSeconds(begun)},
      {"EndTime", ToEpochSeconds(ended)},
      {"LastModifiedTime", ToEpochSeconds(ended)},
      {"CandidateProperties", {{"CandidateMetrics", CandidateMetricsOf(problem, quality)}}}};
  // Text generation has no objective.
  const std::string metric = StringOr(document, "ResolvedMetric");
  if (!metric.empty()) {
    shown["FinalAutoMLJobObjectiveMetric"] = {
        {"Type", IsMinimized(metric) ? "Minimize" : "Maximize"},
        {"MetricName", metric},
        {"Value", MetricValue(metric, quality)},
        {"StandardMetricName", metric}};
  }
  if (problem == "ImageClassification" || problem == "TextClassification") {
    shown["InferenceContainerDefinitions"] = {{"CPU", containers}, {"GPU", containers}};
  }
  Json reports = ReportsOf(job, candidate);
  if (!reports.empty()) {
    shown["CandidateProperties"]["CandidateArtifactLocations"] = std::move(reports);
  }
  return shown;
}

Json ContainersOf(const Resource& job, const Json& candidate) {
  if (IsTuning(job.document)) return TunedContainers(job, candidate);
  return Json::array({EnsembleContainer(job, candidate)});
}

}  // namespace portside::sagemaker
