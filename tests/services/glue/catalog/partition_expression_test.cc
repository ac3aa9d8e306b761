// SPDX-License-Identifier: Apache-2.0

#include "services/glue/catalog/partition_expression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portside::glue {
namespace {

using testing::ElementsAre;

std::vector<PartitionKey> Keys(const std::string& type) {
  return PartitionKeysOf({{"PartitionKeys", {{{"Name", "key"}, {"Type", type}}}}});
}

// Which of the values the expression lets through; or what it is refused with.
std::vector<std::string> Passing(const std::string& type, const std::vector<std::string>& values,
                                 const std::string& text) {
  const auto expression = PartitionExpression::Parse(text, Keys(type));
  if (!expression) return {expression.error().code + ": " + expression.error().message};
  std::vector<std::string> passing;
  for (const std::string& value : values) {
    const auto is_passing = expression->Matches({{value}});
    if (!is_passing) return {is_passing.error().code + ": " + is_passing.error().message};
    if (*is_passing) passing.push_back(value);
  }
  return passing;
}

struct Case {
  const char* expression;
  std::vector<std::string> passing;
};

TEST(PartitionExpressionTest, ComparesIntegers) {
  const Case cases[] = {
      {"", {"1", "2", "3"}},
      {"  ", {"1", "2", "3"}},
      {"key = 2", {"2"}},
      {"KEY = '2'", {"2"}},
      {"key = 02", {"2"}},
      {"2 = key", {"2"}},
      {"3 > key AND key > 1", {"2"}},
      {"key <> 2", {"1", "3"}},
      {"key != 2", {"1", "3"}},
      {"key < 2 or key >= 3", {"1", "3"}},
      {"key in (6, '4', 2)", {"2"}},
      {"key not in (2)", {"1", "3"}},
      {"not key in (2)", {"1", "3"}},
      {"key between 2 AND 2", {"2"}},
      {"key NOT BETWEEN 2 and 9", {"1"}},
      {"key >= 2 and key <> 3", {"2"}},
      {"key = 4 OR key = 5 AND key = '-1' OR key = 0 OR key = '2'", {"2"}},
      {"key = 1 OR key = 2 AND key = 3", {"1"}},
      {"(key = 1 OR key = 2) AND key = 2", {"2"}},
      {"(key) = ((2)) (OR) (((key))) = (2)", {"2"}},
      {"NOT (key = 1)", {"2", "3"}},
      {"not (key) in (1, 3)", {"2"}},
      {"\"key\" = 2", {"2"}},
      {"`key` = 2", {"2"}},
      {"key IS NULL", {}},
      {"key is not null", {"1", "2", "3"}},
      {"key > -1000000000000000000000000", {"1", "2", "3"}},
      {"key = 2.5", {"InvalidInputException: \"2.5\" is not an integer."}},
      {"key = 'a'", {"InvalidInputException: \"a\" is not an integer."}},
      {"key LIKE '2'",
       {"InvalidInputException: Integral data type doesn't support operation 'LIKE'"}},
      {"other = 2", {"InvalidInputException: Invalid partition expression!"}},
      {"key = other", {"InvalidInputException: Unsupported expression 'key = other'"}},
      {"key =", {"InvalidInputException: Unsupported expression 'key ='"}},
      {"key = 2 AND", {"InvalidInputException: Unsupported expression 'key = 2 AND'"}},
      {"key = 2 3", {"InvalidInputException: Unsupported expression 'key = 2 3'"}},
      {"(key = 2", {"InvalidInputException: Unsupported expression '(key = 2'"}},
      {"key = 'open", {"InvalidInputException: Unsupported expression 'key = 'open'"}},
      {"key in ()", {"InvalidInputException: Unsupported expression 'key in ()'"}},
      {"key + 1 = 2", {"InvalidInputException: Unsupported expression 'key + 1 = 2'"}},
      {";", {"InvalidInputException: Unsupported expression ';'"}},
  };
  for (const auto& [expression, passing] : cases) {
    EXPECT_EQ(Passing("bigint", {"1", "2", "3"}, expression), passing) << expression;
  }
}

TEST(PartitionExpressionTest, ComparesEachTypeInItsOwnWay) {
  const struct {
    const char* type;
    std::vector<std::string> values;
    const char* expression;
    std::vector<std::string> passing;
  } cases[] = {
      {"int", {"9", "10", "-3", "007"}, "key > 8", {"9", "10"}},
      {"int", {"9", "10", "-30", "-3"}, "key < -3", {"-30"}},
      {"int", {"7", "007"}, "key = 7", {"7", "007"}},
      {"string", {"9", "10"}, "key > 8", {"9"}},
      {"string", {"2", "3"}, "key = 2", {"2"}},
      {"string", {"1", "2"}, "key IN (1, 2)", {"1", "2"}},
      {"string", {"it's"}, "key = 'it''s'", {"it's"}},
      {"string", {"it's"}, "key = 'it\\'s'", {"it's"}},
      {"string", {"abc", "ab", "b", "aéc"}, "key LIKE 'a_c'", {"abc", "aéc"}},
      {"varchar(9)", {"abc", "ab", "b"}, "key NOT LIKE '%b%'", {}},
      {"char(2)", {"aXbXc", "abc"}, "key like 'a%b%c'", {"aXbXc", "abc"}},
      {"decimal(10,2)", {"1.50", "1.5", "2", "-0.1"}, "key = 15e-1", {"1.50", "1.5"}},
      {"decimal(10,2)", {"1.5", "2", "-0.1", "-2"}, "key < -0.05", {"-0.1", "-2"}},
      {"decimal", {"300000000000000"}, "key = 3e14", {"300000000000000"}},
      {"date", {"2024-02-29", "2024-10-01"}, "key >= '2024-03-01'", {"2024-10-01"}},
      {"date",
       {"2024-02-29"},
       "key = '2023-02-29'",
       {"InvalidInputException: 2023-02-29 is not a date."}},
      {"timestamp",
       {"2024-01-01 10:00:00.10", "2024-01-01 10:00:00"},
       "key > '2024-01-01 10:00:00.0'",
       {"2024-01-01 10:00:00.10"}},
      {"timestamp",
       {"2024-01-01 10:00:00"},
       "key = '2024-01-01'",
       {"InvalidInputException: Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff] "
        "2024-01-01 is not a timestamp."}},
      {"timestamp",
       {"2024-01-01 10:00:00"},
       "key LIKE '2024%'",
       {"InvalidInputException: Timestamp data type doesn't support operation 'LIKE'"}},
      {"double", {"1"}, "key = 1", {"InvalidInputException: Unknown type : 'double'"}},
      {"int",
       {"__HIVE_DEFAULT_PARTITION__"},
       "key = 1",
       {"InvalidStateException: \"__HIVE_DEFAULT_PARTITION__\" is not an integer."}},
      {"int", {"__HIVE_DEFAULT_PARTITION__"}, "key IS NOT NULL", {"__HIVE_DEFAULT_PARTITION__"}},
  };
  for (const auto& [type, values, expression, passing] : cases) {
    EXPECT_EQ(Passing(type, values, expression), passing) << type << ": " << expression;
  }
}

TEST(PartitionExpressionTest, DepthIsBounded) {
  for (const std::string& deep : {std::string(1000, '('), std::string(1000, '(') + "key=1",
                                  std::string(1000, '(') + "key=1" + std::string(1000, ')')}) {
    EXPECT_EQ(
        Passing("int", {}, deep),
        std::vector<std::string>{"InvalidInputException: Unsupported expression '" + deep + "'"});
  }
  std::string negated;
  for (int i = 0; i < 500; ++i) negated += "not ";
  EXPECT_FALSE(PartitionExpression::Parse(negated + "key=1", Keys("int")).has_value());
}

std::pair<std::string, std::string> Range(const std::string& text) {
  const auto expression = PartitionExpression::Parse(text, Keys("string"));
  const auto range = expression->RangeOf(0);
  if (!range) return {"everything", ""};
  return {range->from.value_or("-"), range->to.value_or("-")};
}

TEST(PartitionExpressionTest, KnowsWhereItsValuesLie) {
  const struct {
    const char* text;
    std::pair<std::string, std::string> range;
  } cases[] = {
      {"key = 'b'", {"b", "b"}},
      {"key > 'b' AND key <= 'd'", {"b", "d"}},
      {"key IN ('c', 'a', 'b')", {"a", "c"}},
      {"key = 'a' OR key BETWEEN 'c' AND 'd'", {"a", "d"}},
      {"key = 'a' OR key > 'c'", {"a", "-"}},
      {"key <> 'a'", {"everything", ""}},
      {"NOT key = 'a'", {"everything", ""}},
      {"key = 'a' OR key LIKE '%'", {"everything", ""}},
      {"key = 'a' AND key LIKE '%'", {"a", "a"}},
  };
  for (const auto& [text, range] : cases) EXPECT_EQ(Range(text), range) << text;
}

TEST(PartitionExpressionTest, IndexTextsHaveTheOrderOfValues) {
  const struct {
    KeyType type;
    std::vector<std::string> ascending;
  } cases[] = {
      {KeyType::kInteger, {"-100", "-99", "-1", "0", "5", "10", "0099", "100", "no number"}},
      {KeyType::kDecimal, {"-10.5", "-10", "-1.5", "-1.05", "-1", "0", "0.05", "0.5", "1", "1e1"}},
      {KeyType::kString, {"", std::string(1, '\0'), "\x01", "\x02", "\x03", "a", "aa", "b", "é"}},
      {KeyType::kDate, {"2023-12-31", "2024-01-01", "none"}},
  };
  for (const auto& [type, ascending] : cases) {
    for (std::size_t at = 1; at < ascending.size(); ++at) {
      EXPECT_LT(IndexTextOf(type, ascending[at - 1]) + kEndOfValue,
                IndexTextOf(type, ascending[at]) + kEndOfValue)
          << ascending[at - 1] << " and " << ascending[at];
    }
  }
}

}  // namespace
}  // namespace portside::glue
