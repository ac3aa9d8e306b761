// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows/row_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace portside::personalize {
namespace {

using ::testing::ElementsAre;
using Row = std::vector<CellView>;

constexpr char kArn[] = "arn:aws:personalize:us-west-2:123456789012:dataset/g/ITEMS";

class Names final : public RecordReader {
 public:
  explicit Names(std::vector<std::string> layouts) : layouts_(std::move(layouts)) {}
  void Visit(std::string_view stream,
             const std::function<void(const Record&)>& visit) const override {
    EXPECT_EQ(stream, LayoutStream(kArn));
    for (const std::string& layout : layouts_) visit({1, stream, layout});
  }
  void VisitAfter(std::string_view, std::int64_t,
                  const std::function<void(const Record&)>&) const override {}
  void VisitSome(std::string_view, const Reach&,
                 const std::function<void(const Record&)>&) const override {}
  [[nodiscard]] StreamState StateOf(std::string_view) const override { return {}; }

 private:
  std::vector<std::string> layouts_;
};

DatasetRows Read(const std::vector<std::string>& names) { return {kArn, names.size(), 0, names}; }

std::string Page(const Row& row, std::size_t layout) {
  std::string page;
  PageWriter writer(
      PageOrigin::kPut, row.size(), [&page](std::string full) { page = std::move(full); }, layout);
  writer.Add(row);
  writer.Finish();
  return page;
}

// A dataset that has had the fields id and price, then one before and one behind them.
const std::vector<std::string> kLayouts = {R"(["id","price"])",
                                           R"(["brand","id","price","stock"])"};

TEST(RowReaderTest, RowsHaveTheFieldsOfTheirReader) {
  const std::string old_page = Page({"i1", "1"}, 0);
  const std::string new_page = Page({"x", "i1", "1", "7"}, 1);
  const std::string like_old = Page({std::nullopt, "i1", "1", std::nullopt}, 1);
  const Names names(kLayouts);

  const DatasetRows newer = Read({"brand", "id", "price", "stock"});
  const Layouts as_newer(names, newer);
  RowReader reader(newer, as_newer);
  reader.Open(old_page);
  ASSERT_TRUE(reader.Next());
  EXPECT_THAT(reader.cells(), ElementsAre(std::nullopt, "i1", "1", std::nullopt));
  const Fingerprint old_print = reader.Print();
  EXPECT_FALSE(reader.Next());
  reader.Open(new_page);
  ASSERT_TRUE(reader.Next());
  EXPECT_THAT(reader.cells(), ElementsAre("x", "i1", "1", "7"));
  EXPECT_NE(reader.Print(), old_print);
  reader.Open(like_old);
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.Print(), old_print);

  // What began before an update reads what came after it.
  const DatasetRows older = Read({"id", "price"});
  const Layouts as_older(names, older);
  RowReader former(older, as_older);
  former.Open(new_page);
  ASSERT_TRUE(former.Next());
  EXPECT_THAT(former.cells(), ElementsAre("i1", "1"));
  EXPECT_EQ(former.event_id(), std::nullopt);
}

TEST(RowReaderTest, ACellBehindAnInteractionIsItsEventId) {
  const DatasetRows dataset{kArn, 2, std::nullopt, {"user", "item"}};
  const Layouts layouts(Names({}), dataset);
  RowReader reader(dataset, layouts);
  const std::string page = Page({"u1", "i1", "e1"}, 0);
  reader.Open(page);
  ASSERT_TRUE(reader.Next());
  EXPECT_THAT(reader.cells(), ElementsAre("u1", "i1"));
  EXPECT_EQ(reader.event_id(), "e1");
}

TEST(RowReaderTest, DamageIsNoticed) {
  const DatasetRows dataset = Read({"id", "price"});
  const Layouts layouts(Names(kLayouts), dataset);
  RowReader reader(dataset, layouts);
  EXPECT_THROW(reader.Open(Page({"i1", "1"}, 2)), std::runtime_error);
  const std::string narrow = Page({"i1"}, 0);
  reader.Open(narrow);
  EXPECT_THROW(reader.Next(), std::runtime_error);
  const std::string wide = Page({"i1", "1", "2"}, 1);
  reader.Open(wide);
  EXPECT_THROW(reader.Next(), std::runtime_error);
  for (const char* damaged : {"{", "{}", "[1]", ""}) {
    EXPECT_THROW(Layouts(Names({damaged}), dataset), std::runtime_error) << damaged;
  }
}

}  // namespace
}  // namespace portside::personalize
