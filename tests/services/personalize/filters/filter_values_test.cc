// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/filters/filter_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portside::personalize {
namespace {

using ::testing::ElementsAre;

TEST(FilterValuesTest, ReadsQuotedAndBareValues) {
  EXPECT_THAT(*ParseFilterValues(R"("tech","cloud")"), ElementsAre("tech", "cloud"));
  EXPECT_THAT(*ParseFilterValues(R"( 'a, b' , "it's" )"), ElementsAre("a, b", "it's"));
  EXPECT_THAT(*ParseFilterValues("hot drinks , 7"), ElementsAre("hot drinks", "7"));
  EXPECT_THAT(*ParseFilterValues(R"("")"), ElementsAre(""));
}

TEST(FilterValuesTest, SaysWhereAValueIsWrong) {
  const struct {
    const char* text;
    const char* error;
  } refusals[] = {
      {"", "there is no value at position 1"},
      {"\"a\",", "there is no value at position 5"},
      {"a,,b", "there is no value at position 3"},
      {"\"é\" \"b\"", "a comma is expected at position 5"},
      {"a, \"b", "nothing closes the quote at position 4"},
  };
  for (const auto& refusal : refusals) {
    const auto values = ParseFilterValues(refusal.text);
    ASSERT_FALSE(values.has_value()) << refusal.text;
    EXPECT_EQ(values.error(), refusal.error) << refusal.text;
  }
}

}  // namespace
}  // namespace portside::personalize
