// SPDX-License-Identifier: Apache-2.0
//
// RecordTable: the records of an Items, Users or Actions dataset by their IDs, as filters and
// answers ask for them: of each ID the newest, whichever way it came. It is filled from the rows
// when it is first asked, and then follows what is put. A cell costs its bytes and eight more.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/result.h"
#include "portside/store/record_log.h"
#include "services/personalize/datasets/rows/row_selection.h"
#include "services/personalize/models/id_table.h"

namespace portside::personalize {

class RecordTable {
 public:
  // `dataset` must have an ID column.
  explicit RecordTable(DatasetRows dataset);

  // As the streams are now. The error is a sentence: there is more than
  // limits::kHeldTableBytes.
  Expected<void, std::string> Refresh(const RecordReader& records);

  [[nodiscard]] std::optional<std::uint32_t> Find(std::string_view id) const {
    return ids_.Find(id);
  }
  [[nodiscard]] std::uint32_t size() const { return ids_.size(); }
  // Nothing: null. Valid until the next Refresh.
  [[nodiscard]] CellView Cell(std::uint32_t record, std::size_t column) const;
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Place {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;  // kNull: null
  };

  void Fill(const RecordReader& records);
  void FollowPuts(const RecordReader& records, std::int64_t after);
  void Set(std::span<const CellView> row);

  DatasetRows dataset_;
  StreamState bulk_;
  StreamState put_;
  StreamState deleted_;
  bool is_filled_ = false;
  bool is_too_large_ = false;
  IdTable ids_;
  std::string text_;
  std::vector<Place> places_;  // of each cell of each record
};

}  // namespace portside::personalize
