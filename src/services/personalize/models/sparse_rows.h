// SPDX-License-Identifier: Apache-2.0
//
// SparseRows: for each row some columns and, where there are any, their weights, as three flat
// arrays (compressed rows). It holds who interacted with what, histories, and neighbours.

#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace portside::personalize {

struct SparseRows {
  std::vector<std::uint32_t> begins{0};  // of each row, and the end of the last one
  std::vector<std::uint32_t> columns;
  std::vector<float> weights;  // one for each column, or none at all

  [[nodiscard]] std::uint32_t rows() const { return static_cast<std::uint32_t>(begins.size() - 1); }
  // Of one row, at most so many of its last ones.
  [[nodiscard]] std::span<const std::uint32_t> Columns(std::uint32_t row,
                                                       std::size_t last = SIZE_MAX) const {
    const std::size_t count = begins[row + 1] - begins[row];
    const std::size_t kept = std::min(count, last);
    return std::span(columns).subspan(begins[row + 1] - kept, kept);
  }
  [[nodiscard]] std::span<const float> Weights(std::uint32_t row) const {
    return std::span(weights).subspan(begins[row], begins[row + 1] - begins[row]);
  }
  void EndRow() { begins.push_back(static_cast<std::uint32_t>(columns.size())); }
};

// The same by columns, each with its rows in ascending order. `left_out` says which rows are not
// looked at (empty: none); of each row, at most `last` of its last columns are.
SparseRows Transpose(const SparseRows& rows, std::uint32_t columns,
                     const std::vector<bool>& left_out, std::size_t last = SIZE_MAX);

}  // namespace portside::personalize
