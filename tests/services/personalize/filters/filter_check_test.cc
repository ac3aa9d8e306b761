// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/filters/filter_check.h"

#include <gtest/gtest.h>

#include "services/personalize/filters/filter_fixture.h"

namespace portside::personalize {
namespace {

std::string ErrorOf(std::string_view text, const FilterSchemas& schemas = AllSchemas()) {
  const auto expression = FilterExpression::Parse(text);
  if (!expression) return expression.error().Describe();
  const FilterCheck check = CheckFilter(*expression, schemas);
  return check ? "" : check.error();
}

TEST(FilterCheckTest, TakesWhatFitsTheColumns) {
  for (const char* text : {
           "INCLUDE ItemID WHERE Items.genres IN ('a', $B)",
           "INCLUDE ItemID WHERE Items.GEN_RES = 'a' AND Items.STUDIO != 'b'",
           "INCLUDE ItemID WHERE Items.PRICE IN (1, '2.5') OR Items.PRICE >= '7'",
           "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE",
           "INCLUDE ItemID WHERE Items.GENRES IN CurrentItem.STUDIO",
           "INCLUDE ItemID WHERE Interactions.event_type IN ('*')",
           "INCLUDE ActionID WHERE Actions.VALUE > ($V) IF CurrentUser.AGE > 18",
           "INCLUDE UserID WHERE Users.MEMBERSHIP IN ($M)",
       }) {
    EXPECT_EQ(ErrorOf(text), "") << text;
  }
}

TEST(FilterCheckTest, NamesTheColumnThatDoesNotFit) {
  const struct {
    const char* text;
    const char* error;  // behind "Invalid Expression: "
  } refusals[] = {
      {"INCLUDE ItemID WHERE Items.COLOR = 'red'",
       "the dataset Items has no column COLOR, which Items.COLOR needs."},
      {"INCLUDE ItemID WHERE Items.STUDIO = 'a' IF CurrentUser.DIV > 20",
       "the dataset Users has no column DIV, which CurrentUser.DIV needs."},
      {"INCLUDE ItemID WHERE Items.STUDIO = CurrentItem.MAKER",
       "the dataset Items has no column MAKER, which CurrentItem.MAKER needs."},
      {"INCLUDE ItemID WHERE Items.IN_STOCK = 'true'",
       "Items.IN_STOCK is of type boolean, and filters know only strings and numbers."},
      {"INCLUDE ItemID WHERE Items.DESCRIPTION IN ('a')",
       "Items.DESCRIPTION is textual, and filters do not look into texts."},
      {"INCLUDE ItemID WHERE Items.STUDIO = 'a' IF CurrentUser.MEMBERSHIP > 20",
       "CurrentUser.MEMBERSHIP is of type string and cannot be compared by >; use IN, NOT IN, = "
       "or !=."},
      {"INCLUDE ItemID WHERE Items.STUDIO = 20",
       "Items.STUDIO is of type string and cannot be compared with the number '20'; texts stand "
       "in quotes."},
      {"INCLUDE ItemID WHERE Items.PRICE IN (1, 'cheap')",
       "Items.PRICE is of type float and cannot be compared with the text 'cheap'."},
      {"INCLUDE ItemID WHERE Items.PRICE = CurrentItem.STUDIO",
       "Items.PRICE is of type float and cannot be compared with CurrentItem.STUDIO of type "
       "string."},
      {"EXCLUDE ActionID WHERE Actions.REPEAT_FREQUENCY > 3",
       "Actions.REPEAT_FREQUENCY is applied without a filter and cannot be in one."},
  };
  for (const auto& refusal : refusals) {
    EXPECT_EQ(ErrorOf(refusal.text), std::string("Invalid Expression: ") + refusal.error)
        << refusal.text;
  }
}

TEST(FilterCheckTest, NamesTheDatasetThatIsMissing) {
  FilterSchemas schemas = AllSchemas();
  schemas[static_cast<std::size_t>(FilterDataset::kUsers)] = nullptr;
  EXPECT_EQ(ErrorOf("INCLUDE ItemID WHERE Items.PRICE = 1 IF CurrentUser.AGE = 1", schemas),
            "Invalid Expression: CurrentUser.AGE needs a dataset Users, and the dataset group has "
            "none.");
}

}  // namespace
}  // namespace portside::personalize
