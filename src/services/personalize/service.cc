// SPDX-License-Identifier: Apache-2.0
//
// The table of contents of Personalize.

#include "portside/services/personalize/service.h"

#include "services/personalize/handlers.h"
#include "services/personalize/kinds.h"
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
    {"StopSolutionVersionCreation", StopSolutionVersionCreation},
    {"UpdateCampaign", UpdateCampaign},
    {"UpdateDataset", UpdateDataset},
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

}  // namespace
}  // namespace personalize

const ServiceDefinition& PersonalizeService() {
  static const JobKind* const kKinds[] = {&personalize::kUpdateKind};
  static const ServiceDefinition kPersonalize{.model = "personalize",
                                              .handlers = personalize::kHandlers,
                                              .job_kinds = kKinds,
                                              .families = personalize::Families()};
  return kPersonalize;
}
const ServiceDefinition& PersonalizeEventsService() { return personalize::kPersonalizeEvents; }

}  // namespace portside
