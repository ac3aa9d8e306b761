// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/filters/filter_expression.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace portside::personalize {
namespace {

using ::testing::ElementsAre;

std::string ErrorOf(std::string_view text) {
  const auto expression = FilterExpression::Parse(text);
  return expression ? "" : expression.error().Describe();
}

// Of the sorts that the developer guide's pages of examples have, and of samples of AWS.
TEST(FilterExpressionTest, ReadsWhatIsKnownToBeTaken) {
  for (
      const char* text : {
          R"(EXCLUDE itemId WHERE INTERACTIONS.event_type in ("Purchase"))",
          R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($EVENT))",
          R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("view", "play"))",
          R"(INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*"))",
          R"(INCLUDE ItemID WHERE Interactions.event_type IN ('play','liked'))",
          R"(EXCLUDE ItemID WHERE ITEMS.CATEGORY_L1 NOT IN ("cold drinks", "food"))",
          R"(EXCLUDE ItemID WHERE Items.L1 IN ("shoe") AND Items.L2 NOT IN ("boot"))",
          R"(INCLUDE ItemID WHERE Items.PRICE <= $PRICE)",
          R"(INCLUDE ItemID WHERE Items.PRICE >= $LOW AND Items.PRICE <= $HIGH)",
          R"(INCLUDE ItemID WHERE Items.CREATION_TIMESTAMP < $DATE)",
          R"(INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE)",
          R"(INCLUDE ItemID WHERE Items.PRICE > CurrentItem.PRICE AND Items.X IN CurrentItem.X)",
          R"(EXCLUDE ItemID WHERE Items.GENRE IN ($GENRE) IF CurrentUser.AGE = $AGE)",
          R"(INCLUDE ItemID WHERE Items.GENRE IN ("a") IF CURRENTUSER.GENDER = "F")",
          R"(EXCLUDE ItemID WHERE Items.N < 20 IF CurrentUser.AGE > 18 AND CurrentUser.AGE < 30)",
          R"(INCLUDE ItemID WHERE Items.A IN ($A) | INCLUDE ItemID WHERE Interactions.EVENT_TYPE)"
          R"( IN ("favorite"))",
          R"(EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("a")|INCLUDE ItemID WHERE Items.A=1)",
          R"(INCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ($EVENT_TYPE))",
          R"(INCLUDE ActionID WHERE Actions.VALUE > ($VALUE))",
          R"(INCLUDE ActionID WHERE Action.LEVEL IN ("Premium") IF CurrentUser.MEMBER = $PREMIUM)",
          R"(INCLUDE UserID WHERE Users.STATUS IN ($MEMBERSHIP))",
          R"(EXCLUDE UserID WHERE Users.AGE < $AGE)",
          R"(INCLUDE UserID WHERE Interactions.EVENT_TYPE IN ("click", "rating"))",
          R"(INCLUDE ItemID WHERE Items.A NOT_IN ("x") OR (Items.B != -1.5e3 AND Items.C = +2))",
      }) {
    EXPECT_EQ(ErrorOf(text), "") << text;
  }
}

struct Refusal {
  const char* text;
  const char* error;  // behind "Invalid Expression: at position "
};

TEST(FilterExpressionTest, SaysWhereTheWordsGoWrong) {
  const Refusal refusals[] = {
      {"", "1: expected INCLUDE or EXCLUDE, found the end"},
      {"  DROP ItemID", "3: expected INCLUDE or EXCLUDE, found 'DROP'"},
      {"INCLUDE Items", "9: expected ItemID, ActionID or UserID, found 'Items'"},
      {"INCLUDE ItemID IF", "16: expected WHERE, found 'IF'"},
      {"INCLUDE ItemID WHERE Users.AGE = 1", "22: expected Items or Interactions, found 'Users'"},
      {"INCLUDE ItemID WHERE CurrentUser.AGE = 1",
       "22: expected Items or Interactions, found 'CurrentUser'"},
      {"INCLUDE ActionID WHERE Items.A = 1",
       "24: expected Actions or Action_Interactions, found 'Items'"},
      {"INCLUDE ItemID WHERE Items = 1", "28: expected '.' and a column of Items, found '='"},
      {"INCLUDE ItemID WHERE Items.\"A\" = 1",
       "28: expected a column of Items, found the text 'A'"},
      {"INCLUDE ItemID WHERE Items.A LIKE 'x'",
       "30: expected IN, NOT IN, =, !=, <, <=, > or >=, found 'LIKE'"},
      {"INCLUDE ItemID WHERE Items.A NOT 'x'", "34: expected IN, found the text 'x'"},
      {"INCLUDE ItemID WHERE Items.A = ",
       "32: expected a text in quotes, a number or a "
       "placeholder, found the end"},
      {"INCLUDE ItemID WHERE Items.A = true",
       "32: expected a text in quotes, a number or a "
       "placeholder, found 'true'"},
      {"INCLUDE ItemID WHERE Items.A = CurrentUser.B",
       "32: expected a text in quotes, a number or a placeholder, found 'CurrentUser'"},
      {"INCLUDE ItemID WHERE Items.A = \"x",
       "32: expected a text in quotes, a number or a "
       "placeholder, found a quote that is not closed"},
      {"INCLUDE ItemID WHERE Items.A = 1e999",
       "32: expected a text in quotes, a number or a "
       "placeholder, found '1e999'"},
      {"INCLUDE ItemID WHERE Items.A = $",
       "32: expected a text in quotes, a number or a "
       "placeholder, found '$'"},
      // Positions count characters, not bytes.
      {"INCLUDE ItemID WHERE Items.A IN (\"é\" ”)", "38: expected ',' or ')', found '”'"},
      {"INCLUDE ItemID WHERE Items.A IN $A", "33: expected '(' or CurrentItem, found '$A'"},
      {"INCLUDE ItemID WHERE Items.A IN ()",
       "34: expected a text in quotes, a number or a "
       "placeholder, found ')'"},
      {"INCLUDE ItemID WHERE Items.A < (1, 2)", "34: expected ')', found ','"},
      {"INCLUDE ItemID WHERE (Items.A = 1", "34: expected AND, OR or ')', found the end"},
      {"INCLUDE ItemID WHERE Items.A = 1 LIMIT 5",
       "34: expected AND, OR, IF, '|' or the end, found 'LIMIT'"},
      {"INCLUDE UserID WHERE Users.A = 1 IF CurrentUser.B = 1",
       "34: expected AND, OR, '|' or the end, found 'IF'"},
      {"INCLUDE ItemID WHERE Items.A = 1 IF users.B > 20",
       "37: expected CurrentUser, found 'users'"},
      {"INCLUDE ItemID WHERE Items.A = 1 IF CurrentUser.B = 1 OR CurrentUser.B = 2",
       "55: expected AND, '|' or the end, found 'OR'"},
      {"INCLUDE ItemID WHERE Items.A = 1 |", "35: expected INCLUDE or EXCLUDE, found the end"},
      {"INCLUDE ItemID WHERE Items.A = 1 | EXCLUDE UserID WHERE Users.A = 1",
       "44: expected ItemID, as in the first expression, found 'UserID'"},
  };
  for (const Refusal& refusal : refusals) {
    EXPECT_EQ(ErrorOf(refusal.text),
              "Invalid Expression: at position " + std::string(refusal.error) + ".")
        << refusal.text;
  }
}

TEST(FilterExpressionTest, KeepsTheRulesOfTheGuide) {
  const Refusal refusals[] = {
      {"INCLUDE ItemID WHERE Items.A = 1 AND Interactions.EVENT_TYPE IN ('x')",
       "38: expected Items (one expression is about one dataset; '|' joins several), found "
       "'Interactions'"},
      {"INCLUDE ItemID WHERE Interactions.LOCATION IN ('x')",
       "35: expected EVENT_TYPE, the only column of Interactions in filters, found 'LOCATION'"},
      {"INCLUDE ItemID WHERE Interactions.EVENT_TYPE > 1",
       "46: expected IN, NOT IN, = or !=, found '>'"},
      {"INCLUDE ItemID WHERE Items.A IN (\"*\")",
       "34: \"*\" stands for every event type, and Items.A has none"},
  };
  for (const Refusal& refusal : refusals) {
    EXPECT_EQ(ErrorOf(refusal.text),
              "Invalid Expression: at position " + std::string(refusal.error) + ".")
        << refusal.text;
  }
  // As AWS words it.
  EXPECT_EQ(ErrorOf("INCLUDE ItemID WHERE Items.GENRE NOT IN ($GENRE)"),
            "Invalid input symbol: $GENRE. Placeholders are not allowed with NOT_IN operator.");
}

TEST(FilterExpressionTest, CountsDistinctFields) {
  std::string text = "INCLUDE ItemID WHERE Items.C0 = CurrentItem.c_0";
  for (int i = 1; i < 9; ++i) text += " AND Items.C" + std::to_string(i) + " = 1";
  text += " AND Items.c1 = 2 IF CurrentUser.C0 = 1";
  ASSERT_EQ(ErrorOf(text), "");
  EXPECT_EQ(FilterExpression::Parse(text)->columns().size(), 10U);

  const std::string more = text + " | EXCLUDE ItemID WHERE Items.C9 = 1";
  EXPECT_EQ(ErrorOf(more),
            "Invalid Expression: at position " + std::to_string(more.find("C9") + 1) +
                ": a filter reads at most 10 different fields, and Items.C9 is one more.");
}

TEST(FilterExpressionTest, BoundsItsSize) {
  const std::string head = "INCLUDE ItemID WHERE ";
  const auto nested = [&head](std::size_t depth) {
    return head + std::string(depth, '(') + "Items.A = 1" + std::string(depth, ')');
  };
  EXPECT_EQ(ErrorOf(nested(16)), "");
  EXPECT_EQ(ErrorOf(nested(17)),
            "Invalid Expression: at position 38: parentheses are nested more than 16 deep.");
  const std::string longest = head + "Items.A = 1";
  EXPECT_EQ(ErrorOf(longest + std::string(2500 - longest.size(), ' ')), "");
  EXPECT_EQ(ErrorOf(longest + std::string(2501 - longest.size(), ' ')),
            "Invalid Expression: at position 2501: an expression has at most 2500 characters.");
  EXPECT_EQ(ErrorOf(head + "Items.A = $" + std::string(50, 'P')), "");
  EXPECT_EQ(ErrorOf(head + "Items.A = $" + std::string(51, 'P')),
            "Invalid Expression: at position 32: the name of a placeholder has at most 50 "
            "characters.");
}

TEST(FilterExpressionTest, CutsWhatItShowsBetweenCharacters) {
  EXPECT_THAT(ErrorOf("INCLUDE ItemID WHERE '" + std::string(39, 'x') + "éé'"),
              ::testing::EndsWith("found the text '" + std::string(39, 'x') + "…'."));
}

TEST(FilterExpressionTest, TellsWhatItReads) {
  const auto expression = FilterExpression::Parse(
      "INCLUDE ItemID WHERE Items.GENRE IN ($G, 'x') AND Items.PRICE < CurrentItem.PRICE IF "
      "CurrentUser.AGE > $AGE | EXCLUDE ItemID WHERE Items.genre = $G");
  ASSERT_TRUE(expression.has_value());
  EXPECT_EQ(expression->target(), FilterTarget::kItems);
  EXPECT_THAT(expression->placeholders(), ElementsAre("G", "AGE"));
  std::vector<std::string> columns;
  for (const FilterColumn& column : expression->columns()) columns.push_back(column.Describe());
  EXPECT_THAT(columns, ElementsAre("Items.GENRE", "Items.PRICE", "CurrentUser.AGE"));
  EXPECT_TRUE(expression->Reads(FilterDataset::kUsers));
  EXPECT_FALSE(expression->Reads(FilterDataset::kInteractions));
  EXPECT_TRUE(expression->UsesCurrentItem());
  ASSERT_EQ(expression->clauses().size(), 2U);
  EXPECT_EQ(expression->clauses()[1].action, FilterAction::kExclude);
  EXPECT_EQ(expression->clauses()[0].user_conditions.size(), 1U);
}

}  // namespace
}  // namespace portside::personalize
