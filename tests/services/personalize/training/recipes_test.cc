// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/training/recipes.h"

#include "services/personalize/fixture.h"

namespace portside::personalize {
namespace {

using testing::ElementsAre;

class RecipesTest : public PersonalizeTest {
 protected:
  std::vector<std::string> Names(const Json& input) {
    std::vector<std::string> names;
    const Json answer = Do("ListRecipes", input);
    for (const Json& recipe : answer.at("recipes")) {
      names.push_back(recipe.at("name"));
      EXPECT_EQ(recipe.at("recipeArn"), "arn:aws:personalize:::recipe/" + names.back());
      EXPECT_EQ(recipe.at("status"), "ACTIVE");
    }
    return names;
  }
};

TEST_F(RecipesTest, AreListedByNameAndDomain) {
  const std::vector<std::string> all = Names(Json::object());
  EXPECT_EQ(all.size(), Recipes().size());
  EXPECT_TRUE(std::ranges::is_sorted(all));
  EXPECT_THAT(Names({{"domain", "VIDEO_ON_DEMAND"}}),
              ElementsAre("aws-vod-because-you-watched-x", "aws-vod-more-like-x",
                          "aws-vod-most-popular", "aws-vod-top-picks", "aws-vod-trending-now"));
  EXPECT_EQ(Names({{"domain", "ECOMMERCE"}}).size(), 5U);
}

TEST_F(RecipesTest, ComeInPages) {
  Json input = {{"maxResults", 8}};
  std::size_t seen = 0;
  for (int page = 0; page < 3; ++page) {
    const Json answer = Do("ListRecipes", input);
    seen += answer.at("recipes").size();
    EXPECT_EQ(answer.contains("nextToken"), page < 2);
    if (page < 2) input["nextToken"] = answer.at("nextToken");
  }
  EXPECT_EQ(seen, Recipes().size());
  EXPECT_THAT(Try("ListRecipes", {{"nextToken", "x"}}),
              Refused("InvalidNextTokenException", "nextToken"));
}

// The dates are those that were recorded, in milliseconds as doubles.
TEST_F(RecipesTest, LookAsRecorded) {
  EXPECT_EQ(Do("DescribeRecipe", {{"recipeArn", "arn:aws:personalize:::recipe/aws-sims"}}),
            Json::parse(R"({"recipe": {
                "name": "aws-sims", "recipeArn": "arn:aws:personalize:::recipe/aws-sims",
                "algorithmArn": "arn:aws:personalize:::algorithm/aws-sims",
                "featureTransformationArn": "arn:aws:personalize:::feature-transformation/sims",
                "recipeType": "RELATED_ITEMS", "status": "ACTIVE",
                "creationDateTime": 1560124800.0, "lastUpdatedDateTime": 1718815639.191}})"));
  const Json algorithm =
      Do("DescribeAlgorithm",
         {{"algorithmArn", "arn:aws:personalize:::algorithm/aws-trending-now-custom"}});
  EXPECT_EQ(algorithm.at("algorithm").at("name"), "aws-trending-now-custom");
  const Json transformation =
      Do("DescribeFeatureTransformation",
         {{"featureTransformationArn", "arn:aws:personalize:::feature-transformation/sims"}});
  EXPECT_EQ(transformation.at("featureTransformation").at("name"), "sims");
  for (const auto& [operation, member] :
       {std::pair{"DescribeRecipe", "recipeArn"},
        {"DescribeAlgorithm", "algorithmArn"},
        {"DescribeFeatureTransformation", "featureTransformationArn"}}) {
    const std::string arn = "arn:aws:personalize:::recipe/aws-hrnn";
    EXPECT_THAT(Try(operation, {{member, arn}}),
                Refused("ResourceNotFoundException", "Resource Arn " + arn + " does not exist."));
  }
}

}  // namespace
}  // namespace portside::personalize
