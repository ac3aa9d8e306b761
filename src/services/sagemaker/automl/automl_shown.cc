// SPDX-License-Identifier: Apache-2.0
//
// What descriptions of AutoML jobs compute, and the list of their candidates.

#include <algorithm>

#include "portside/services/core/pagination.h"
#include "services/sagemaker/automl/automl_job.h"
#include "services/sagemaker/automl/automl_metrics.h"
#include "services/sagemaker/automl/automl_request.h"
#include "services/sagemaker/automl/candidates.h"
#include "services/sagemaker/automl/rules.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

bool IsResolved(const Resource& job) { return job.document.contains("ResolvedProblem"); }

// What both forms have: as given, or as resolved.
Json CommonAttributesOf(const Resource& job) {
  Json criteria = CriteriaOf(job.document);
  if (!criteria.contains("MaxCandidates")) {
    criteria["MaxCandidates"] = CandidateCountOf(job.document);
  }
  Json attributes = {{"CompletionCriteria", std::move(criteria)}};
  const std::string metric = StringOr(job.document, "ResolvedMetric");
  if (!metric.empty()) attributes["AutoMLJobObjective"] = {{"MetricName", metric}};
  return attributes;
}

// Documented: what is tuned where no base model is named.
constexpr const char* kBaseModel = "Falcon7BInstruct";

bool IsAsked(const Json& input, const Json& candidate) {
  const auto name = input.find("CandidateNameEquals");
  // All of them are completed.
  return StringOr(input, "StatusEquals", "Completed") == "Completed" &&
         (name == input.end() || *name == candidate.at("Name"));
}

// By the value of the objective; those of the same quality stay in their order.
void SortByObjective(const Resource& job, std::vector<const Json*>& candidates) {
  const bool is_minimized = IsMinimized(StringOr(job.document, "ResolvedMetric"));
  std::stable_sort(candidates.begin(), candidates.end(), [&](const Json* a, const Json* b) {
    const double left = a->at("Quality").get<double>(), right = b->at("Quality").get<double>();
    return is_minimized ? left > right : left < right;
  });
}

}  // namespace

// Recorded: a job that was just told to stop shows what it was doing still.
Json AutoMLSecondaryStatusOf(const Resource& job, const RequestContext&) {
  const bool was_told = job.state == "Stopping" && job.timeline.size() > 1;
  const std::string& state = was_told ? job.timeline[job.timeline.size() - 2].state : job.state;
  // The steps of a job that tunes have names of their own.
  if (IsTuning(job.document)) {
    if (state == "PreTraining") return "AnalyzingData";
    if (state == "TrainingModels") return "ModelTuning";
  }
  return state;
}

Json AutoMLEndTimeOf(const Resource& job, const RequestContext&) {
  if (!kAutoMLJob.Find(job.state)->next.empty()) return nullptr;
  return ToEpochSeconds(job.updated_at);
}

Json BestCandidateOf(const Resource& job, const RequestContext&) {
  return job.document.contains("Candidates") ? CandidateShown(job, BestOf(job)) : Json();
}

Json AutoMLArtifactsOf(const Resource& job, const RequestContext&) {
  if (!job.document.value("HasNotebooks", false)) return nullptr;
  const S3Uri folder = NotebooksOf(job);
  return {{"CandidateDefinitionNotebookLocation",
           folder.Join("SageMakerAutopilotCandidateDefinitionNotebook.ipynb").ToString()},
          {"DataExplorationNotebookLocation",
           folder.Join("SageMakerAutopilotDataExplorationNotebook.ipynb").ToString()}};
}

Json ResolvedAttributesOf(const Resource& job, const RequestContext&) {
  if (!IsResolved(job)) return nullptr;
  Json attributes = CommonAttributesOf(job);
  attributes["ProblemType"] = ProblemOf(job.document);
  return attributes;
}

Json ResolvedAttributesV2Of(const Resource& job, const RequestContext&) {
  if (!IsResolved(job)) return nullptr;
  Json attributes = CommonAttributesOf(job);
  const std::string type = ProblemTypeNameOf(job.document);
  Json& of_type = attributes["AutoMLProblemTypeResolvedAttributes"];
  if (type == kTabular) {
    of_type["TabularResolvedAttributes"] = {{"ProblemType", ProblemOf(job.document)}};
  } else if (type == "TextGeneration") {
    of_type["TextGenerationResolvedAttributes"] = {
        {"BaseModelName", StringOr(ProblemConfigOf(job.document), "BaseModelName", kBaseModel)}};
  } else {
    attributes.erase("AutoMLProblemTypeResolvedAttributes");
  }
  return attributes;
}

// All are looked at, which are at most limits::kCandidates.
Result<Json> ListCandidatesForAutoMLJob(const Json& input, RequestContext& context) {
  const ResourcePtr job = TRY(FindResource(kAutoMLJobs, input, context));
  std::vector<const Json*> candidates;
  if (const auto made = job->document.find("Candidates"); made != job->document.end()) {
    for (const Json& candidate : *made) {
      if (IsAsked(input, candidate)) candidates.push_back(&candidate);
    }
  }
  const std::string by = StringOr(input, "SortBy", "CreationTime");
  if (by == "FinalObjectiveMetricValue") SortByObjective(*job, candidates);
  const bool is_descending = StringOr(input, "SortOrder") == "Descending";
  if (is_descending) std::reverse(candidates.begin(), candidates.end());
  const std::string token = StringOr(input, "NextToken");
  const auto page = TakePageOf(
      candidates.size(), input.value("MaxResults", kStyle.list.default_limit),
      {.token = token,
       .fingerprint = job->arn + by + (is_descending ? "down" : "up") +
                      StringOr(input, "StatusEquals") + StringOr(input, "CandidateNameEquals")});
  if (!page) return Fail(Refusal(kStyle.list.bad_token, context, {}));
  Json output = {{"Candidates", Json::array()}};
  for (std::size_t i = page->first; i < page->end; ++i) {
    output["Candidates"].push_back(CandidateShown(*job, *candidates[i]));
  }
  if (!page->next_token.empty()) output["NextToken"] = page->next_token;
  return output;
}

}  // namespace portside::sagemaker
