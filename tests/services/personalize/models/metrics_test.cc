// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "services/personalize/models/tastes.h"

namespace portside::personalize {
namespace {

using namespace tastes;
using testing::ElementsAre;

std::map<std::string_view, double> ByName(const std::vector<Metric>& metrics) {
  std::map<std::string_view, double> result;
  for (const Metric& metric : metrics) result[metric.name] = metric.value;
  return result;
}

// The example of the developer guide: the second and the fifth recommendation are relevant.
TEST(ModelMetricsTest, AreThoseOfTheDeveloperGuide) {
  const std::vector<TestUser> users = {{.user = 0, .history = {}, .relevant = {11, 14}}};
  const auto metrics = ByName(MeasureItems(users, 20, [](const TestUser&) {
    return std::vector<std::uint32_t>{10, 11, 12, 13, 14};
  }));
  EXPECT_EQ(metrics.size(), 8u);
  EXPECT_DOUBLE_EQ(metrics.at("mean_reciprocal_rank_at_25"), 0.5);
  EXPECT_NEAR(metrics.at("normalized_discounted_cumulative_gain_at_5"), 0.6241, 5e-5);
  EXPECT_NEAR(metrics.at("normalized_discounted_cumulative_gain_at_25"), 0.6241, 5e-5);
  EXPECT_DOUBLE_EQ(metrics.at("precision_at_5"), 0.4);
  EXPECT_DOUBLE_EQ(metrics.at("precision_at_10"), 0.2);
  EXPECT_DOUBLE_EQ(metrics.at("precision_at_25"), 0.08);
  EXPECT_DOUBLE_EQ(metrics.at("coverage"), 0.25);
}

// As well: ranks 4 and 10, ranks 2, 4 and 12, rank 6.
TEST(ModelMetricsTest, AreMeansOverUsers) {
  const std::vector<TestUser> users = {{.user = 0, .history = {}, .relevant = {3, 9}},
                                       {.user = 1, .history = {}, .relevant = {1, 3, 11}},
                                       {.user = 2, .history = {}, .relevant = {5}},
                                       {.user = 3, .history = {}, .relevant = {29}}};
  std::vector<std::uint32_t> items(30);
  for (std::uint32_t i = 0; i < 30; ++i) items[i] = i;
  const auto recommend = [&](const TestUser&) { return items; };
  const auto three = ByName(MeasureItems(std::span(users).first(3), 30, recommend));
  EXPECT_NEAR(three.at("mean_reciprocal_rank_at_25"), 0.3056, 5e-5);
  EXPECT_DOUBLE_EQ(three.at("precision_at_10"), (2 + 2 + 1) / 30.0);
  // Beyond the 25th place nothing counts.
  const auto four = ByName(MeasureItems(users, 30, recommend));
  EXPECT_NEAR(four.at("mean_reciprocal_rank_at_25"), 0.3056 * 3 / 4, 5e-5);
  EXPECT_DOUBLE_EQ(four.at("coverage"), 25.0 / 30);
}

TEST(ModelMetricsTest, OfNobodyAreZero) {
  const auto none = [](const TestUser&) { return std::vector<std::uint32_t>{}; };
  for (const Metric& metric : MeasureItems({}, 0, none)) EXPECT_EQ(metric.value, 0) << metric.name;
}

TEST(ModelMetricsTest, OfSegmentsLookAtOnePercentOfTheUsers) {
  const std::vector<TestItem> tests = {{.item = 0, .users = {1, 2, 3, 4}},
                                       {.item = 1, .users = {7}}};
  const auto metrics =
      ByName(MeasureSegments(tests, 200, [](std::uint32_t item, std::size_t count) {
        EXPECT_EQ(count, 2u);
        return item == 0 ? std::vector<std::uint32_t>{1, 3, 4} : std::vector<std::uint32_t>{8, 1};
      }));
  EXPECT_DOUBLE_EQ(metrics.at("hit"), (2 + 0) / 2.0);
  EXPECT_DOUBLE_EQ(metrics.at("recall"), (0.5 + 0) / 2);
  EXPECT_DOUBLE_EQ(metrics.at("coverage"), 3 / 200.0);
}

TEST(ModelMetricsTest, OfTrendsCompareWithTheBest25) {
  const std::vector<float> growth = {10, -5, 30, 0};
  EXPECT_DOUBLE_EQ(MeasureTrend(growth, std::vector<std::uint32_t>{0, 1}).value, 0.25);
  EXPECT_DOUBLE_EQ(MeasureTrend(growth, std::vector<std::uint32_t>{2, 0}).value, 1);
  EXPECT_DOUBLE_EQ(MeasureTrend({}, {}).value, 0);
}

TEST(ModelHeldOutTest, ATenthOfTheUsersAndOfTheirNewestInteractions) {
  InteractionData data;
  for (int u = 0; u < 100; ++u) {
    for (int i = 0; i < 20; ++i) Put(data, Name('u', u), Name('i', i), 1000 - i);
  }
  const auto tests = HoldOutUsers(data, 3);
  EXPECT_EQ(data.interactions.size(), 2000u);
  ASSERT_EQ(tests.size(), 10u);
  for (std::size_t i = 0; i < tests.size(); ++i) {
    if (i > 0) {
      EXPECT_LT(tests[i - 1].user, tests[i].user);
    }
    EXPECT_EQ(tests[i].relevant, (std::vector<std::uint32_t>{0, 1}));
    ASSERT_EQ(tests[i].history.size(), 18u);
    EXPECT_EQ(tests[i].history.front(), 2u);
    EXPECT_EQ(tests[i].history.back(), 19u);
  }
  const auto users = [](const std::vector<TestUser>& all) {
    std::set<std::uint32_t> numbers;
    for (const TestUser& test : all) numbers.insert(test.user);
    return numbers;
  };
  EXPECT_EQ(users(HoldOutUsers(data, 3)), users(tests));
  EXPECT_NE(users(HoldOutUsers(data, 4)), users(tests));
}

TEST(ModelHeldOutTest, AtLeastOneOfAnythingAndNothingOfNothing) {
  InteractionData data;
  EXPECT_TRUE(HoldOutUsers(data, 1).empty());
  Put(data, "u", "i", 1);
  EXPECT_TRUE(HoldOutUsers(data, 1).empty());
  Put(data, "u", "j", 2);
  const auto tests = HoldOutUsers(data, 1);
  ASSERT_EQ(tests.size(), 1u);
  EXPECT_THAT(tests[0].history, ElementsAre(0));
  EXPECT_THAT(tests[0].relevant, ElementsAre(1));
}

TEST(ModelHeldOutTest, SegmentsHoldOutAFifthOfEachUser) {
  InteractionData data;
  for (int i = 0; i < 10; ++i) Put(data, "u", Name('i', i), i);
  Put(data, "v", "i09", 1);
  Put(data, "v", "i00", 0);
  Put(data, "w", "i05", 0);
  const auto tests = HoldOutNewest(data);
  EXPECT_EQ(data.interactions.size(), 10u);
  ASSERT_EQ(tests.size(), 2u);
  EXPECT_EQ(data.items[tests[0].item], "i08");
  EXPECT_THAT(tests[0].users, ElementsAre(0));
  EXPECT_THAT(tests[1].users, ElementsAre(0, 1));
}

}  // namespace
}  // namespace portside::personalize
