// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/fixture.h"

namespace portside::personalize {
namespace {

class FiltersTest : public PersonalizeTest {
 protected:
  Json Input(const std::string& expression) {
    return {{"name", "f"},
            {"datasetGroupArn", Named("dataset-group/g")},
            {"filterExpression", expression}};
  }
};

TEST_F(FiltersTest, IsReadAndKept) {
  const std::string dataset = MakeItems();
  const std::string expression = R"(INCLUDE ItemID WHERE Items.GENRES IN ("Comedy", $OTHER))";
  const std::string arn = Do("CreateFilter", Input(expression)).at("filterArn");
  EXPECT_EQ(arn, Named("filter/f"));
  EXPECT_THAT(Try("CreateFilter", Input(expression)),
              Refused("ResourceAlreadyExistsException",
                      "Another resource with Arn " + arn + " already exists."));
  app.Settle(arn);
  const Json shown = Do("DescribeFilter", {{"filterArn", arn}}).at("filter");
  EXPECT_EQ(shown.at("status"), "ACTIVE");
  EXPECT_EQ(shown.at("filterExpression"), expression);
  // A capital letter, as in the model.
  EXPECT_EQ(Do("ListFilters", Json::object()).at("Filters").size(), 1U);
  EXPECT_THAT(Try("DeleteDataset", {{"datasetArn", dataset}}),
              Refused("ResourceInUseException", "delete " + arn + " first."));
  Do("DeleteFilter", {{"filterArn", arn}});
  app.Settle(arn);
  Do("DeleteDataset", {{"datasetArn", dataset}});
}

TEST_F(FiltersTest, AWrongExpressionShowsThePlace) {
  MakeItems();
  EXPECT_THAT(Try("CreateFilter", Input("INCLUDE ItemID IF Items.PRICE > 3")),
              Refused("InvalidInputException", "at position 16: expected WHERE, found 'IF'"));
  EXPECT_THAT(Try("CreateFilter", Input("EXCLUDE ItemID WHERE Items.GENRES NOT IN ($G)")),
              Refused("InvalidInputException",
                      "Invalid input symbol: $G. Placeholders are not allowed with NOT_IN "
                      "operator."));
  EXPECT_THAT(Try("CreateFilter", Input("EXCLUDE ItemID WHERE Items.COLOUR IN (\"red\")")),
              Refused("InvalidInputException", "COLOUR"));
  EXPECT_THAT(Try("CreateFilter", Input("EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN "
                                        "(\"buy\")")),
              Refused("InvalidInputException", "Interactions"));
}

}  // namespace
}  // namespace portside::personalize
