// SPDX-License-Identifier: Apache-2.0
//
// Metric attributions: which events are counted or summed. The reports that they make are not
// emulated (docs/COMPATIBILITY.md). The texts of this file are chosen.

#include <algorithm>

#include "portside/base/encoding.h"
#include "portside/objects/s3_uri.h"
#include "portside/services/core/pagination.h"
#include "services/personalize/errors.h"
#include "services/personalize/handlers.h"
#include "services/personalize/quotas.h"
#include "services/personalize/rules.h"
#include "services/personalize/style.h"

namespace portside::personalize {
namespace {

// The developer guide: SAMPLECOUNT() or SUM(DatasetType.COLUMN_NAME), the latter over items and
// interactions.
bool IsExpression(std::string_view text) {
  if (text == "SAMPLECOUNT()") return true;
  if (!text.starts_with("SUM(") || !text.ends_with(')')) return false;
  const std::string_view column = text.substr(4, text.size() - 5);
  const std::size_t dot = column.find('.');
  if (dot == std::string_view::npos || dot + 1 == column.size()) return false;
  const std::string_view dataset = column.substr(0, dot);
  return EqualsIgnoreCase(dataset, "Items") || EqualsIgnoreCase(dataset, "Interactions");
}

Result<void> CheckMetrics(const Json& metrics) {
  for (const Json& metric : metrics) {
    const std::string expression = StringOr(metric, "expression");
    if (IsExpression(expression)) continue;
    return Fail(InvalidInput("Invalid expression '" + expression + "' of the metric '" +
                             StringOr(metric, "metricName") +
                             "'. It must be SAMPLECOUNT(), SUM(Items.<column>) or "
                             "SUM(Interactions.<column>)."));
  }
  return {};
}

Result<void> CheckOutput(const Json& config) {
  const auto destination = config.find("s3DataDestination");
  if (destination == config.end()) return {};
  const std::string path = StringOr(*destination, "path");
  if (S3Uri::Parse(path)) return {};
  return Fail(InvalidInput(
      InvalidOutputPathText("'" + path + "' is not of the form s3://bucket/folder/.")));
}

auto Named(const std::string& name) {
  return [name](const Json& metric) { return StringOr(metric, "metricName") == name; };
}

Result<void> AddMetrics(const Json& added, Json& metrics) {
  for (const Json& metric : added) {
    const std::string name = StringOr(metric, "metricName");
    if (std::any_of(metrics.begin(), metrics.end(), Named(name))) {
      return Fail(ServiceError("ResourceAlreadyExistsException", 400,
                               "A metric with the name '" + name + "' already exists."));
    }
    metrics.push_back(metric);
  }
  if (metrics.size() <= kMaxMetrics) return {};
  return Fail(InvalidInput("A metric attribution can have at most " + std::to_string(kMaxMetrics) +
                           " metrics, but would have " + std::to_string(metrics.size()) + "."));
}

}  // namespace

Result<void> CheckMetricAttribution(Verb, const Json& input, RequestContext&) {
  for (const char* member : {"metrics", "addMetrics"}) {
    if (const auto metrics = input.find(member); metrics != input.end())
      TRY(CheckMetrics(*metrics));
  }
  const auto output = input.find("metricsOutputConfig");
  return output == input.end() ? Result<void>() : CheckOutput(*output);
}

// One name twice is refused as an update would refuse it.
Result<void> PrepareMetricAttribution(const Json& input, Resource& attribution, RequestContext&) {
  Json metrics = Json::array();
  TRY(AddMetrics(input.at("metrics"), metrics));
  attribution.document["metrics"] = std::move(metrics);
  return {};
}

// Names go before names come, so that one request can replace a metric.
Result<void> ChangeMetricAttribution(const Json& input, Resource& attribution, RequestContext&) {
  TRY(RequireActive(attribution));
  Json metrics = attribution.document.at("metrics");
  for (const Json& name : input.value("removeMetrics", Json::array())) {
    const auto found = std::find_if(metrics.begin(), metrics.end(), Named(name));
    if (found == metrics.end()) {
      return Fail(InvalidInput("The metric '" + name.get<std::string>() + "' of removeMetrics is " +
                               "not one of " + attribution.arn + "."));
    }
    metrics.erase(found);
  }
  TRY(AddMetrics(input.value("addMetrics", Json::array()), metrics));
  attribution.document["metrics"] = std::move(metrics);
  return {};
}

// Like the other lists it has no ResourceNotFoundException: of an ARN that names nothing there is
// nothing.
Result<Json> ListMetricAttributionMetrics(const Json& input, RequestContext& context) {
  const ResourcePtr attribution =
      context.FindOwn(kMetricAttributions.kind, StringOr(input, "metricAttributionArn"));
  const Json metrics = attribution == nullptr ? Json::array() : attribution->document.at("metrics");
  const std::string token = StringOr(input, "nextToken");
  const auto page = TakePageOf(
      metrics.size(), input.value("maxResults", static_cast<std::size_t>(kMaxResults)),
      {.token = token,
       .fingerprint = "ListMetricAttributionMetrics " + StringOr(input, "metricAttributionArn")});
  if (!page) return Fail(Refusal(kStyle.list.bad_token, context, {}));
  Json output = {{"metrics", Json::array()}};
  for (std::size_t at = page->first; at < page->end; ++at) {
    output["metrics"].push_back(metrics[at]);
  }
  if (!page->next_token.empty()) output["nextToken"] = page->next_token;
  return output;
}

}  // namespace portside::personalize
