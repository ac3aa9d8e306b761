// SPDX-License-Identifier: Apache-2.0
//
// ItemCounts: how often each item was met on the way to one row of SparseRows.

#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "services/personalize/models/sparse_rows.h"

namespace portside::personalize {

// Counts per item of which most are zero.
class ItemCounts {
 public:
  explicit ItemCounts(std::uint32_t items) : counts_(items) {}

  void Add(std::uint32_t item) {
    if (counts_[item]++ == 0) touched_.push_back(item);
  }
  // Appends a row of the strongest, strongest first, and begins anew. `strength` is asked for
  // (item, count); an item that has none is left out.
  template <typename Strength>
  void EndRow(std::size_t kept, const Strength& strength, SparseRows& rows) {
    row_.clear();
    for (const std::uint32_t item : touched_) {
      const float of_item = strength(item, static_cast<float>(counts_[item]));
      if (of_item > 0) row_.emplace_back(of_item, item);
      counts_[item] = 0;
    }
    touched_.clear();
    kept = std::min(kept, row_.size());
    std::partial_sort(row_.begin(), row_.begin() + static_cast<std::ptrdiff_t>(kept), row_.end(),
                      [](const auto& a, const auto& b) {
                        return a.first != b.first ? a.first > b.first : a.second < b.second;
                      });
    for (std::size_t i = 0; i < kept; ++i) {
      rows.columns.push_back(row_[i].second);
      rows.weights.push_back(row_[i].first);
    }
    rows.EndRow();
  }

 private:
  std::vector<std::uint32_t> counts_;
  std::vector<std::uint32_t> touched_;
  std::vector<std::pair<float, std::uint32_t>> row_;
};

}  // namespace portside::personalize
