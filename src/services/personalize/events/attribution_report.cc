// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/events/attribution_report.h"

#include <charconv>
#include <utility>

#include "portside/base/encoding.h"
#include "portside/formats/csv.h"
#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/datasets/rows/columns.h"
#include "services/personalize/datasets/rows/row_selection.h"
#include "services/personalize/datasets/transfer/data_source.h"
#include "services/personalize/limits.h"

namespace portside::personalize {
namespace {

// "over 15 minute intervals", in seconds.
constexpr std::int64_t kInterval = 15 * 60;
// Of events that name neither a source nor a recommendation (developer guide).
constexpr std::string_view kNoSource = "SOURCE_NAME_UNDEFINED";

// "12.0": the shortest form, but never without a point.
std::string ShownValue(double value) {
  char text[64];
  const auto written = std::to_chars(std::begin(text), std::end(text), value);
  std::string shown(text, written.ptr);
  if (shown.find_first_of(".e") == std::string::npos) shown += ".0";
  return shown;
}

}  // namespace

Expected<AttributionReport::Metric, std::string> AttributionReport::MakeMetric(
    const Json& metric, const Json& schemas, const AvroSchema& schema, const std::string& group_arn,
    const RecordReader& records) {
  Metric made{.name = StringOr(metric, "metricName"), .event_type = StringOr(metric, "eventType")};
  const std::string expression = StringOr(metric, "expression");
  made.is_sum = expression.starts_with("SUM(");
  if (!made.is_sum) return made;
  const std::size_t dot = expression.find('.');
  const std::string column = expression.substr(dot + 1, expression.size() - dot - 2);
  const auto missing = [&](std::string_view dataset) {
    return Fail("The metric '" + made.name + "' sums the column '" + column + "', which the " +
                std::string(dataset) + " dataset does not have.");
  };
  if (EqualsIgnoreCase(expression.substr(4, dot - 4), "Interactions")) {
    made.column = PlaceOfName(schema, column);
    if (!made.column) return missing("Interactions");
    return made;
  }
  const auto items = SchemaOfType(schemas, "ITEMS");
  const auto place = items ? PlaceOfName(*items, column) : std::nullopt;
  if (!place) return missing("Items");
  const DatasetRows rows = RowsOf(DatasetArnOf(group_arn, "ITEMS"), "ITEMS", *items);
  VisitRows(records, rows, Selection::kAll, [&](std::span<const CellView> row) {
    const std::uint32_t item = items_.Intern(CellAt(row, rows.id_column).value_or(""));
    if (made.of_items.size() <= item) made.of_items.resize(item + 1);
    made.of_items[item] = NumberIn<double>(row[*place]).value_or(0);
    return true;
  });
  return made;
}

Expected<AttributionReport, std::string> AttributionReport::Make(const Json& order,
                                                                 const AvroSchema& schema,
                                                                 const RecordReader& records) {
  AttributionReport report;
  report.item_ = PlaceOf(schema, "ITEM_ID");
  report.time_ = PlaceOf(schema, "TIMESTAMP");
  report.type_ = PlaceOf(schema, "EVENT_TYPE");
  report.source_ = PlaceOf(schema, "EVENT_ATTRIBUTION_SOURCE");
  report.recommendation_ = PlaceOf(schema, "RECOMMENDATION_ID");
  for (const auto& [part, arn] : order.at("campaigns").items()) {
    report.campaigns_[part] = arn.get<std::string>();
  }
  for (const Json& metric : order.at("metrics")) {
    report.metrics_.push_back(TRY(report.MakeMetric(metric, order.at("schemas"), schema,
                                                    StringOr(order, "datasetGroupArn"), records)));
  }
  return report;
}

// The source that the event names comes before the campaign of its recommendation.
std::string AttributionReport::SourceOf(std::span<const CellView> row) const {
  if (const CellView source = CellAt(row, source_)) return std::string(*source);
  if (const CellView id = CellAt(row, recommendation_)) {
    const auto campaign = campaigns_.find(id->substr(id->rfind('-') + 1));
    if (campaign != campaigns_.end()) return campaign->second;
  }
  return std::string(kNoSource);
}

void AttributionReport::Add(std::span<const CellView> row) {
  if (values_.size() > limits::kReportLines) return;
  const std::string_view type = CellAt(row, type_).value_or("");
  for (std::size_t at = 0; at < metrics_.size(); ++at) {
    const Metric& metric = metrics_[at];
    if (!EqualsIgnoreCase(metric.event_type, type)) continue;
    double value = 1;
    if (metric.is_sum && metric.column) value = NumberIn<double>(row[*metric.column]).value_or(0);
    if (metric.is_sum && !metric.column) {
      const auto item = items_.Find(CellAt(row, item_).value_or(""));
      value = item && *item < metric.of_items.size() ? metric.of_items[*item] : 0;
    }
    const std::int64_t time = NumberIn<std::int64_t>(CellAt(row, time_)).value_or(0);
    values_[{time - time % kInterval, at, SourceOf(row)}] += value;
  }
}

Expected<std::string, std::string> AttributionReport::Csv() const {
  if (values_.size() > limits::kReportLines) {
    return Fail("The report of the metric attribution would have more than " +
                std::to_string(limits::kReportLines) + " lines.");
  }
  std::string csv =
      "METRIC_NAME,EVENT_TYPE,VALUE,MATH_FUNCTION,EVENT_ATTRIBUTION_SOURCE,TIMESTAMP\n";
  for (auto it = values_.rbegin(); it != values_.rend(); ++it) {
    const auto& [time, at, source] = it->first;
    const Metric& metric = metrics_[at];
    const std::vector<std::string> record = {metric.name,
                                             metric.event_type,
                                             ShownValue(it->second),
                                             metric.is_sum ? "sum" : "samplecount",
                                             source,
                                             std::to_string(time)};
    AppendCsvRecord(csv, record, kPersonalizeCsv);
  }
  return csv;
}

}  // namespace portside::personalize
