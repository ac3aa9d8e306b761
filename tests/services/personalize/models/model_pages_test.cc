// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/model_pages.h"

#include <gtest/gtest.h>

#include <limits>
#include <numeric>
#include <stdexcept>

#include "services/personalize/limits.h"
#include "services/personalize/models/personal_model.h"
#include "services/personalize/models/similar_items_model.h"
#include "services/personalize/models/tastes.h"

namespace portside::personalize {
namespace {

using namespace tastes;

constexpr auto kKind = ModelKind::kPersonal;

template <typename... Arrays>
std::vector<std::string> Pack(const Arrays&... arrays) {
  std::vector<std::string> pages;
  ModelWriter writer(kKind, [&pages](std::string page) { pages.push_back(std::move(page)); });
  (writer.Add(arrays), ...);
  writer.Finish();
  return pages;
}

TEST(ModelPagesTest, KeepArraysOfAnyLength) {
  std::vector<std::uint32_t> numbers(100'000);
  std::iota(numbers.begin(), numbers.end(), 7);
  const std::vector<char> text(limits::kRecordPageBytes - 40, 'x');
  const std::vector<float> none;
  const std::vector<std::int64_t> times = {-1, 0, std::numeric_limits<std::int64_t>::max()};
  const auto pages = Pack(text, numbers, none, times);
  EXPECT_EQ(pages.size(), 8u);
  for (const std::string& page : pages) EXPECT_LE(page.size(), limits::kRecordPageBytes);
  ModelReader reader = ReaderOf(kKind, pages);
  EXPECT_EQ(reader.Take<char>(), text);
  EXPECT_EQ(reader.Take<std::uint32_t>(), numbers);
  EXPECT_EQ(reader.Take<float>(), none);
  EXPECT_EQ(reader.Take<std::int64_t>(), times);
  reader.Finish();
}

TEST(ModelPagesTest, EveryEndOfAPageIsAsGoodAsAnother) {
  for (std::size_t size = limits::kRecordPageBytes - 40; size < limits::kRecordPageBytes; ++size) {
    const std::vector<char> text(size, 'x');
    const std::vector<std::uint32_t> numbers = {1, 2, 3};
    const auto pages = Pack(text, numbers);
    for (const std::string& page : pages) EXPECT_LE(page.size(), limits::kRecordPageBytes);
    ModelReader reader = ReaderOf(kKind, pages);
    EXPECT_EQ(reader.Take<char>().size(), size);
    EXPECT_EQ(reader.Take<std::uint32_t>(), numbers);
    reader.Finish();
  }
}

TEST(ModelPagesTest, PagesSayWhatTheyAreOf) {
  const auto pages = PagesOf(*SimilarItemsModel::Train(TwoTastes(), {}));
  EXPECT_EQ(KindOfPage(pages.front()), ModelKind::kSimilarItems);
  EXPECT_THROW(ReaderOf(ModelKind::kPersonal, pages), std::runtime_error);
}

TEST(ModelPagesTest, AnyChangedByteIsDamage) {
  const std::string page = Pack(std::vector<std::uint32_t>{1, 2}).front();
  for (std::size_t i = 0; i < page.size(); ++i) {
    std::string damaged = page;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    EXPECT_THROW(ReaderOf(kKind, {damaged}), std::runtime_error) << i;
    EXPECT_THROW(ReaderOf(kKind, {page.substr(0, i)}), std::runtime_error) << i;
  }
}

TEST(ModelPagesTest, MissingPagesAreDamage) {
  const std::vector<std::uint32_t> numbers(50'000, 9);
  const auto pages = Pack(numbers);
  ASSERT_EQ(pages.size(), 4u);
  EXPECT_THROW(ReaderOf(kKind, {pages[0], pages[2]}), std::runtime_error);
  EXPECT_THROW(ReaderOf(kKind, {pages[1]}), std::runtime_error);
  EXPECT_THROW(ReaderOf(kKind, {pages[0], pages[1]}).Take<std::uint32_t>(), std::runtime_error);
  EXPECT_THROW(ReaderOf(kKind, {}).Take<std::uint32_t>(), std::runtime_error);
  EXPECT_THROW(ReaderOf(kKind, pages).Take<std::int64_t>(), std::runtime_error);
  EXPECT_THROW(ReaderOf(kKind, pages).Finish(), std::runtime_error);
}

// What has the right digest and is no model all the same: a state that somebody made.
TEST(ModelPagesTest, AModelThatPointsNowhereIsDamage) {
  using Numbers = std::vector<std::uint32_t>;
  using Floats = std::vector<float>;
  const std::vector<char> text = {'a', 'b'};
  const auto read = [&](const Numbers& ends, const Floats& popularity, const Numbers& begins,
                        const Numbers& columns, const Floats& weights) {
    std::vector<std::string> pages;
    ModelWriter writer(ModelKind::kSimilarItems,
                       [&pages](std::string page) { pages.push_back(std::move(page)); });
    writer.Add(text);
    writer.Add(ends);
    writer.Add(popularity);
    writer.Add(begins);
    writer.Add(columns);
    writer.Add(weights);
    writer.Finish();
    return SimilarItemsModel::Read(ReaderOf(ModelKind::kSimilarItems, pages)).items().size();
  };
  EXPECT_EQ(read({1, 2}, {3, 4}, {0, 1, 2}, {1, 0}, {1, 1}), 2u);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THROW(read({1, 3}, {3, 4}, {0, 1, 2}, {1, 0}, {1, 1}), std::runtime_error);
  EXPECT_THROW(read({2, 1}, {3, 4}, {0, 1, 2}, {1, 0}, {1, 1}), std::runtime_error);
  EXPECT_THROW(read({1}, {3}, {0, 1}, {0}, {1}), std::runtime_error);
  EXPECT_THROW(read({1, 2}, {3}, {0, 1, 2}, {1, 0}, {1, 1}), std::runtime_error);
  EXPECT_THROW(read({1, 2}, {3, nan}, {0, 1, 2}, {1, 0}, {1, 1}), std::runtime_error);
  EXPECT_THROW(read({1, 2}, {3, 4}, {0, 1}, {1}, {1}), std::runtime_error);
  EXPECT_THROW(read({1, 2}, {3, 4}, {0, 3, 2}, {1, 0}, {1, 1}), std::runtime_error);
  EXPECT_THROW(read({1, 2}, {3, 4}, {0, 1, 2}, {1, 2}, {1, 1}), std::runtime_error);
  EXPECT_THROW(read({1, 2}, {3, 4}, {0, 1, 2}, {1, 0}, {1}), std::runtime_error);
}

TEST(ModelPagesTest, ModelsWithoutTheirLastPageAreDamaged) {
  const auto pages = Pack(std::vector<char>{'a'}, std::vector<std::uint32_t>{1});
  EXPECT_THROW(PersonalModel::Read(ReaderOf(kKind, pages)), std::runtime_error);
}

}  // namespace
}  // namespace portside::personalize
