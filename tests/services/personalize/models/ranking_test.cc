// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/ranking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <numeric>

#include "services/personalize/models/id_table.h"
#include "services/personalize/models/training_minimum.h"

namespace portside::personalize {
namespace {

using testing::ElementsAre;

TEST(ModelRankingTest, TheHighestComeFirstAndTiesByNumber) {
  const std::vector<float> scores = {1, 3, -std::numeric_limits<float>::infinity(), 3, 2};
  EXPECT_THAT(TopOf(scores, 3), ElementsAre(1, 3, 4));
  EXPECT_THAT(TopOf(scores, 99), ElementsAre(1, 3, 4, 0));
  EXPECT_THAT(TopOf(scores, 2, [](std::uint32_t i) { return i != 1; }), ElementsAre(3, 4));
  EXPECT_TRUE(TopOf({}, 5).empty());
}

TEST(ModelRankingTest, TheBestAreFoundWhereverTheyStand) {
  std::vector<float> scores(1000);
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = static_cast<float>(i * 389 % 1000);
  const auto top = TopOf(scores, 70);
  ASSERT_EQ(top.size(), 70U);
  for (std::size_t i = 0; i < top.size(); ++i) {
    EXPECT_EQ(scores[top[i]], static_cast<float>(999 - i));
  }
  Normalize(scores);
  EXPECT_NEAR(std::accumulate(scores.begin(), scores.end(), 0.0), 1, 1e-6);
  EXPECT_EQ(TopOf(scores, 3), std::vector<std::uint32_t>(top.begin(), top.begin() + 3));
}

TEST(ModelRankingTest, ScoresSumToOneInTheSameOrder) {
  std::vector<float> scores = {0.9F, -0.1F, 0.5F, 0.5F, 1.7F};
  Normalize(scores);
  EXPECT_NEAR(std::accumulate(scores.begin(), scores.end(), 0.0), 1, 1e-6);
  EXPECT_THAT(TopOf(scores, 9), ElementsAre(4, 0, 2, 3, 1));
  EXPECT_EQ(scores[2], scores[3]);
  EXPECT_GT(scores[1], 0);
}

TEST(ModelRankingTest, ExtremeScoresAreNoMatter) {
  std::vector<float> scores = {1e30F, -1e30F, -std::numeric_limits<float>::infinity()};
  Normalize(scores);
  EXPECT_EQ(scores[0], 1);
  EXPECT_GT(scores[1], 0);
  EXPECT_EQ(scores[2], 0);
  std::vector<float> one = {-5};
  Normalize(one);
  EXPECT_THAT(one, ElementsAre(1));
  Normalize({});
}

TEST(ModelIdTableTest, FindsWhatItHas) {
  IdTable ids;
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(ids.Intern(std::to_string(i)), i);
  EXPECT_EQ(ids.Intern("500"), 500u);
  EXPECT_EQ(ids.Find("999"), 999u);
  EXPECT_EQ(ids.Find("1000"), std::nullopt);
  EXPECT_EQ(IdTable().Find(""), std::nullopt);
  const auto numbers = ids.Sort();
  EXPECT_EQ(ids[0], "0");
  EXPECT_EQ(ids[1], "1");
  EXPECT_EQ(ids[2], "10");
  EXPECT_EQ(numbers[10], 2u);
  EXPECT_EQ(ids.Find("10"), 2u);
}

TEST(ModelMinimumTest, IsSaidInTheServicesWords) {
  EXPECT_EQ(FindShortfall({.interactions = 1000, .returning_users = 25}, "", true), std::nullopt);
  EXPECT_EQ(FindShortfall({.interactions = 1000, .returning_users = 24}, "", true),
            "Dataset has fewer than 25 users with at least 2 interactions each.");
  EXPECT_EQ(FindShortfall({.interactions = 999, .returning_users = 25}, "watch", true),
            "Dataset has fewer than 1000 interactions after filtering by event type: watch");
  EXPECT_EQ(FindShortfall({}, "watch", false), std::nullopt);
}

TEST(ModelMinimumTest, CountsUsersWhoCameBack) {
  InteractionData data;
  for (const char* user : {"a", "b", "a", "a", "c", "c"}) {
    data.interactions.push_back({.user = data.users.Intern(user)});
  }
  const TrainingCounts counts = CountForTraining(data);
  EXPECT_EQ(counts.interactions, 6u);
  EXPECT_EQ(counts.returning_users, 2u);
}

}  // namespace
}  // namespace portside::personalize
