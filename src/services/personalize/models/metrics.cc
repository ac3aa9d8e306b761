// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/metrics.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "services/personalize/models/ranking.h"

namespace portside::personalize {
namespace {

struct Cut {
  std::size_t count;
  std::string_view gain_name;
  std::string_view precision_name;
};
constexpr std::array<Cut, 3> kCuts{{
    {5, "normalized_discounted_cumulative_gain_at_5", "precision_at_5"},
    {10, "normalized_discounted_cumulative_gain_at_10", "precision_at_10"},
    {25, "normalized_discounted_cumulative_gain_at_25", "precision_at_25"},
}};

bool Contains(std::span<const std::uint32_t> sorted, std::uint32_t number) {
  return std::binary_search(sorted.begin(), sorted.end(), number);
}

// Of a position that is counted from zero: 1 / log(1 + position from one).
double Discount(std::size_t position) { return 1 / std::log(2 + static_cast<double>(position)); }

struct Sums {
  double reciprocal_rank = 0;
  std::array<double, kCuts.size()> gain{};
  std::array<double, kCuts.size()> precision{};
};

void AddUser(std::span<const std::uint32_t> recommended, std::span<const std::uint32_t> relevant,
             Sums& sums) {
  const auto first = std::find_if(recommended.begin(), recommended.end(),
                                  [&](std::uint32_t item) { return Contains(relevant, item); });
  if (first != recommended.end()) {
    sums.reciprocal_rank += 1 / static_cast<double>(first - recommended.begin() + 1);
  }
  for (std::size_t c = 0; c < kCuts.size(); ++c) {
    double gain = 0;
    double ideal = 0;
    std::size_t hits = 0;
    for (std::size_t i = 0; i < kCuts[c].count; ++i) {
      if (i < relevant.size()) ideal += Discount(i);
      if (i >= recommended.size() || !Contains(relevant, recommended[i])) continue;
      gain += Discount(i);
      ++hits;
    }
    if (ideal > 0) sums.gain[c] += gain / ideal;
    sums.precision[c] += static_cast<double>(hits) / static_cast<double>(kCuts[c].count);
  }
}

double Share(double part, double all) { return all == 0 ? 0 : part / all; }

double Coverage(const std::vector<bool>& is_recommended) {
  const auto count = std::count(is_recommended.begin(), is_recommended.end(), true);
  return Share(static_cast<double>(count), static_cast<double>(is_recommended.size()));
}

}  // namespace

std::vector<Metric> MeasureItems(std::span<const TestUser> users, std::uint32_t items,
                                 const RecommendItems& recommend) {
  Sums sums;
  std::vector<bool> is_recommended(items);
  for (const TestUser& user : users) {
    std::vector<std::uint32_t> recommended = recommend(user);
    recommended.resize(std::min(recommended.size(), kMeasuredItems));
    for (const std::uint32_t item : recommended) is_recommended[item] = true;
    AddUser(recommended, user.relevant, sums);
  }
  const auto count = static_cast<double>(users.size());
  std::vector<Metric> metrics{
      {"coverage", Coverage(is_recommended)},
      {"mean_reciprocal_rank_at_25", Share(sums.reciprocal_rank, count)},
  };
  for (std::size_t c = 0; c < kCuts.size(); ++c) {
    metrics.push_back({kCuts[c].gain_name, Share(sums.gain[c], count)});
  }
  for (std::size_t c = 0; c < kCuts.size(); ++c) {
    metrics.push_back({kCuts[c].precision_name, Share(sums.precision[c], count)});
  }
  return metrics;
}

std::vector<Metric> MeasureSegments(std::span<const TestItem> tests, std::uint32_t users,
                                    const RecommendUsers& recommend) {
  const std::size_t segment = std::max<std::size_t>(1, users / 100);
  double hits = 0;
  double recall = 0;
  std::vector<bool> is_recommended(users);
  for (const TestItem& test : tests) {
    std::vector<std::uint32_t> recommended = recommend(test.item, segment);
    recommended.resize(std::min(recommended.size(), segment));
    double found = 0;
    for (const std::uint32_t user : recommended) {
      is_recommended[user] = true;
      if (Contains(test.users, user)) found += 1;
    }
    hits += found;
    recall += Share(found, static_cast<double>(test.users.size()));
  }
  // The guide names them "hit (hit at K)" and "recall (recall at K)"; which keys the service gives
  // was never seen. These are those of the same metrics in Customer Profiles' recommenders.
  const auto count = static_cast<double>(tests.size());
  return {{"coverage", Coverage(is_recommended)},
          {"hit", Share(hits, count)},
          {"recall", Share(recall, count)}};
}

Metric MeasureTrend(std::span<const float> growth, std::span<const std::uint32_t> recommended) {
  const auto sum = [&](std::span<const std::uint32_t> items) {
    double total = 0;
    for (const std::uint32_t item : items.first(std::min(items.size(), kMeasuredItems))) {
      total += std::max(0.0F, growth[item]);
    }
    return total;
  };
  return {"trend_prediction_accuracy", Share(sum(recommended), sum(TopOf(growth, kMeasuredItems)))};
}

// The guide's name of it is "area under the curve"; which key the service gives was never seen.
Metric MeasureActions(std::span<const TestUser> users, std::uint32_t actions,
                      const std::function<void(const TestUser& user, std::span<float>)>& score) {
  std::vector<float> scores(actions);
  double sum = 0;
  double measured = 0;
  for (const TestUser& user : users) {
    score(user, scores);
    double above = 0;
    double pairs = 0;
    for (const std::uint32_t taken : user.relevant) {
      for (std::uint32_t other = 0; other < actions; ++other) {
        if (Contains(user.relevant, other)) continue;
        pairs += 1;
        above += scores[taken] > scores[other] ? 1 : scores[taken] == scores[other] ? 0.5 : 0;
      }
    }
    if (pairs == 0) continue;
    sum += above / pairs;
    measured += 1;
  }
  return {"area_under_curve", Share(sum, measured)};
}

}  // namespace portside::personalize
