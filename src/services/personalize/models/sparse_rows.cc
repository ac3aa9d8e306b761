// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/sparse_rows.h"

namespace portside::personalize {
namespace {

template <typename Visit>
void EachEntry(const SparseRows& rows, const std::vector<bool>& left_out, std::size_t last,
               const Visit& visit) {
  for (std::uint32_t row = 0; row < rows.rows(); ++row) {
    if (!left_out.empty() && left_out[row]) continue;
    const std::uint32_t end = rows.begins[row + 1];
    const std::size_t kept = std::min<std::size_t>(end - rows.begins[row], last);
    for (std::size_t i = end - kept; i < end; ++i) visit(row, i);
  }
}

}  // namespace

SparseRows Transpose(const SparseRows& rows, std::uint32_t columns,
                     const std::vector<bool>& left_out, std::size_t last) {
  SparseRows result;
  result.begins.assign(columns + 1, 0);
  EachEntry(rows, left_out, last,
            [&](std::uint32_t, std::size_t i) { ++result.begins[rows.columns[i] + 1]; });
  for (std::uint32_t i = 0; i < columns; ++i) result.begins[i + 1] += result.begins[i];
  std::vector<std::uint32_t> next(result.begins.begin(), result.begins.end() - 1);
  result.columns.resize(result.begins.back());
  if (!rows.weights.empty()) result.weights.resize(result.begins.back());
  EachEntry(rows, left_out, last, [&](std::uint32_t row, std::size_t i) {
    const std::uint32_t place = next[rows.columns[i]]++;
    result.columns[place] = row;
    if (!rows.weights.empty()) result.weights[place] = rows.weights[i];
  });
  return result;
}

}  // namespace portside::personalize
