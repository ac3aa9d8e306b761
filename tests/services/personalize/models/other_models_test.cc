// SPDX-License-Identifier: Apache-2.0

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "services/personalize/models/popularity_model.h"
#include "services/personalize/models/ranking.h"
#include "services/personalize/models/similar_items_model.h"
#include "services/personalize/models/tastes.h"
#include "services/personalize/models/user_segments_model.h"

namespace portside::personalize {
namespace {

using namespace tastes;
using testing::ElementsAre;

std::vector<std::string> Best(const PopularityModel& model, std::size_t count) {
  return Names(model.items(), TopOf(model.scores(), count));
}

TEST(ModelOfSimilarItemsTest, NeighboursAreWhatTheSameUsersTook) {
  const SimilarItemsModel model = *SimilarItemsModel::Train(TwoTastes(), {});
  for (std::uint32_t item = 0; item < model.items().size(); ++item) {
    EXPECT_FALSE(model.Similar(item).empty());
    for (const std::uint32_t other : model.Similar(item)) {
      EXPECT_NE(other, item);
      EXPECT_EQ(model.items()[other].front(), model.items()[item].front());
    }
    EXPECT_TRUE(std::ranges::is_sorted(model.Cosines(item), std::ranges::greater()));
  }
}

TEST(ModelOfSimilarItemsTest, NearnessIsTheCosine) {
  InteractionData data;
  for (const char* item : {"x", "y"}) Put(data, "u1", item, 1);
  for (const char* item : {"x", "y", "z"}) Put(data, "u2", item, 2);
  Put(data, "u3", "x", 3);
  Put(data, "u3", "x", 4);
  const SimilarItemsModel model = *SimilarItemsModel::Train(std::move(data), {});
  const std::uint32_t x = model.items().Find("x").value();
  EXPECT_THAT(Names(model.items(), {model.Similar(x).begin(), model.Similar(x).end()}),
              ElementsAre("y", "z"));
  EXPECT_FLOAT_EQ(model.Cosines(x)[0], 2 / std::sqrt(3.0F * 2));
  EXPECT_FLOAT_EQ(model.Cosines(x)[1], 1 / std::sqrt(3.0F * 1));
}

TEST(ModelOfSimilarItemsTest, BehindNeighboursComesWhatIsPopular) {
  InteractionData data = TwoTastes();
  for (int i = 0; i < 40; ++i) Put(data, Name('c', i), "B07", 1'700'000'000);
  const SimilarItemsModel model = *SimilarItemsModel::Train(std::move(data), {});
  std::vector<float> scores(model.items().size());
  model.Score(model.items().Find("A00"), scores);
  const auto names = Names(model.items(), TopOf(scores, scores.size()));
  ASSERT_EQ(names.size(), 2u * kItemsOfEach - 1);
  const std::size_t neighbours = model.Similar(model.items().Find("A00").value()).size();
  EXPECT_EQ(names[neighbours], "B07");
  EXPECT_THAT(names, testing::Not(testing::Contains("A00")));
  model.Score(std::nullopt, scores);
  EXPECT_EQ(Names(model.items(), TopOf(scores, 1)).front(), "B07");
}

TEST(ModelOfPopularityTest, CountsEveryInteraction) {
  InteractionData data;
  for (int i = 0; i < 3; ++i) Put(data, "u", "often", i);
  for (int i = 0; i < 2; ++i) Put(data, "v", "b", i);
  for (int i = 0; i < 2; ++i) Put(data, "w", "a", i);
  data.items.Intern("never");
  const auto model = PopularityModel::TrainCount(std::move(data), {});
  EXPECT_THAT(Best(model, 9), ElementsAre("often", "a", "b", "never"));
  EXPECT_EQ(model.scores()[model.items().Find("often").value()], 3);
}

TEST(ModelOfTrendsTest, PrefersWhatGrows) {
  InteractionData data;
  const auto put = [&data](const char* item, int before, int newest) {
    for (int i = 0; i < before; ++i) Put(data, "u", item, 80 + i % 10);
    for (int i = 0; i < newest; ++i) Put(data, "u", item, 91 + i % 10);
  };
  put("falling", 30, 20);
  put("steady", 50, 50);
  put("rising", 10, 30);
  Put(data, "u", "old", 0);
  Put(data, "u", "steady", 100);
  const auto model = PopularityModel::TrainTrending(data, {});
  EXPECT_THAT(Best(model, 9), ElementsAre("rising", "steady", "old", "falling"));
  EXPECT_EQ(PagesOf(model), PagesOf(PopularityModel::TrainTrending(data, {.trend_window = 10})));
}

TEST(ModelOfSegmentsTest, UsersOfTheTasteComeFirst) {
  InteractionData data = TwoTastes();
  const std::uint32_t cold = data.items.Intern("Cold");
  data.details.resize(cold + 1);
  data.details[cold].features = {1};
  const UserSegmentsModel model = *UserSegmentsModel::Train(std::move(data), {});
  std::vector<float> scores(model.users().size());
  const auto tastes_of_best = [&](const std::vector<std::uint32_t>& items) {
    model.Score(items, scores);
    std::string tastes;
    for (const std::uint32_t user : TopOf(scores, kUsersOfEach)) tastes += model.users()[user][0];
    return tastes;
  };
  const std::string all_a(kUsersOfEach, 'a');
  const std::string all_b(kUsersOfEach, 'b');
  const auto item = [&](std::string_view id) { return model.items().Find(id).value(); };
  EXPECT_EQ(tastes_of_best({item("A00")}), all_a);
  EXPECT_EQ(tastes_of_best({item("A01"), item("A02"), item("A03")}), all_a);
  EXPECT_EQ(tastes_of_best({item("Cold")}), all_b);
  EXPECT_EQ(tastes_of_best({}).size(), all_a.size());
}

TEST(ModelPagesTest, OtherModelsAreTheSameAfterPages) {
  const auto similar = PagesOf(*SimilarItemsModel::Train(TwoTastes(), {}));
  EXPECT_EQ(PagesOf(SimilarItemsModel::Read(ReaderOf(ModelKind::kSimilarItems, similar))), similar);
  const auto trending = PagesOf(PopularityModel::TrainTrending(TwoTastes(), {}));
  EXPECT_EQ(PagesOf(PopularityModel::Read(ModelKind::kTrending,
                                          ReaderOf(ModelKind::kTrending, trending))),
            trending);
  const auto segments = PagesOf(*UserSegmentsModel::Train(TwoTastes(), {}));
  EXPECT_EQ(PagesOf(UserSegmentsModel::Read(ReaderOf(ModelKind::kUserSegments, segments))),
            segments);
}

}  // namespace
}  // namespace portside::personalize
