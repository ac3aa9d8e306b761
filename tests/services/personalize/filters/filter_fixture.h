// SPDX-License-Identifier: Apache-2.0
//
// Schemas and records for tests of filters.

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "services/personalize/filters/filter_evaluation.h"

namespace portside::personalize {

inline const AvroSchema& InteractionsSchema() {
  static const AvroSchema schema = {.fields = {{.name = "USER_ID"}, {.name = "EVENT_TYPE"}}};
  return schema;
}

inline const AvroSchema& ItemsSchema() {
  static const AvroSchema schema = {
      .fields = {{.name = "ITEM_ID"},
                 {.name = "GENRES", .nullable = true, .categorical = true},
                 {.name = "PRICE", .type = AvroType::kFloat, .nullable = true},
                 {.name = "STUDIO", .nullable = true},
                 {.name = "IN_STOCK", .type = AvroType::kBoolean},
                 {.name = "DESCRIPTION", .nullable = true, .textual = true}}};
  return schema;
}

inline const AvroSchema& UsersSchema() {
  static const AvroSchema schema = {
      .fields = {{.name = "USER_ID"},
                 {.name = "AGE", .type = AvroType::kInt, .nullable = true},
                 {.name = "MEMBERSHIP", .nullable = true, .categorical = true}}};
  return schema;
}

inline const AvroSchema& ActionsSchema() {
  static const AvroSchema schema = {
      .fields = {{.name = "ACTION_ID"},
                 {.name = "VALUE", .type = AvroType::kLong, .nullable = true},
                 {.name = "REPEAT_FREQUENCY", .type = AvroType::kLong, .nullable = true}}};
  return schema;
}

inline FilterSchemas AllSchemas() {
  return {&InteractionsSchema(), &ItemsSchema(), &UsersSchema(), &ActionsSchema(),
          &InteractionsSchema()};
}

// Cells in the order of the schema; those behind the last are null.
class TestRecord : public FilterCandidate {
 public:
  explicit TestRecord(std::vector<std::optional<std::string_view>> cells = {},
                      std::vector<std::string_view> event_types = {})
      : cells_(std::move(cells)), event_types_(std::move(event_types)) {}

  std::optional<std::string_view> Cell(std::size_t column) const override {
    return column < cells_.size() ? cells_[column] : std::nullopt;
  }
  std::span<const std::string_view> EventTypes() const override { return event_types_; }

 private:
  std::vector<std::optional<std::string_view>> cells_;
  std::vector<std::string_view> event_types_;
};

}  // namespace portside::personalize
