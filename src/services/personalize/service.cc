// SPDX-License-Identifier: Apache-2.0
//
// The table of contents of Personalize.

#include "portside/services/personalize/service.h"

#include "services/personalize/handlers.h"
#include "services/personalize/kinds.h"
#include "services/personalize/runtime/recommendations.h"
#include "services/personalize/style.h"

namespace portside {
namespace personalize {
namespace {

constexpr HandlerEntry kHandlers[] = {
    {"CreateDataset", CreateDataset},
    {"DescribeAlgorithm", DescribeAlgorithm},
    {"DescribeFeatureTransformation", DescribeFeatureTransformation},
    {"DescribeRecipe", DescribeRecipe},
    {"GetSolutionMetrics", GetSolutionMetrics},
    {"ListMetricAttributionMetrics", ListMetricAttributionMetrics},
    {"ListRecipes", ListRecipes},
    {"StartRecommender", StartRecommender},
    {"StopRecommender", StopRecommender},
    {"StopSolutionVersionCreation", StopSolutionVersionCreation},
    {"UpdateCampaign", UpdateCampaign},
    {"UpdateDataset", UpdateDataset},
    {"UpdateRecommender", UpdateRecommender},
    {"UpdateSolution", UpdateSolution},
};

constexpr HandlerEntry kEventsHandlers[] = {
    {"PutActionInteractions", PutActionInteractions},
    {"PutActions", PutActions},
    {"PutEvents", PutEvents},
    {"PutItems", PutItems},
    {"PutUsers", PutUsers},
};

// Its resources are those of the control plane.
constexpr ServiceDefinition kPersonalizeEvents{
    .model = "personalize_events", .handlers = kEventsHandlers, .job_kinds = {}};

constexpr HandlerEntry kRuntimeHandlers[] = {
    {.operation = "GetActionRecommendations", .computes = GetActionRecommendations},
    {.operation = "GetPersonalizedRanking", .computes = GetPersonalizedRanking},
    {.operation = "GetRecommendations", .computes = GetRecommendations},
};

constexpr ServiceDefinition kPersonalizeRuntime{
    .model = "personalize_runtime", .handlers = kRuntimeHandlers, .job_kinds = {}};

}  // namespace
}  // namespace personalize

const ServiceDefinition& PersonalizeService() {
  static const JobKind* const kKinds[] = {
      &personalize::kAutomaticTrainingKind, &personalize::kUpdateKind,
      &personalize::kSolutionUpdateKind, &personalize::kRecommenderUpdateKind};
  static const ServiceDefinition kPersonalize{.model = "personalize",
                                              .handlers = personalize::kHandlers,
                                              .job_kinds = kKinds,
                                              .families = personalize::Families()};
  return kPersonalize;
}
const ServiceDefinition& PersonalizeEventsService() { return personalize::kPersonalizeEvents; }
const ServiceDefinition& PersonalizeRuntimeService() { return personalize::kPersonalizeRuntime; }

}  // namespace portside
