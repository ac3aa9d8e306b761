// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/factorization.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cassert>
#include <cmath>

#include "portside/base/random.h"
#include "services/personalize/limits.h"

namespace portside::personalize {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::VectorXf;
using Rows = Eigen::Map<const Matrix>;

// The weight of a pair that was not observed, beside one for an observed pair.
constexpr float kUnobserved = 0.1F;
// Regularisation, for each unit of weight that a row has. Rows with much to say are held back as
// much as others, so that what is popular does not get factors without bound.
constexpr float kRegularization = 0.02F;
// The same for every row, as much as one interaction says: with few interactions, factors would
// rather explain chance than taste.
constexpr float kLeastRegularization = 1;
// Rows of the other side that are gathered at a time, to be multiplied at once.
constexpr Eigen::Index kGathered = 64;
// Rows solved between two looks at the stop token: a few milliseconds.
constexpr std::uint32_t kRowsPerLook = 256;

Rows AsRows(const Factors& factors) {
  return {factors.values.data(), static_cast<Eigen::Index>(factors.rows()),
          static_cast<Eigen::Index>(factors.rank)};
}

Matrix Gram(const Factors& factors) {
  const Rows rows = AsRows(factors);
  return rows.transpose() * rows;
}

// Solves row after row against the factors of the other side.
class RowSolver {
 public:
  RowSolver(const Factors& other, const Matrix& gram)
      : other_(AsRows(other)), gram_(kUnobserved * gram), gathered_(kGathered, gram.rows()) {}

  void Solve(std::span<const std::uint32_t> columns, std::span<const float> weights,
             std::span<float> result) {
    const Eigen::Index rank = gram_.rows();
    Eigen::Map<Vector> solution(result.data(), rank);
    solution.setZero();
    if (columns.empty()) return;
    left_ = gram_;
    float sum = kUnobserved * static_cast<float>(other_.rows());
    for (std::size_t begin = 0; begin < columns.size(); begin += kGathered) {
      const auto count = std::min<std::size_t>(kGathered, columns.size() - begin);
      for (std::size_t i = 0; i < count; ++i) {
        const float weight = weights[begin + i];
        const auto row = other_.row(columns[begin + i]);
        gathered_.row(static_cast<Eigen::Index>(i)) = std::sqrt(weight) * row;
        solution += weight * row.transpose();
        sum += weight;
      }
      const auto block = gathered_.topRows(static_cast<Eigen::Index>(count));
      left_.selfadjointView<Eigen::Lower>().rankUpdate(block.transpose());
    }
    left_.diagonal().array() += kRegularization * sum + kLeastRegularization;
    cholesky_.compute(left_);
    cholesky_.solveInPlace(solution);
  }

 private:
  Rows other_;
  Matrix gram_;
  Matrix gathered_;
  Matrix left_;
  Eigen::LLT<Matrix, Eigen::Lower> cholesky_;
};

// False: it was stopped.
bool SolveAll(const SparseRows& rows, const std::vector<bool>& left_out, const Factors& other,
              const std::stop_token& stop, Factors& result) {
  RowSolver solver(other, Gram(other));
  for (std::uint32_t row = 0; row < rows.rows(); ++row) {
    if (row % kRowsPerLook == 0 && stop.stop_requested()) return false;
    if (!left_out.empty() && left_out[row]) continue;
    solver.Solve(rows.Columns(row), rows.Weights(row),
                 std::span(result.values).subspan(std::size_t{row} * result.rank, result.rank));
  }
  return true;
}

// A quarter of the items at most: with more, each item would have a factor of its own.
std::uint32_t Rank(std::uint32_t items, std::uint32_t wanted) {
  if (wanted != 0) return std::min<std::uint32_t>(wanted, limits::kFactors);
  return std::clamp<std::uint32_t>(items / 4, 4, limits::kFactors);
}

Factors Zeros(std::uint32_t rows, std::uint32_t rank) {
  return {.rank = rank, .values = std::vector<float>(std::size_t{rows} * rank)};
}

}  // namespace

std::optional<Factors> FactorizeItems(const SparseRows& by_user, std::uint32_t items,
                                      const std::vector<bool>& left_out,
                                      const TrainingOptions& options) {
  const SparseRows by_item = Transpose(by_user, items, left_out);
  const std::uint32_t rank = Rank(items, options.factors);
  Factors result = Zeros(items, rank);
  Factors users = Zeros(by_user.rows(), rank);
  Random random(options.seed);
  const double scale = 1 / std::sqrt(static_cast<double>(rank));
  for (float& value : result.values) {
    value = static_cast<float>((random.Unit() - 0.5) * scale);
  }
  for (int i = 0; i < options.iterations; ++i) {
    if (!SolveAll(by_user, left_out, result, options.stop, users)) return std::nullopt;
    if (!SolveAll(by_item, {}, users, options.stop, result)) return std::nullopt;
  }
  return result;
}

std::vector<float> GramMatrix(const Factors& factors) {
  const Matrix gram = Gram(factors);
  return {gram.data(), gram.data() + gram.size()};
}

std::vector<float> FoldIn(const Factors& items, std::span<const float> gram,
                          std::span<const std::uint32_t> history, std::span<const float> weights) {
  assert(gram.size() == std::size_t{items.rank} * items.rank);
  assert(history.size() == weights.size());
  const auto rank = static_cast<Eigen::Index>(items.rank);
  std::vector<float> result(items.rank);
  RowSolver(items, Eigen::Map<const Matrix>(gram.data(), rank, rank))
      .Solve(history, weights, result);
  return result;
}

Factors FoldInAll(const Factors& items, const SparseRows& by_user) {
  Factors users = Zeros(by_user.rows(), items.rank);
  SolveAll(by_user, {}, items, {}, users);
  return users;
}

void Multiply(const Factors& factors, std::span<const float> vector, std::span<float> products) {
  assert(vector.size() == factors.rank && products.size() == factors.rows());
  const Eigen::Map<const Vector> right(vector.data(), static_cast<Eigen::Index>(vector.size()));
  Eigen::Map<Vector> result(products.data(), static_cast<Eigen::Index>(products.size()));
  result.noalias() = AsRows(factors) * right;
}

}  // namespace portside::personalize
