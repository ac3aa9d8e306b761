// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/recommending/record_table.h"

#include "services/personalize/recommending/rows_fixture.h"

namespace portside::personalize {
namespace {

const std::string kDataset = "arn:aws:personalize:us-west-2:1:dataset/g/ITEMS";

class RecordTableTest : public RowsTest {
 protected:
  // "" is null; "-": there is no such record.
  std::string PriceOf(std::string_view id) {
    const auto refreshed = table_.Refresh(log_);
    if (!refreshed) return refreshed.error();
    const auto record = table_.Find(id);
    return record ? std::string(table_.Cell(*record, 1).value_or("")) : "-";
  }

  AvroSchema schema_ = Schema("Items", {"ITEM_ID", "PRICE"});
  RecordTable table_{RowsOf(kDataset, "ITEMS", schema_)};
};

TEST_F(RecordTableTest, HasTheNewestRecordOfEachId) {
  EXPECT_EQ(PriceOf("a"), "-");
  Import(kDataset, {{"a", "1"}, {"b", std::nullopt}, {"a", "2"}});
  EXPECT_EQ(PriceOf("a"), "2");
  EXPECT_EQ(PriceOf("b"), "");
  Put(kDataset, {{"b", "7"}, {"c", "8"}});
  EXPECT_EQ(PriceOf("b"), "7");
  EXPECT_EQ(PriceOf("c"), "8");
  Put(kDataset, {{"c", std::nullopt}});
  EXPECT_EQ(PriceOf("c"), "");
  EXPECT_EQ(PriceOf("a"), "2");
  EXPECT_EQ(table_.size(), 3U);
  Import(kDataset, {{"c", "9"}});
  EXPECT_EQ(PriceOf("a"), "-") << "a FULL import takes the place of the former";
  EXPECT_EQ(PriceOf("c"), "9") << "it came after what was put";
}

TEST_F(RecordTableTest, RefusesToHoldTooMuch) {
  const std::string text(20'000, 'x');
  std::vector<std::string> ids;
  for (int at = 0; at < 7000; ++at) ids.push_back(std::to_string(at));
  std::vector<Row> rows;
  for (const std::string& id : ids) rows.push_back({id, text});
  Import(kDataset, rows);
  EXPECT_THAT(PriceOf("1"), testing::HasSubstr("are more than 128 MiB"));
  EXPECT_THAT(PriceOf("1"), testing::HasSubstr("are more than 128 MiB"));
  Import(kDataset, {{"1", "2"}});
  EXPECT_EQ(PriceOf("1"), "2");
}

}  // namespace
}  // namespace portside::personalize
