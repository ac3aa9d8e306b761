// SPDX-License-Identifier: Apache-2.0
//
// Matrix factorisation of implicit feedback by alternating least squares (Hu, Koren, Volinsky 2008,
// in the form of Rendle et al. 2021, where what was not observed has one small weight):
//
//   minimise  Σ w (x·y - 1)²  +  a Σ (x·y)²  +  λ (Σ |x|² + Σ |y|²)
//             observed           all pairs
//
// For a user this is a system of as many equations as there are factors, which is solved when the
// user is asked for ("folding in"): about 30 µs, so every new event counts at once and no user has
// to be known. Eigen is known here and in ranking.cc.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "services/personalize/models/sparse_rows.h"
#include "services/personalize/models/training_options.h"

namespace portside::personalize {

// Rows of equally many numbers.
struct Factors {
  std::uint32_t rank = 1;
  std::vector<float> values;

  [[nodiscard]] std::uint32_t rows() const {
    return static_cast<std::uint32_t>(values.size() / rank);
  }
  [[nodiscard]] std::span<const float> Row(std::uint32_t row) const {
    return std::span(values).subspan(std::size_t{row} * rank, rank);
  }
};

// Of each item. Holds, while it runs, `by_user` once more by item. Nothing: it was stopped.
std::optional<Factors> FactorizeItems(const SparseRows& by_user, std::uint32_t items,
                                      const std::vector<bool>& left_out,
                                      const TrainingOptions& options);

// Σ y yᵀ over all rows.
std::vector<float> GramMatrix(const Factors& factors);

// The factors of whoever has these items with these weights. `gram` is that of `items`.
std::vector<float> FoldIn(const Factors& items, std::span<const float> gram,
                          std::span<const std::uint32_t> history, std::span<const float> weights);
// The same for each row.
Factors FoldInAll(const Factors& items, const SparseRows& by_user);

// The products of each row with `vector`.
void Multiply(const Factors& factors, std::span<const float> vector, std::span<float> products);

}  // namespace portside::personalize
