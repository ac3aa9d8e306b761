// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/model_parts.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "services/personalize/limits.h"

namespace portside::personalize {

std::vector<float> ReadNumbers(std::size_t count, ModelReader& reader) {
  std::vector<float> numbers = reader.Take<float>();
  if (numbers.size() != count) DamagedModel();
  const auto is_finite = [](float number) { return std::isfinite(number); };
  if (!std::all_of(numbers.begin(), numbers.end(), is_finite)) DamagedModel();
  return numbers;
}

void WriteIds(const IdTable& ids, ModelWriter& writer) {
  writer.Add(ids.text());
  writer.Add(ids.ends());
}

IdTable ReadIds(ModelReader& reader) {
  const auto text = reader.Take<char>();
  const auto ends = reader.Take<std::uint32_t>();
  const std::string_view view(text.data(), text.size());
  IdTable ids;
  std::uint32_t begin = 0;
  for (std::uint32_t number = 0; number < ends.size(); ++number) {
    const std::uint32_t end = ends[number];
    if (end < begin || end > view.size()) DamagedModel();
    if (ids.Intern(view.substr(begin, end - begin)) != number) DamagedModel();
    begin = end;
  }
  if (begin != view.size()) DamagedModel();
  return ids;
}

void WriteRows(const SparseRows& rows, ModelWriter& writer) {
  writer.Add(rows.begins);
  writer.Add(rows.columns);
  writer.Add(rows.weights);
}

SparseRows ReadRows(std::uint32_t rows, std::uint32_t columns, RowWeights weights,
                    ModelReader& reader) {
  SparseRows result;
  result.begins = reader.Take<std::uint32_t>();
  result.columns = reader.Take<std::uint32_t>();
  if (result.begins.size() != std::size_t{rows} + 1 || result.begins.front() != 0 ||
      result.begins.back() != result.columns.size() ||
      !std::is_sorted(result.begins.begin(), result.begins.end())) {
    DamagedModel();
  }
  const auto is_there = [columns](std::uint32_t column) { return column < columns; };
  if (!std::all_of(result.columns.begin(), result.columns.end(), is_there)) DamagedModel();
  result.weights = ReadNumbers(weights == RowWeights::kOfEach ? result.columns.size() : 0, reader);
  return result;
}

void WriteFactors(const Factors& factors, ModelWriter& writer) {
  writer.Add(std::vector<std::uint32_t>{factors.rank});
  writer.Add(factors.values);
}

Factors ReadFactors(std::uint32_t rows, ModelReader& reader) {
  const auto rank = reader.Take<std::uint32_t>();
  if (rank.size() != 1 || rank[0] == 0 || rank[0] > limits::kFactors) DamagedModel();
  return {.rank = rank[0], .values = ReadNumbers(std::size_t{rows} * rank[0], reader)};
}

}  // namespace portside::personalize
