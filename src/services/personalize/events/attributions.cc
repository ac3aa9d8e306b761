// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/events/attributions.h"

#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/errors.h"
#include "services/personalize/kinds.h"
#include "services/personalize/recommending/recommendation_id.h"

namespace portside::personalize {
namespace {

constexpr const char* kMember = "publishAttributionMetricsToS3";

// At most the quotas' few of a group.
void AddCampaigns(std::string_view kind, const std::string& group_arn, RequestContext& context,
                  Json& campaigns) {
  ResourceQuery query{.scope = context.Scope(kind), .parent = group_arn};
  for (;;) {
    const ResourcePage page = context.resources.List(query);
    for (const ResourcePtr& resource : page.resources) {
      campaigns[CampaignPart(resource->arn)] = resource->arn;
    }
    if (!page.next) return;
    query.after = page.next;
  }
}

}  // namespace

Result<Json> AttributionOrder(const Resource& dataset, RequestContext& context) {
  if (StringOr(dataset.document, "datasetType") != "INTERACTIONS") {
    return Fail(InvalidInput(std::string(kMember) +
                             " is for imports into an INTERACTIONS dataset, and " + dataset.arn +
                             " is none."));
  }
  const std::string& group = dataset.parent;
  const ResourcePtr attribution = context.resources.First(
      {.scope = context.Scope(kMetricAttributionKind.name), .parent = group, .in_state = kActive});
  if (attribution == nullptr) {
    return Fail(InvalidInput(std::string(kMember) + " needs an ACTIVE metric attribution of " +
                             group + "."));
  }
  const Json output = attribution->document.value("metricsOutputConfig", Json::object());
  const auto destination = output.find("s3DataDestination");
  if (destination == output.end()) {
    return Fail(InvalidInput(std::string(kMember) + ": the metric attribution " + attribution->arn +
                             " has no s3DataDestination in its metricsOutputConfig."));
  }
  Json campaigns = Json::object();
  for (const JobKind* kind : {&kCampaignKind, &kRecommenderKind}) {
    AddCampaigns(kind->name, group, context, campaigns);
  }
  return Json{{"metrics", attribution->document.at("metrics")},
              {"destination", *destination},
              {"campaigns", std::move(campaigns)},
              {"schemas", SchemaTextsOf(group, context)},
              {"datasetGroupArn", group}};
}

}  // namespace portside::personalize
