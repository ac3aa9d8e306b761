// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/training/recipes.h"

#include <algorithm>

namespace portside::personalize {
namespace {

using enum RecipeModel;

constexpr std::string_view kPersonalType = "USER_PERSONALIZATION";
constexpr std::string_view kRankingType = "PERSONALIZED_RANKING";
constexpr std::string_view kRelatedType = "RELATED_ITEMS";
constexpr std::string_view kSegmentsType = "USER_SEGMENTATION";
constexpr std::string_view kActionsType = "PERSONALIZED_ACTIONS";
constexpr std::string_view kShop = "ECOMMERCE";
constexpr std::string_view kVideo = "VIDEO_ON_DEMAND";
constexpr std::string_view kFirstDay = "2019-06-10";
constexpr std::string_view kPercentiles = "JSON-percentile-filtering";

constexpr Recipe kRecipes[] = {
    {.name = "aws-ecomm-customers-who-viewed-x-also-viewed",
     .type = kRelatedType,
     .model = kSimilarItems,
     .day = kFirstDay,
     .domain = kShop,
     .event_type = "View",
     .needs_user = true,
     .needs_item = true,
     .hides = "Purchase"},
    {.name = "aws-ecomm-frequently-bought-together",
     .type = kRelatedType,
     .model = kSimilarItems,
     .day = kFirstDay,
     .domain = kShop,
     .event_type = "Purchase",
     .needs_item = true},
    {.name = "aws-ecomm-popular-items-by-purchases",
     .type = kPersonalType,
     .model = kPopularity,
     .day = kFirstDay,
     .domain = kShop,
     .event_type = "Purchase",
     .needs_user = true},
    {.name = "aws-ecomm-popular-items-by-views",
     .type = kPersonalType,
     .model = kPopularity,
     .day = kFirstDay,
     .domain = kShop,
     .event_type = "View",
     .needs_user = true},
    {.name = "aws-ecomm-recommended-for-you",
     .type = kPersonalType,
     .model = kPersonal,
     .day = kFirstDay,
     .domain = kShop,
     .needs_user = true,
     .hides = "Purchase",
     .explores = true},
    {.name = "aws-item-affinity",
     .type = kSegmentsType,
     .model = kUserSegments,
     .day = "2021-07-15",
     .feature_transformation = "item-affinity"},
    {.name = "aws-item-attribute-affinity",
     .type = kSegmentsType,
     .model = kUserSegments,
     .day = "2021-08-25",
     .feature_transformation = "item-attribute-affinity"},
    {.name = "aws-next-best-action",
     .type = kActionsType,
     .model = kActions,
     .day = "2023-08-11",
     .needs_user = true,
     .shows_scores = true},
    {.name = "aws-personalized-ranking",
     .type = kRankingType,
     .model = kPersonal,
     .day = kFirstDay,
     .feature_transformation = kPercentiles,
     .needs_user = true,
     .shows_scores = true},
    {.name = "aws-personalized-ranking-v2",
     .type = kRankingType,
     .model = kPersonal,
     .day = "2024-01-01",
     .needs_user = true,
     .shows_scores = true,
     .is_influenced = true},
    {.name = "aws-popularity-count",
     .type = kPersonalType,
     .model = kPopularity,
     .day = kFirstDay,
     .feature_transformation = "sims",
     .needs_user = true},
    {.name = "aws-similar-items",
     .type = kRelatedType,
     .model = kSimilarItems,
     .day = kFirstDay,
     .needs_item = true},
    {.name = "aws-sims",
     .type = kRelatedType,
     .model = kSimilarItems,
     .day = kFirstDay,
     .feature_transformation = "sims",
     .needs_item = true},
    {.name = "aws-trending-now",
     .type = kPersonalType,
     .model = kTrending,
     .day = kFirstDay,
     .algorithm = "aws-trending-now-custom"},
    {.name = "aws-user-personalization",
     .type = kPersonalType,
     .model = kPersonal,
     .day = kFirstDay,
     .needs_user = true,
     .shows_scores = true,
     .explores = true},
    {.name = "aws-user-personalization-v2",
     .type = kPersonalType,
     .model = kPersonal,
     .day = "2024-01-01",
     .needs_user = true,
     .shows_scores = true,
     .is_influenced = true,
     .gives_reasons = true},
    {.name = "aws-vod-because-you-watched-x",
     .type = kRelatedType,
     .model = kSimilarItems,
     .day = kFirstDay,
     .domain = kVideo,
     .event_type = "Watch",
     .needs_user = true,
     .needs_item = true,
     .hides = "Watch"},
    {.name = "aws-vod-more-like-x",
     .type = kRelatedType,
     .model = kSimilarItems,
     .day = kFirstDay,
     .domain = kVideo,
     .needs_user = true,
     .needs_item = true,
     .hides = "Watch"},
    {.name = "aws-vod-most-popular",
     .type = kPersonalType,
     .model = kPopularity,
     .day = kFirstDay,
     .domain = kVideo,
     .event_type = "Watch",
     .needs_user = true},
    {.name = "aws-vod-top-picks",
     .type = kPersonalType,
     .model = kPersonal,
     .day = kFirstDay,
     .domain = kVideo,
     .needs_user = true,
     .hides = "Watch",
     .explores = true},
    {.name = "aws-vod-trending-now",
     .type = kPersonalType,
     .model = kTrending,
     .day = kFirstDay,
     .domain = kVideo},
};
static_assert(std::ranges::is_sorted(kRecipes, {}, &Recipe::name));

std::string ArnOfNobody(std::string_view resource) {
  return "arn:aws:personalize:::" + std::string(resource);
}

}  // namespace

std::string Recipe::Arn() const { return ArnOfNobody("recipe/" + std::string(name)); }

std::string Recipe::AlgorithmArn() const {
  return ArnOfNobody("algorithm/" + std::string(algorithm.empty() ? name : algorithm));
}

std::string Recipe::FeatureTransformationArn() const {
  if (feature_transformation.empty()) return "";
  return ArnOfNobody("feature-transformation/" + std::string(feature_transformation));
}

std::span<const Recipe> Recipes() { return kRecipes; }

const Recipe* FindRecipe(std::string_view arn) {
  const auto found = std::ranges::find(kRecipes, arn, &Recipe::Arn);
  return found == std::end(kRecipes) ? nullptr : found;
}

}  // namespace portside::personalize
