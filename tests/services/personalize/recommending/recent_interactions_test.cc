// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/recommending/recent_interactions.h"

#include <cmath>

#include "services/personalize/recommending/rows_fixture.h"

namespace portside::personalize {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kDataset = "arn:aws:personalize:us-west-2:1:dataset/g/INTERACTIONS";

class RecentInteractionsTest : public RowsTest {
 protected:
  RecentInteractions Make(RecentInteractions::Source source) const {
    return {source, RowsOf(kDataset, "INTERACTIONS", schema_), schema_, "ITEM_ID"};
  }
  static std::vector<std::string> ItemsOf(const RecentInteractions& recent, std::string_view user) {
    std::vector<std::string> items;
    for (const RecentInteraction& one : recent.Of(user)) {
      items.emplace_back(recent.items()[one.item]);
    }
    return items;
  }

  AvroSchema schema_ =
      Schema("Interactions", {"USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE", "EVENT_VALUE"});
};

TEST_F(RecentInteractionsTest, GivesTheNewestFirst) {
  Import(kDataset, {{"u", "a", "20", "view", std::nullopt},
                    {"u", "b", "10", "view", std::nullopt},
                    {"u", "c", "30", "buy", "1.5"},
                    {"v", "d", "40", std::nullopt, std::nullopt}});
  RecentInteractions recent = Make(RecentInteractions::Source::kImported);
  ASSERT_TRUE(recent.Refresh(log_));
  EXPECT_THAT(ItemsOf(recent, "u"), ElementsAre("c", "a", "b"));
  EXPECT_THAT(ItemsOf(recent, "v"), ElementsAre("d"));
  EXPECT_THAT(ItemsOf(recent, "w"), IsEmpty());
  const auto of_u = recent.Of("u");
  EXPECT_EQ(of_u[0].value, 1.5F);
  EXPECT_EQ(recent.event_types()[of_u[0].type], "buy");
  EXPECT_TRUE(std::isnan(of_u[1].value));
  Import(kDataset, {{"u", "z", "1", "view", std::nullopt}});
  ASSERT_TRUE(recent.Refresh(log_));
  EXPECT_THAT(ItemsOf(recent, "u"), ElementsAre("z")) << "another import took the place";
}

// The developer guide: "at most 100 item interactions per user per event type".
TEST_F(RecentInteractionsTest, KeepsAHundredOfEachType) {
  std::vector<std::string> times;
  for (int at = 0; at < 1000; ++at) times.push_back(std::to_string(at));
  std::vector<Row> rows = {{"u", "rare", "0", "buy", std::nullopt}};
  for (const std::string& time : times) rows.push_back({"u", time, time, "view", std::nullopt});
  Import(kDataset, rows);
  RecentInteractions recent = Make(RecentInteractions::Source::kImported);
  ASSERT_TRUE(recent.Refresh(log_));
  const auto items = ItemsOf(recent, "u");
  ASSERT_EQ(items.size(), 101U);
  EXPECT_EQ(items.front(), "999");
  EXPECT_EQ(items[99], "900");
  EXPECT_EQ(items.back(), "rare");
  EXPECT_LT(recent.bytes(), 100'000U) << "what is older is not kept";
}

TEST_F(RecentInteractionsTest, FollowsWhatIsPut) {
  RecentInteractions recent = Make(RecentInteractions::Source::kPut);
  ASSERT_TRUE(recent.Refresh(log_));
  EXPECT_THAT(ItemsOf(recent, "u"), IsEmpty());
  Put(kDataset, {{"u", "a", "1", "view", std::nullopt, "event-1"}});
  ASSERT_TRUE(recent.Refresh(log_));
  const std::int64_t trained_up_to = log_.StateOf(PutStream(kDataset)).last;
  Put(kDataset, {{"u", "b", "2", "view", std::nullopt, "event-2"}});
  ASSERT_TRUE(recent.Refresh(log_));
  ASSERT_TRUE(recent.Refresh(log_));
  EXPECT_THAT(ItemsOf(recent, "u"), ElementsAre("b", "a"));
  const auto of_u = recent.Of("u");
  EXPECT_TRUE(recent.IsAfter(of_u[0], trained_up_to));
  EXPECT_FALSE(recent.IsAfter(of_u[1], trained_up_to));
  log_.Clear(PutStream(kDataset));
  ASSERT_TRUE(recent.Refresh(log_));
  EXPECT_THAT(ItemsOf(recent, "u"), IsEmpty()) << "the dataset is gone";
}

TEST_F(RecentInteractionsTest, AUserWhoIsDeletedBeginsAnew) {
  for (const auto source :
       {RecentInteractions::Source::kPut, RecentInteractions::Source::kImported}) {
    RecentInteractions recent = Make(source);
    const auto bring = [&](std::string_view item) {
      const std::vector<Row> rows = {{"u", item, "1", "view", std::nullopt},
                                     {"v", item, "1", "view", std::nullopt}};
      source == RecentInteractions::Source::kPut ? Put(kDataset, rows) : Import(kDataset, rows);
    };
    bring("a");
    ASSERT_TRUE(recent.Refresh(log_));
    EXPECT_THAT(ItemsOf(recent, "u"), ElementsAre("a"));
    Delete(kDataset, "u");
    ASSERT_TRUE(recent.Refresh(log_));
    EXPECT_THAT(ItemsOf(recent, "u"), IsEmpty());
    EXPECT_THAT(ItemsOf(recent, "v"), ElementsAre("a"));
    bring("b");
    ASSERT_TRUE(recent.Refresh(log_));
    EXPECT_THAT(ItemsOf(recent, "u"), ElementsAre("b"));
  }
}

}  // namespace
}  // namespace portside::personalize
