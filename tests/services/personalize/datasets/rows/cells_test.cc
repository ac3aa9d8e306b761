// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/rows/cells.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portside::personalize {
namespace {

using ::testing::HasSubstr;

AvroField Field(AvroType type, bool nullable = false, const char* name = "VALUE") {
  AvroField field;
  field.name = name;
  field.type = type;
  field.nullable = nullable;
  return field;
}

AvroField Textual() {
  AvroField field = Field(AvroType::kString);
  field.textual = true;
  return field;
}

std::string Repeat(std::string_view text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

TEST(CellFromTextTest, KeepsEqualValuesAsEqualBytes) {
  const struct {
    AvroType type;
    const char* text;
    const char* kept;
  } cases[] = {
      {AvroType::kLong, "007", "7"},
      {AvroType::kLong, "-9223372036854775808", "-9223372036854775808"},
      {AvroType::kInt, "-0", "0"},
      {AvroType::kFloat, "1.50", "1.5"},
      {AvroType::kFloat, "130.0", "130"},
      {AvroType::kFloat, "0.1", "0.1"},
      {AvroType::kFloat, "1e-60", "0"},
      {AvroType::kFloat, "-0.0", "0"},
      {AvroType::kDouble, "0.30000000000000004", "0.30000000000000004"},
      {AvroType::kDouble, "1E3", "1000"},
      {AvroType::kBoolean, "true", "true"},
      {AvroType::kString, " a|b ", " a|b "},
  };
  for (const auto& test : cases) {
    const auto cell = CellFromText(Field(test.type), test.text);
    ASSERT_TRUE(cell) << test.text << ": " << cell.error().message;
    EXPECT_EQ(*cell, Cell(test.kept)) << test.text;
  }
}

TEST(CellFromTextTest, RefusesWhatIsNoValueOfTheType) {
  const struct {
    AvroType type;
    const char* text;
  } cases[] = {
      {AvroType::kLong, "1.0"},       {AvroType::kLong, "9223372036854775808"},
      {AvroType::kInt, "2147483648"}, {AvroType::kInt, "seven"},
      {AvroType::kFloat, "1e50"},     {AvroType::kFloat, "nan"},
      {AvroType::kDouble, "1,5"},     {AvroType::kBoolean, "True"},
      {AvroType::kBoolean, "1"},      {AvroType::kNull, "x"},
      {AvroType::kString, "\xFF"},
  };
  for (const auto& test : cases) {
    const auto cell = CellFromText(Field(test.type), test.text);
    ASSERT_FALSE(cell) << test.text;
    EXPECT_THAT(cell.error().message, HasSubstr("expected ")) << test.text;
    EXPECT_FALSE(cell.error().too_long);
  }
}

TEST(CellFromTextTest, EmptyIsNullWhereNullIsAllowed) {
  EXPECT_EQ(CellFromText(Field(AvroType::kFloat, true), "").value(), Cell());
  EXPECT_EQ(CellFromText(Field(AvroType::kNull, true), "").value(), Cell());
  const auto refused = CellFromText(Field(AvroType::kString, false, "ITEM_ID"), "");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("ITEM_ID does not allow null"));
}

TEST(CellFromTextTest, LimitsCountAsJavaCounts) {
  const struct {
    const char* column;
    std::string text;
    bool taken;
    std::size_t limit;
  } cases[] = {
      {"USER_ID", std::string(256, 'u'), true, 0},
      {"USER_ID", std::string(257, 'u'), false, 256},
      {"ITEM_ID", Repeat("é", 256), true, 0},
      {"ACTION_ID", Repeat("😀", 129), false, 256},
      {"IMPRESSION", std::string(1000, 'i'), true, 0},
      {"GENRES", std::string(1001, 'g'), false, 1000},
  };
  for (const auto& test : cases) {
    const auto cell = CellFromText(Field(AvroType::kString, false, test.column), test.text);
    ASSERT_EQ(cell.has_value(), test.taken) << test.column;
    if (test.taken) continue;
    EXPECT_TRUE(cell.error().too_long);
    EXPECT_EQ(cell.error().limit, test.limit);
  }
}

TEST(CellFromTextTest, TextualValuesAreCutNotRefused) {
  const struct {
    std::string text;
    std::string kept;
  } cases[] = {
      {std::string(25'000, 'a'), std::string(20'000, 'a')},
      {Repeat("本", 8'000), Repeat("本", 7'000)},
      {Repeat("ñ", 20'001), Repeat("ñ", 20'000)},
      {Repeat("😀", 10'001), Repeat("😀", 10'000)},
      {"本" + std::string(9'000, 'a'), "本" + std::string(9'000, 'a')},
  };
  for (const auto& test : cases) {
    const auto cell = CellFromText(Textual(), test.text);
    ASSERT_TRUE(cell);
    EXPECT_EQ((*cell)->size(), test.kept.size());
    EXPECT_TRUE(*cell == Cell(test.kept));
  }
}

TEST(CellFromTextTest, AnErrorRepeatsOnlyTheStartOfALongValue) {
  const auto cell = CellFromText(Field(AvroType::kLong), Repeat("é", 500));
  ASSERT_FALSE(cell);
  EXPECT_LT(cell.error().message.size(), 200u);
  EXPECT_THAT(cell.error().message, HasSubstr("é…'"));
}

TEST(CellFromJsonTest, TakesWhatClientsSend) {
  const struct {
    AvroType type;
    const char* json;
    const char* kept;
  } cases[] = {
      {AvroType::kFloat, "10", "10"},         {AvroType::kFloat, "\"4\"", "4"},
      {AvroType::kFloat, "0.2336", "0.2336"}, {AvroType::kLong, "1569006000.0", "1569006000"},
      {AvroType::kLong, "\"12\"", "12"},      {AvroType::kString, "12", "12"},
      {AvroType::kString, "1.5", "1.5"},      {AvroType::kString, "true", "true"},
      {AvroType::kBoolean, "false", "false"}, {AvroType::kDouble, "1e300", "1e+300"},
      {AvroType::kString, "\"a|b\"", "a|b"},
  };
  for (const auto& test : cases) {
    const auto cell = CellFromJson(Field(test.type), Json::parse(test.json));
    ASSERT_TRUE(cell) << test.json << ": " << cell.error().message;
    EXPECT_EQ(*cell, Cell(test.kept)) << test.json;
  }
}

TEST(CellFromJsonTest, RefusesListsObjectsAndFractions) {
  const struct {
    AvroType type;
    const char* json;
  } cases[] = {
      {AvroType::kString, "[\"a\"]"}, {AvroType::kString, "{\"a\":1}"}, {AvroType::kLong, "1.5"},
      {AvroType::kLong, "1e300"},     {AvroType::kBoolean, "1"},        {AvroType::kLong, "null"},
  };
  for (const auto& test : cases) {
    EXPECT_FALSE(CellFromJson(Field(test.type), Json::parse(test.json))) << test.json;
  }
}

}  // namespace
}  // namespace portside::personalize
