// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/filters/filter_evaluation.h"

#include <gtest/gtest.h>

#include "services/personalize/filters/filter_fixture.h"

namespace portside::personalize {
namespace {

const TestRecord kUser({"u", "30", "Gold|Silver"});
const TestRecord kItem({"c", "drama|crime", "10.0", "Acme"});

Expected<BoundFilter, std::string> Bind(std::string_view text, const FilterValues& values = {},
                                        const FilterRecord* user = &kUser,
                                        const FilterRecord* item = &kItem) {
  const auto expression = FilterExpression::Parse(text);
  if (!expression) return Fail(expression.error().Describe());
  return BoundFilter::Bind(*expression, AllSchemas(),
                           {.values = values, .current_user = user, .current_item = item});
}

// The names of those of `candidates` that pass: "ad".
std::string Passing(const BoundFilter& filter, const std::vector<TestRecord>& candidates) {
  std::string names;
  for (const TestRecord& candidate : candidates) {
    if (filter.Passes(candidate)) names += candidate.Cell(0).value_or("?");
  }
  return names;
}

const std::vector<TestRecord>& Items() {
  static const std::vector<TestRecord> items = {
      TestRecord({"a", "drama", "5.0", "Acme"}, {"click", "Purchase"}),
      TestRecord({"b", "crime|comedy", "10.0", "Bell|Acme"}, {"click"}),
      TestRecord({"c", "comedy", "15.5", "acme"}),
      TestRecord({"d"}, {"Stream"}),
  };
  return items;
}

std::string ItemsOf(std::string_view text, const FilterValues& values = {},
                    const FilterRecord* user = &kUser, const FilterRecord* item = &kItem) {
  const auto filter = Bind(text, values, user, item);
  return filter ? Passing(*filter, Items()) : filter.error();
}

struct Case {
  const char* text;
  const char* passing;
};

void ExpectCases(std::initializer_list<Case> cases) {
  for (const Case& c : cases) EXPECT_EQ(ItemsOf(c.text), c.passing) << c.text;
}

TEST(FilterEvaluationTest, ComparesCells) {
  ExpectCases({
      {"INCLUDE ItemID WHERE Items.GENRES IN ('comedy')", "bc"},
      {"INCLUDE ItemID WHERE Items.GENRES IN ('Comedy')", ""},
      {"INCLUDE ItemID WHERE Items.GENRES IN ('crime|comedy')", ""},
      {"INCLUDE ItemID WHERE Items.GENRES IN ('drama', 'crime')", "ab"},
      {"INCLUDE ItemID WHERE Items.GENRES NOT IN ('comedy')", "ad"},
      {"EXCLUDE ItemID WHERE Items.GENRES NOT IN ('comedy')", "bc"},
      {"INCLUDE ItemID WHERE Items.GENRES = 'crime'", "b"},
      {"INCLUDE ItemID WHERE Items.GENRES != 'crime'", "acd"},
      // Not categorical: one value, whatever is in it.
      {"INCLUDE ItemID WHERE Items.STUDIO IN ('Acme')", "a"},
      {"INCLUDE ItemID WHERE Items.STUDIO = 'Bell|Acme'", "b"},
      {"INCLUDE ItemID WHERE Items.PRICE = 10", "b"},
      {"INCLUDE ItemID WHERE Items.PRICE IN ('5', 15.50)", "ac"},
      {"INCLUDE ItemID WHERE Items.PRICE != 10", "acd"},
      {"INCLUDE ItemID WHERE Items.PRICE < 10", "a"},
      {"INCLUDE ItemID WHERE Items.PRICE <= 10", "ab"},
      {"INCLUDE ItemID WHERE Items.PRICE > 10", "c"},
      {"INCLUDE ItemID WHERE Items.PRICE >= 10", "bc"},
      {"EXCLUDE ItemID WHERE Items.PRICE >= 10", "ad"},
  });
}

TEST(FilterEvaluationTest, JoinsConditions) {
  ExpectCases({
      {"INCLUDE ItemID WHERE Items.PRICE > 5 AND Items.GENRES IN ('comedy')", "bc"},
      {"INCLUDE ItemID WHERE Items.PRICE = 5 OR Items.PRICE = 15.5", "ac"},
      {"INCLUDE ItemID WHERE Items.PRICE = 5 OR Items.PRICE > 5 AND Items.STUDIO = 'acme'", "ac"},
      {"INCLUDE ItemID WHERE (Items.PRICE = 5 OR Items.PRICE > 5) AND Items.STUDIO = 'acme'", "c"},
      {"INCLUDE ItemID WHERE Items.PRICE > 1 AND (Items.PRICE < 6 OR Items.PRICE > 12)", "ac"},
      {"INCLUDE ItemID WHERE Items.PRICE < 1 AND Items.PRICE > 1 OR Items.STUDIO = 'Acme'", "a"},
  });
}

TEST(FilterEvaluationTest, LooksAtInteractions) {
  ExpectCases({
      {"EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ('CLICK')", "cd"},
      {"INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ('purchase', 'stream')", "ad"},
      {"INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"*\")", "abd"},
      {"EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (\"*\")", "c"},
      {"INCLUDE ItemID WHERE Interactions.EVENT_TYPE NOT IN ('click')", "cd"},
      {"INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ('click') AND Interactions.EVENT_TYPE IN "
       "('purchase')",
       "a"},
  });
}

TEST(FilterEvaluationTest, JoinsExpressions) {
  ExpectCases({
      {"INCLUDE ItemID WHERE Items.PRICE = 5 | INCLUDE ItemID WHERE Items.PRICE = 10", "ab"},
      {"EXCLUDE ItemID WHERE Items.PRICE = 5 | EXCLUDE ItemID WHERE Items.PRICE = 10", "cd"},
      {"INCLUDE ItemID WHERE Items.PRICE > 1 | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN "
       "('purchase')",
       "bc"},
      {"EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ('purchase') | INCLUDE ItemID WHERE "
       "Items.PRICE > 1",
       "bc"},
  });
}

TEST(FilterEvaluationTest, AppliesAnExpressionIfTheUserIsSo) {
  ExpectCases({
      {"INCLUDE ItemID WHERE Items.PRICE = 5 IF CurrentUser.AGE > 18 AND CurrentUser.AGE < 40",
       "a"},
      {"INCLUDE ItemID WHERE Items.PRICE = 5 IF CurrentUser.AGE > 18 AND CurrentUser.AGE < 20",
       "abcd"},
      {"EXCLUDE ItemID WHERE Items.PRICE = 5 IF CurrentUser.MEMBERSHIP = 'Silver'", "bcd"},
      {"EXCLUDE ItemID WHERE Items.PRICE = 5 IF CurrentUser.MEMBERSHIP NOT IN ('Silver')", "abcd"},
      {"INCLUDE ItemID WHERE Items.PRICE = 5 IF CurrentUser.AGE = 1 | INCLUDE ItemID WHERE "
       "Items.PRICE = 10",
       "b"},
  });
  const char* of_age = "EXCLUDE ItemID WHERE Items.PRICE = 5 IF CurrentUser.AGE > 18";
  EXPECT_EQ(ItemsOf(of_age, {}, nullptr), "abcd");
}

TEST(FilterEvaluationTest, ComparesWithTheCurrentItem) {
  const char* cheaper = "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE";
  ExpectCases({
      {cheaper, "a"},
      {"INCLUDE ItemID WHERE Items.GENRES IN CurrentItem.GENRES", "ab"},
      {"INCLUDE ItemID WHERE Items.STUDIO = CurrentItem.STUDIO", "a"},
      {"INCLUDE ItemID WHERE Items.GENRES NOT IN CurrentItem.GENRES", "cd"},
  });
  const TestRecord unknown;
  EXPECT_EQ(ItemsOf(cheaper, {}, &kUser, &unknown), "");
  EXPECT_EQ(ItemsOf(cheaper, {}, &kUser, nullptr),
            "The filter compares with CurrentItem.PRICE, and the request has no itemId.");
}

TEST(FilterEvaluationTest, BindsPlaceholders) {
  const char* genres = "INCLUDE ItemID WHERE Items.GENRES IN ($G, 'drama')";
  EXPECT_EQ(ItemsOf(genres, {{"G", R"("crime","western")"}}), "ab");
  EXPECT_EQ(ItemsOf(genres, {{"G", "comedy"}}), "abc");
  const char* price = "INCLUDE ItemID WHERE Items.PRICE <= $P";
  EXPECT_EQ(ItemsOf(price, {{"P", "10"}}), "ab");
  EXPECT_EQ(ItemsOf(price, {{"P", "\"10\""}}), "ab");
  const char* seen = "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($E)";
  EXPECT_EQ(ItemsOf(seen, {{"E", "\"*\""}}), "c");
  const char* aged = "EXCLUDE ItemID WHERE Items.PRICE = 5 IF CurrentUser.AGE = $AGE";
  EXPECT_EQ(ItemsOf(aged, {{"AGE", "30"}}), "bcd");
  EXPECT_EQ(ItemsOf(aged, {{"AGE", "31"}}), "abcd");
}

TEST(FilterEvaluationTest, DropsAnExcludeWithoutValues) {
  EXPECT_EQ(ItemsOf("EXCLUDE ItemID WHERE Items.GENRES IN ($G)"), "abcd");
  EXPECT_EQ(ItemsOf("EXCLUDE ItemID WHERE Items.GENRES IN ($G) | EXCLUDE ItemID WHERE Items.PRICE "
                    "= 5"),
            "bcd");
  EXPECT_EQ(ItemsOf("EXCLUDE ItemID WHERE Items.PRICE = 5 IF CurrentUser.AGE = $AGE"), "abcd");
}

TEST(FilterEvaluationTest, NamesThePlaceholderThatIsWrong) {
  const char* price = "INCLUDE ItemID WHERE Items.PRICE <= $P";
  EXPECT_EQ(ItemsOf(price),
            "filterValues has no value for the placeholder $P. An INCLUDE expression needs a value "
            "for each of its placeholders.");
  EXPECT_EQ(ItemsOf(price, {{"P", "1"}, {"p", "1"}}),
            "filterValues has the key 'p', which is no placeholder of the filter. Its "
            "placeholders are: $P.");
  EXPECT_EQ(ItemsOf("INCLUDE ItemID WHERE Items.PRICE = 1", {{"P", "1"}}),
            "filterValues has the key 'P', which is no placeholder of the filter. It has none.");
  const std::string subject =
      "The value of the placeholder $P in filterValues, for Items.PRICE, is wrong: ";
  EXPECT_EQ(ItemsOf(price, {{"P", "cheap"}}), subject + "'cheap' is not a number.");
  EXPECT_EQ(ItemsOf(price, {{"P", "1,2"}}), subject + "<= takes one value, not 2.");
  EXPECT_EQ(ItemsOf(price, {{"P", ""}}), subject + "there is no value at position 1.");
}

TEST(FilterEvaluationTest, ChecksTheSchemasAgain) {
  EXPECT_EQ(ItemsOf("INCLUDE ItemID WHERE Items.COLOR = 'red'"),
            "Invalid Expression: the dataset Items has no column COLOR, which Items.COLOR needs.");
}

TEST(FilterEvaluationTest, FiltersActionsAndUsers) {
  const std::vector<TestRecord> actions = {TestRecord({"a", "10"}, {"TAKEN"}),
                                           TestRecord({"b", "20"}, {"not_taken"})};
  EXPECT_EQ(Passing(*Bind("INCLUDE ActionID WHERE Actions.VALUE > ($V)", {{"V", "15"}}), actions),
            "b");
  const char* taken = "EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ('NOT_TAKEN')";
  EXPECT_EQ(Passing(*Bind(taken), actions), "a");

  const std::vector<TestRecord> users = {TestRecord({"a", "17"}, {"click"}),
                                         TestRecord({"b", "18"})};
  EXPECT_EQ(Passing(*Bind("EXCLUDE UserID WHERE Users.AGE < $AGE", {{"AGE", "18"}}), users), "b");
  EXPECT_EQ(Passing(*Bind("INCLUDE UserID WHERE Interactions.EVENT_TYPE IN ('click')"), users),
            "a");
}

TEST(FilterEvaluationTest, TellsWhetherItReadsInteractions) {
  EXPECT_FALSE(Bind("INCLUDE ItemID WHERE Items.PRICE = 1")->ReadsInteractions());
  EXPECT_TRUE(Bind("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ('a')")->ReadsInteractions());
  // Not used for this user.
  EXPECT_FALSE(Bind("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ('a') IF CurrentUser.AGE = 1")
                   ->ReadsInteractions());
}

}  // namespace
}  // namespace portside::personalize
