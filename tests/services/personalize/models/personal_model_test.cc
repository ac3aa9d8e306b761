// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/personal_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "services/personalize/limits.h"
#include "services/personalize/models/metrics.h"
#include "services/personalize/models/popularity_model.h"
#include "services/personalize/models/ranking.h"
#include "services/personalize/models/tastes.h"

namespace portside::personalize {
namespace {

using namespace tastes;

std::vector<float> Scores(const PersonalModel& model, std::span<const std::uint32_t> history) {
  std::vector<float> scores(model.items().size());
  model.Score(history, scores);
  return scores;
}

std::vector<std::uint32_t> History(const PersonalModel& model,
                                   const std::vector<std::string>& items) {
  std::vector<std::uint32_t> history;
  for (const std::string& item : items) history.push_back(model.items().Find(item).value());
  return history;
}

// The lowest score of the items of this taste, and the highest.
std::pair<float, float> Range(const PersonalModel& model, std::span<const float> scores,
                              char taste) {
  std::pair<float, float> range{1e9F, -1e9F};
  for (std::uint32_t item = 0; item < scores.size(); ++item) {
    if (model.items()[item].front() != taste) continue;
    range.first = std::min(range.first, scores[item]);
    range.second = std::max(range.second, scores[item]);
  }
  return range;
}

TEST(ModelOfPersonsTest, AUserGetsEverythingOfOneTasteBeforeTheOther) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const PersonalModel model = *PersonalModel::Train(TwoTastes(seed), {.seed = seed});
    for (int u = 0; u < kUsersOfEach; ++u) {
      const auto a = Scores(model, model.HistoryOf(Name('a', u)));
      EXPECT_GT(Range(model, a, 'A').first, Range(model, a, 'B').second) << seed << ' ' << u;
      const auto b = Scores(model, model.HistoryOf(Name('b', u)));
      EXPECT_GT(Range(model, b, 'B').first, Range(model, b, 'A').second) << seed << ' ' << u;
    }
  }
}

TEST(ModelOfPersonsTest, OneEventOfANewUserMovesTheList) {
  const PersonalModel model = *PersonalModel::Train(TwoTastes(), {});
  const auto a = Scores(model, History(model, {"A03"}));
  EXPECT_GT(Range(model, a, 'A').first, Range(model, a, 'B').second);
  const auto b = Scores(model, History(model, {"B03"}));
  EXPECT_GT(Range(model, b, 'B').first, Range(model, b, 'A').second);
}

TEST(ModelOfPersonsTest, OneMoreEventOfAKnownUserMovesTheList) {
  const PersonalModel model = *PersonalModel::Train(TwoTastes(), {});
  const auto known = model.HistoryOf("a00");
  ASSERT_FALSE(known.empty());
  std::vector<std::uint32_t> history = History(model, {"B03"});
  history.insert(history.end(), known.begin(), known.end());
  EXPECT_GT(Range(model, Scores(model, history), 'B').second,
            Range(model, Scores(model, known), 'B').second + 0.1F);
}

TEST(ModelOfPersonsTest, WhoIsNewGetsWhatIsPopular) {
  InteractionData data = TwoTastes();
  for (int i = 0; i < 40; ++i) Put(data, Name('c', i), "B07", 1'700'000'000);
  const PersonalModel model = *PersonalModel::Train(std::move(data), {});
  EXPECT_TRUE(model.HistoryOf("nobody").empty());
  const auto scores = Scores(model, {});
  EXPECT_EQ(Names(model.items(), TopOf(scores, 1)), std::vector<std::string>{"B07"});
  for (std::uint32_t i = 0; i < scores.size(); ++i) {
    for (std::uint32_t j = 0; j < scores.size(); ++j) {
      EXPECT_EQ(model.popularity()[i] < model.popularity()[j], scores[i] < scores[j]);
    }
  }
}

TEST(ModelOfPersonsTest, AColdItemIsAsItsFeatures) {
  InteractionData data = TwoTastes();
  const std::uint32_t cold = data.items.Intern("Cold");
  data.details.resize(cold + 1);
  data.details[cold] = {.creation_time = 77, .features = {0}};
  data.items.Intern("Unknown");
  const PersonalModel model = *PersonalModel::Train(std::move(data), {});
  const std::uint32_t item = model.items().Find("Cold").value();
  EXPECT_EQ(model.popularity()[item], 0);
  EXPECT_EQ(model.CreationTime(item), 77);
  for (int u = 0; u < kUsersOfEach; ++u) {
    const auto a = Scores(model, model.HistoryOf(Name('a', u)));
    EXPECT_GT(a[item], Range(model, a, 'B').second);
    EXPECT_GT(a[item], a[model.items().Find("Unknown").value()]);
    const auto b = Scores(model, model.HistoryOf(Name('b', u)));
    EXPECT_LT(b[item], Range(model, b, 'B').first);
  }
}

TEST(ModelOfPersonsTest, WhatComesNextIsLearnt) {
  InteractionData data = TwoTastes();
  for (int u = 0; u < 20; ++u) {
    Put(data, Name('c', u), "A01", 1'700'000'000 + u);
    Put(data, Name('c', u), "B01", 1'700'000'100 + u);
  }
  const PersonalModel model = *PersonalModel::Train(std::move(data), {});
  const auto scores = Scores(model, History(model, {"A01"}));
  EXPECT_EQ(Names(model.items(), TopOf(scores, 1)), std::vector<std::string>{"B01"});
}

TEST(ModelOfPersonsTest, RemembersTheLatestItemsNewestFirst) {
  InteractionData data;
  for (int i = 0; i < 150; ++i) Put(data, "u", "item" + std::to_string(i), 1000 + i);
  Put(data, "u", "item60", 5000);
  const PersonalModel model = *PersonalModel::Train(std::move(data), {});
  const auto history = model.HistoryOf("u");
  ASSERT_EQ(history.size(), limits::kHistoryItems);
  EXPECT_EQ(model.items()[history[0]], "item60");
  EXPECT_EQ(model.items()[history[1]], "item149");
  EXPECT_EQ(model.items()[history.back()], "item50");
}

TEST(ModelOfPersonsTest, SeedsRepeatWhateverTheOrderOfRows) {
  const auto pages = PagesOf(*PersonalModel::Train(TwoTastes(), {.seed = 5}));
  EXPECT_EQ(pages, PagesOf(*PersonalModel::Train(TwoTastes(), {.seed = 5})));
  EXPECT_NE(pages, PagesOf(*PersonalModel::Train(TwoTastes(), {.seed = 6})));

  const InteractionData data = TwoTastes();
  InteractionData turned;
  for (auto it = data.interactions.rbegin(); it != data.interactions.rend(); ++it) {
    Put(turned, data.users[it->user], data.items[it->item], it->time);
  }
  turned.details.resize(turned.items.size());
  for (std::uint32_t i = 0; i < data.items.size(); ++i) {
    turned.details[turned.items.Find(data.items[i]).value()] = data.details[i];
  }
  EXPECT_EQ(pages, PagesOf(*PersonalModel::Train(std::move(turned), {.seed = 5})));
}

TEST(ModelOfPersonsTest, IsTheSameAfterPages) {
  const PersonalModel model = *PersonalModel::Train(TwoTastes(), {});
  const auto pages = PagesOf(model);
  const PersonalModel read = PersonalModel::Read(ReaderOf(ModelKind::kPersonal, pages));
  EXPECT_EQ(PagesOf(read), pages);
  const auto history = model.HistoryOf("b05");
  EXPECT_TRUE(std::ranges::equal(history, read.HistoryOf("b05")));
  EXPECT_EQ(Scores(model, history), Scores(read, history));
  EXPECT_EQ(Scores(model, {}), Scores(read, {}));
}

TEST(ModelOfPersonsTest, StopsWhenAsked) {
  std::stop_source source;
  source.request_stop();
  EXPECT_FALSE(PersonalModel::Train(TwoTastes(), {.stop = source.get_token()}));
}

TEST(ModelOfPersonsTest, NothingAtAllIsAModelToo) {
  const PersonalModel empty = *PersonalModel::Train({}, {});
  EXPECT_TRUE(Scores(empty, {}).empty());
  InteractionData data;
  data.items.Intern("only");
  const PersonalModel one = *PersonalModel::Train(std::move(data), {});
  EXPECT_EQ(Scores(one, {}), std::vector<float>{0});
  EXPECT_EQ(PersonalModel::Read(ReaderOf(ModelKind::kPersonal, PagesOf(one))).items().size(), 1u);
}

TEST(ModelOfPersonsTest, NothingIsLearntFromTestUsers) {
  InteractionData data = TwoTastes();
  Put(data, "tester", "A00", 1'700'000'000);
  Put(data, "tester", "secret", 1'700'000'001);
  Arrange(data);
  const std::uint32_t tester = data.users.Find("tester").value();
  const PersonalModel model = *PersonalModel::Train(std::move(data), {.test_users = {tester}});
  const std::uint32_t secret = model.items().Find("secret").value();
  EXPECT_EQ(model.popularity()[secret], 0);
  EXPECT_EQ(model.HistoryOf("tester").size(), 2u);
  EXPECT_EQ(Scores(model, History(model, {"A00"}))[secret], 0);
}

TEST(ModelOfPersonsTest, BeatsPopularity) {
  InteractionData data = ManyTastes(4);
  const std::vector<TestUser> tests = HoldOutUsers(data, 9);
  TrainingOptions options{.seed = 1};
  for (const TestUser& test : tests) options.test_users.push_back(test.user);
  const auto popular = PopularityModel::TrainCount(data, options);
  const PersonalModel model = *PersonalModel::Train(data, options);
  const auto by_popularity = MeasureItems(tests, data.items.size(), [&](const TestUser&) {
    return TopOf(popular.scores(), kMeasuredItems);
  });
  const auto by_model = MeasureItems(tests, data.items.size(), [&](const TestUser& user) {
    return TopOf(Scores(model, user.history), kMeasuredItems);
  });
  ASSERT_EQ(by_model[1].name, "mean_reciprocal_rank_at_25");
  EXPECT_GT(by_model[1].value, 1.3 * by_popularity[1].value);
  EXPECT_GT(by_model[0].value, by_popularity[0].value);
}

}  // namespace
}  // namespace portside::personalize
