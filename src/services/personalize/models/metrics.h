// SPDX-License-Identifier: Apache-2.0
//
// The metrics of GetSolutionMetrics, as the developer guide defines them ("Evaluating a solution
// version with metrics"). Pure functions of what was held out and what is recommended.

#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "services/personalize/models/held_out.h"

namespace portside::personalize {

struct Metric {
  std::string_view name;
  double value = 0;
};

// How many recommendations are looked at for an item metric.
inline constexpr std::size_t kMeasuredItems = 25;

// What a model recommends, best first: at most so many.
using RecommendItems = std::function<std::vector<std::uint32_t>(const TestUser& user)>;
using RecommendUsers = std::function<std::vector<std::uint32_t>(std::uint32_t item, std::size_t)>;

// coverage, mean_reciprocal_rank_at_25, normalized_discounted_cumulative_gain_at_5, _10, _25 and
// precision_at_5, _10, _25, each the mean over the test users; zeros if there are none. `items` are
// all items of the datasets.
std::vector<Metric> MeasureItems(std::span<const TestUser> users, std::uint32_t items,
                                 const RecommendItems& recommend);

// coverage, hit and recall of user segments: of the users that are one percent of all, and at least
// one. `users` are all users of the datasets.
std::vector<Metric> MeasureSegments(std::span<const TestItem> tests, std::uint32_t users,
                                    const RecommendUsers& recommend);

// trend_prediction_accuracy: how much of the growth of the 25 items that grew most the recommended
// ones have. `growth` is by item, from data that was not learnt from.
Metric MeasureTrend(std::span<const float> growth, std::span<const std::uint32_t> recommended);

// How likely an action that a test user has taken scores above one that it has not: the mean over
// the users. `score` gives the scores of all `actions`.
Metric MeasureActions(std::span<const TestUser> users, std::uint32_t actions,
                      const std::function<void(const TestUser& user, std::span<float>)>& score);

}  // namespace portside::personalize
