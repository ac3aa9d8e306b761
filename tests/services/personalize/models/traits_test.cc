// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/traits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/personalize/limits.h"
#include "services/personalize/models/personal_model.h"
#include "services/personalize/models/ranking.h"
#include "services/personalize/models/tastes.h"

namespace portside::personalize {
namespace {

using namespace tastes;
using testing::Each;
using testing::StartsWith;

// Users of taste A live in "USERS CITY=a"; what is of taste B happens in "INTERACTIONS DEVICE=b".
InteractionData WithTraits(InteractionData data) {
  const std::uint32_t city = data.traits.Intern(TraitName("USERS", "CITY", "a"));
  const std::uint32_t device = data.traits.Intern(TraitName("INTERACTIONS", "DEVICE", "b"));
  data.user_traits.resize(data.users.size());
  for (std::uint32_t user = 0; user < data.users.size(); ++user) {
    if (data.users[user].front() == 'a') data.user_traits[user].push_back(city);
  }
  data.contexts.push_back({device});
  for (Interaction& one : data.interactions) one.context = data.users[one.user].front() == 'b';
  return data;
}

std::vector<std::string> Best(const PersonalModel& model, const Situation& situation,
                              std::span<const std::uint32_t> history = {}) {
  std::vector<float> scores(model.items().size());
  model.Score(history, situation, scores);
  return Names(model.items(), TopOf(scores, 6));
}

TEST(TraitsTest, ANewUserGetsWhatUsersAlikeTake) {
  const PersonalModel model = *PersonalModel::Train(WithTraits(TwoTastes()), {});
  const std::uint32_t city = model.traits().Find("USERS CITY=a").value();
  const std::uint32_t device = model.traits().Find("INTERACTIONS DEVICE=b").value();
  EXPECT_THAT(Best(model, {.user = {city}, .context = {}}), Each(StartsWith("A")));
  EXPECT_THAT(Best(model, {.user = {}, .context = {device}}), Each(StartsWith("B")));
}

TEST(TraitsTest, AHistorySaysMoreThanTraits) {
  const PersonalModel model = *PersonalModel::Train(WithTraits(TwoTastes()), {});
  const std::uint32_t city = model.traits().Find("USERS CITY=a").value();
  EXPECT_THAT(Best(model, {.user = {city}, .context = {}}, model.HistoryOf("b03")),
              Each(StartsWith("B")));
}

TEST(TraitsTest, TheOrderOfRowsDoesNotMatter) {
  const InteractionData data = WithTraits(TwoTastes());
  InteractionData backwards;
  backwards.traits.Intern(data.traits[1]);
  backwards.traits.Intern(data.traits[0]);
  backwards.contexts = {{}, {}, {0}};  // one that nothing is in
  for (std::size_t at = data.interactions.size(); at-- > 0;) {
    const Interaction& one = data.interactions[at];
    Put(backwards, data.users[one.user], data.items[one.item], one.time);
    if (one.context != 0) backwards.interactions.back().context = 2;
  }
  for (std::uint32_t item = 0; item < data.items.size(); ++item) {
    const std::uint32_t number = backwards.items.Intern(data.items[item]);
    if (backwards.details.size() <= number) backwards.details.resize(number + 1);
    backwards.details[number] = data.details[item];
  }
  backwards.user_traits.resize(backwards.users.size());
  for (std::uint32_t user = 0; user < backwards.users.size(); ++user) {
    if (backwards.users[user].front() == 'a') backwards.user_traits[user].push_back(1);
  }
  EXPECT_EQ(PagesOf(*PersonalModel::Train(data, {})),
            PagesOf(*PersonalModel::Train(std::move(backwards), {})));
}

TEST(TraitsTest, AModelKeepsThem) {
  const auto pages = PagesOf(*PersonalModel::Train(WithTraits(TwoTastes()), {}));
  const PersonalModel model = PersonalModel::Read(ReaderOf(ModelKind::kPersonal, pages));
  EXPECT_EQ(model.traits().size(), 2U);
  EXPECT_EQ(PagesOf(model), pages);
}

TEST(TraitsTest, NothingIsLearntFromTestUsers) {
  InteractionData data = WithTraits(TwoTastes());
  Arrange(data);
  TrainingOptions options;
  for (std::uint32_t user = 0; user < data.users.size(); ++user) {
    if (data.users[user].front() == 'b') options.test_users.push_back(user);
  }
  EXPECT_EQ(FindTraitItems(data, options)->traits.size(), 1U);
}

TEST(TraitsTest, ThoseOfMostInteractionsAreKept) {
  InteractionData data;
  Put(data, "u", "i", 1);
  Put(data, "v", "i", 1);
  Put(data, "v", "j", 2);
  data.user_traits.resize(2);
  for (std::size_t at = 0; at < limits::kTraits; ++at) {
    data.user_traits[0].push_back(data.traits.Intern(std::to_string(at)));
  }
  data.user_traits[1].push_back(data.traits.Intern("much"));
  Arrange(data);
  const TraitItems found = *FindTraitItems(data, {});
  EXPECT_EQ(found.traits.size(), limits::kTraits);
  EXPECT_TRUE(found.traits.Find("much").has_value());
  // All are equal: the last by name goes.
  EXPECT_FALSE(found.traits.Find("9999").has_value());
}

}  // namespace
}  // namespace portside::personalize
