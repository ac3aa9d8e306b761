// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/choices.h"
#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/handlers.h"
#include "services/personalize/kinds.h"
#include "services/personalize/rules.h"
#include "services/personalize/style.h"
#include "services/personalize/training/automatic_training.h"
#include "services/personalize/training/training_rules.h"

namespace portside::personalize {
namespace {

// What a version has of its solution.
constexpr const char* kOfSolution[] = {"performHPO",    "performAutoML", "performIncrementalUpdate",
                                       "recipeArn",     "eventType",     "datasetGroupArn",
                                       "solutionConfig"};

// The developer guide: UPDATE is for User-Personalization, after a full training.
Result<void> CheckMode(const Json& input, const Resource& solution, RequestContext& context) {
  if (StringOr(input, "trainingMode", "FULL") != "UPDATE") return {};
  if (!StringOr(solution.document, "recipeArn").ends_with("/aws-user-personalization")) {
    return Fail(
        InvalidInput("trainingMode UPDATE is for solutions of the recipe "
                     "aws-user-personalization; this one needs FULL."));
  }
  const ResourcePtr former =
      context.resources.First({.scope = context.Scope(kSolutionVersionKind.name),
                               .parent = solution.arn,
                               .in_state = kActive});
  if (former != nullptr) return {};
  return Fail(InvalidInput("The solution " + solution.arn +
                           " has no ACTIVE version that trainingMode UPDATE could start from; "
                           "train one with FULL first."));
}

}  // namespace

std::string NewVersionId(Random& random) { return random.Hex(8); }

void FillVersion(const Resource& solution, Resource& version, ResourceRepository& resources,
                 RecordLog& records) {
  for (const char* member : kOfSolution) {
    if (const auto found = solution.document.find(member); found != solution.document.end()) {
      version.document[member] = *found;
    }
  }
  if (!version.document.contains("trainingMode")) version.document["trainingMode"] = "FULL";
  version.document[std::string(kSchemasMember)] = SchemaTextsOf(solution.parent, resources);
  version.document[std::string(kMinimumMember)] =
      HasMinimum({&version.tags, &solution.tags}, solution.parent, resources);
  version.document[std::string(kSeenMember)] = MarkOfInteractions(solution, records);
}

Result<void> PrepareSolutionVersion(const Json& input, Resource& version, RequestContext& context) {
  const ResourcePtr solution = TRY(FindResource(kSolutions, input, context));
  TRY(CheckMode(input, *solution, context));
  FillVersion(*solution, version, context.resources, context.records);
  version.document["trainingType"] = "MANUAL";
  // As recorded.
  if (!input.contains("name")) version.name = solution->name + "/" + version.name;
  return {};
}

Result<Json> StopSolutionVersionCreation(const Json& input, RequestContext& context) {
  const ResourcePtr version = TRY(FindResource(kSolutionVersions, input, context));
  for (const JobVerb verb : {JobVerb::kUpdate, JobVerb::kStop}) {
    if (!kSolutionVersionKind.Find(verb)->IsLegalFrom(version->state)) continue;
    context.jobs.Command(kSolutionVersionKind, verb, *version);
    return Json::object();
  }
  return Fail(InUse(InUseText(version->arn, "its status is " + version->state +
                                                ", and only one that is CREATE PENDING or CREATE "
                                                "IN_PROGRESS can be stopped.")));
}

Result<Json> GetSolutionMetrics(const Json& input, RequestContext& context) {
  const ResourcePtr version = TRY(FindResource(kSolutionVersions, input, context));
  TRY(RequireActive(*version));
  return Json{{"solutionVersionArn", version->arn},
              {"metrics", version->document.value(std::string(kMetricsMember), Json::object())}};
}

}  // namespace portside::personalize
