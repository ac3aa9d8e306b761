// SPDX-License-Identifier: Apache-2.0
//
// TableRecord: a record of a table as filters ask for it, or that of which there is none.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "services/personalize/filters/filter_evaluation.h"
#include "services/personalize/recommending/record_table.h"

namespace portside::personalize {

class TableRecord : public FilterCandidate {
 public:
  // Null: there is no such dataset, or nothing was done.
  TableRecord(const RecordTable* table, std::string_view id,
              const std::vector<std::string_view>* types = nullptr)
      : table_(table), types_(types) {
    if (table_ != nullptr) record_ = table_->Find(id);
  }
  [[nodiscard]] std::optional<std::string_view> Cell(std::size_t column) const override {
    return record_ ? table_->Cell(*record_, column) : std::nullopt;
  }
  [[nodiscard]] std::span<const std::string_view> EventTypes() const override {
    if (types_ == nullptr) return {};
    return *types_;
  }

 private:
  const RecordTable* table_;
  const std::vector<std::string_view>* types_;
  std::optional<std::uint32_t> record_;
};

}  // namespace portside::personalize
