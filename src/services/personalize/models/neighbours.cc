// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/neighbours.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "services/personalize/limits.h"
#include "services/personalize/models/item_counts.h"

namespace portside::personalize {
namespace {

// Rows between two looks at the stop token.
constexpr std::uint32_t kRowsPerLook = 256;
// Observations of nothing in particular that every probability is diluted with: once is chance.
constexpr float kPriorTransitions = 3;

bool IsLeftOut(const Feedback& feedback, std::uint32_t user) {
  return !feedback.is_test_user.empty() && feedback.is_test_user[user];
}

template <typename Visit>
void EachTransition(const Feedback& feedback, const Visit& visit) {
  for (std::uint32_t user = 0; user < feedback.by_user.rows(); ++user) {
    if (IsLeftOut(feedback, user)) continue;
    const auto items = feedback.by_user.Columns(user);
    for (std::size_t i = 1; i < items.size(); ++i) visit(items[i - 1], items[i]);
  }
}

}  // namespace

std::optional<SparseRows> FindCoOccurrences(const Feedback& feedback, const std::stop_token& stop) {
  const auto items = static_cast<std::uint32_t>(feedback.popularity.size());
  const SparseRows by_item =
      Transpose(feedback.by_user, items, feedback.is_test_user, limits::kCoOccurringItems);
  const auto users_of = [&](std::uint32_t item) {
    return static_cast<float>(by_item.Columns(item).size());
  };
  SparseRows neighbours;
  ItemCounts counts(items);
  for (std::uint32_t item = 0; item < items; ++item) {
    if (item % kRowsPerLook == 0 && stop.stop_requested()) return std::nullopt;
    for (const std::uint32_t user : by_item.Columns(item)) {
      for (const std::uint32_t other : feedback.by_user.Columns(user, limits::kCoOccurringItems)) {
        if (other != item) counts.Add(other);
      }
    }
    const auto cosine = [&](std::uint32_t other, float both) {
      return std::min(1.0F, both / std::sqrt(users_of(item) * users_of(other)));
    };
    counts.EndRow(limits::kNeighboursPerItem, cosine, neighbours);
  }
  return neighbours;
}

std::optional<SparseRows> FindTransitions(const Feedback& feedback, const std::stop_token& stop) {
  const auto items = static_cast<std::uint32_t>(feedback.popularity.size());
  std::vector<std::uint32_t> begins(items + 1);
  EachTransition(feedback, [&](std::uint32_t from, std::uint32_t) { ++begins[from + 1]; });
  for (std::uint32_t i = 0; i < items; ++i) begins[i + 1] += begins[i];
  std::vector<std::uint32_t> next(begins.begin(), begins.end() - 1);
  std::vector<std::uint32_t> successors(begins.back());
  EachTransition(feedback,
                 [&](std::uint32_t from, std::uint32_t to) { successors[next[from]++] = to; });

  SparseRows transitions;
  ItemCounts counts(items);
  for (std::uint32_t item = 0; item < items; ++item) {
    if (item % kRowsPerLook == 0 && stop.stop_requested()) return std::nullopt;
    const float all = static_cast<float>(begins[item + 1] - begins[item]) + kPriorTransitions;
    for (std::uint32_t i = begins[item]; i < begins[item + 1]; ++i) counts.Add(successors[i]);
    counts.EndRow(
        limits::kTransitionsPerItem, [&](std::uint32_t, float count) { return count / all; },
        transitions);
  }
  return transitions;
}

}  // namespace portside::personalize
