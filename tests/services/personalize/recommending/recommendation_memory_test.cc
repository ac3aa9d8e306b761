// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/recommending/recommendation_memory.h"

#include "services/personalize/models/popularity_model.h"
#include "services/personalize/recommending/rows_fixture.h"

namespace portside::personalize {
namespace {

class RecommendationMemoryTest : public RowsTest {
 protected:
  // A model of one item.
  void Train(const std::string& stream, const std::string& item) {
    InteractionData data;
    data.interactions = {
        {.time = 1, .user = data.users.Intern("u"), .item = data.items.Intern(item)}};
    log_.Clear(stream);
    PopularityModel::TrainCount(std::move(data), {}).Write([&](const std::string& page) {
      log_.Append(stream, page);
    });
  }
  std::string ItemOf(const std::string& stream) {
    memory_.Begin(log_.generation());
    return std::string(memory_.ModelOf(stream, log_).items()[0]);
  }

  RecommendationMemory memory_;
};

TEST_F(RecommendationMemoryTest, HasTheModelThatIsThere) {
  Train("a", "one");
  Train("b", "two");
  EXPECT_EQ(ItemOf("a"), "one");
  EXPECT_EQ(ItemOf("b"), "two");
  const TrainedModel* remembered = &memory_.ModelOf("a", log_);
  EXPECT_EQ(&memory_.ModelOf("a", log_), remembered);
  Train("a", "three");
  EXPECT_EQ(ItemOf("a"), "three") << "it was trained anew";
  EXPECT_EQ(ItemOf("b"), "two");
  EXPECT_THROW(ItemOf("c"), std::runtime_error) << "there is none";
}

// A restored state may have other bytes under the same numbers.
TEST_F(RecommendationMemoryTest, ForgetsWhatIsOfAnotherGeneration) {
  Train("a", "one");
  EXPECT_EQ(ItemOf("a"), "one");
  Database other_database(":memory:");
  RecordLog other(other_database);
  InteractionData data;
  data.interactions = {{.time = 1, .user = data.users.Intern("u"), .item = data.items.Intern("x")}};
  PopularityModel::TrainCount(std::move(data), {}).Write([&](const std::string& page) {
    other.Append("a", page);
  });
  EXPECT_EQ(other.StateOf("a"), log_.StateOf("a"));
  memory_.Begin(other.generation());
  EXPECT_EQ(memory_.ModelOf("a", other).items()[0], "x");
}

TEST_F(RecommendationMemoryTest, AGroupWithAnotherSchemaIsReadAnew) {
  const auto text = [](const std::string& field) {
    return R"({"type":"record","name":"Items","namespace":"n","fields":[{"name":"ITEM_ID",)"
           R"("type":"string"},{"name":")" +
           field + R"(","type":"string"}],"version":"1.0"})";
  };
  memory_.Begin(log_.generation());
  GroupMemory& first = memory_.GroupOf("g", {{"ITEMS", text("A")}});
  EXPECT_EQ(&memory_.GroupOf("g", {{"ITEMS", text("A")}}), &first);
  EXPECT_EQ(first.filter_schemas()[1]->fields[1].name, "A");
  EXPECT_EQ(memory_.GroupOf("g", {{"ITEMS", text("B")}}).filter_schemas()[1]->fields[1].name, "B");
  EXPECT_EQ(memory_.GroupOf("h", Json::object()).filter_schemas()[1], nullptr);
}

}  // namespace
}  // namespace portside::personalize
