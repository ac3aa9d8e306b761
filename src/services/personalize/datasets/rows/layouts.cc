// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows/layouts.h"

#include <algorithm>

#include "portside/base/json.h"
#include "services/personalize/datasets/rows/rows.h"

namespace portside::personalize {
namespace {

// The record of a layout: a JSON array of names.
std::vector<std::string> NamesIn(std::string_view bytes) {
  const std::optional<Json> record = ParseJson(bytes);
  if (!record || !record->is_array()) Damaged();
  std::vector<std::string> names;
  for (const Json& name : *record) {
    if (!name.is_string()) Damaged();
    names.push_back(name.get<std::string>());
  }
  return names;
}

Layouts::Places PlacesIn(const std::vector<std::string>& stored,
                         const std::vector<std::string>& wanted) {
  Layouts::Places places{stored == wanted, stored.size(), {}};
  for (const std::string& name : wanted) {
    const auto found = std::ranges::find(stored, name);
    places.of_field.emplace_back();
    if (found != stored.end()) {
      places.of_field.back() = static_cast<std::size_t>(found - stored.begin());
    }
  }
  return places;
}

}  // namespace

void AppendLayout(RecordLog& records, std::string_view dataset_arn, const AvroSchema& schema) {
  Json names = Json::array();
  for (const AvroField& field : schema.fields) names.push_back(field.name);
  records.Append(LayoutStream(dataset_arn), names.dump());
}

Layouts::Layouts(const RecordReader& records, const DatasetRows& dataset) {
  if (!dataset.names.empty()) {
    records.Visit(LayoutStream(dataset.dataset_arn), [&](const Record& record) {
      layouts_.push_back(PlacesIn(NamesIn(record.bytes), dataset.names));
    });
  }
  if (layouts_.empty()) layouts_.emplace_back();
}

const Layouts::Places& Layouts::Of(std::size_t layout) const {
  if (layout >= layouts_.size()) Damaged();
  return layouts_[layout];
}

}  // namespace portside::personalize
