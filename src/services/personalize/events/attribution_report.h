// SPDX-License-Identifier: Apache-2.0
//
// AttributionReport: what a metric attribution counts in imported interactions: per metric, source
// of the recommendation and quarter of an hour, as the developer guide shows it ("Publishing
// metrics to Amazon S3"). One thread.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "portside/formats/avro_schema.h"
#include "portside/store/record_log.h"
#include "services/personalize/datasets/rows/rows.h"
#include "services/personalize/models/id_table.h"

namespace portside::personalize {

class AttributionReport {
 public:
  // `order` is what AttributionOrder has made, `schema` that of the interactions. Reads the columns
  // of the items that are summed. The error is a sentence: a metric names a column that is not
  // there.
  static Expected<AttributionReport, std::string> Make(const Json& order, const AvroSchema& schema,
                                                       const RecordReader& records);

  void Add(std::span<const CellView> row);
  // The file, newest first. The error is a sentence: there are more than limits::kReportLines.
  [[nodiscard]] Expected<std::string, std::string> Csv() const;

 private:
  struct Metric {
    std::string name;
    std::string event_type;
    bool is_sum = false;
    std::optional<std::size_t> column;  // of the interactions; nothing: of the items
    std::vector<double> of_items;       // by items_
  };
  // Time before metric and source: the file's order is the reverse of this.
  using Key = std::tuple<std::int64_t, std::size_t, std::string>;

  AttributionReport() = default;
  Expected<Metric, std::string> MakeMetric(const Json& metric, const Json& schemas,
                                           const AvroSchema& schema, const std::string& group_arn,
                                           const RecordReader& records);
  [[nodiscard]] std::string SourceOf(std::span<const CellView> row) const;

  std::optional<std::size_t> item_, time_, type_, source_, recommendation_;
  std::map<std::string, std::string, std::less<>> campaigns_;  // ARNs by what ids end with
  std::vector<Metric> metrics_;
  IdTable items_;
  std::map<Key, double> values_;
};

}  // namespace portside::personalize
