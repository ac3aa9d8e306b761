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
    {"aws-ecomm-customers-who-viewed-x-also-viewed", kRelatedType, kSimilarItems, kFirstDay, kShop,
     "View"},
    {"aws-ecomm-frequently-bought-together", kRelatedType, kSimilarItems, kFirstDay, kShop,
     "Purchase"},
    {"aws-ecomm-popular-items-by-purchases", kPersonalType, kPopularity, kFirstDay, kShop,
     "Purchase"},
    {"aws-ecomm-popular-items-by-views", kPersonalType, kPopularity, kFirstDay, kShop, "View"},
    {"aws-ecomm-recommended-for-you", kPersonalType, kPersonal, kFirstDay, kShop},
    {"aws-item-affinity", kSegmentsType, kUserSegments, "2021-07-15", "", "", "item-affinity"},
    {"aws-item-attribute-affinity", kSegmentsType, kUserSegments, "2021-08-25", "", "",
     "item-attribute-affinity"},
    {"aws-next-best-action", kActionsType, kActions, "2023-08-11"},
    {"aws-personalized-ranking", kRankingType, kPersonal, kFirstDay, "", "", kPercentiles},
    {"aws-personalized-ranking-v2", kRankingType, kPersonal, "2024-01-01"},
    {"aws-popularity-count", kPersonalType, kPopularity, kFirstDay, "", "", "sims"},
    {"aws-similar-items", kRelatedType, kSimilarItems, kFirstDay},
    {"aws-sims", kRelatedType, kSimilarItems, kFirstDay, "", "", "sims"},
    {"aws-trending-now", kPersonalType, kTrending, kFirstDay, "", "", "",
     "aws-trending-now-custom"},
    {"aws-user-personalization", kPersonalType, kPersonal, kFirstDay},
    {"aws-user-personalization-v2", kPersonalType, kPersonal, "2024-01-01"},
    {"aws-vod-because-you-watched-x", kRelatedType, kSimilarItems, kFirstDay, kVideo, "Watch"},
    {"aws-vod-more-like-x", kRelatedType, kSimilarItems, kFirstDay, kVideo},
    {"aws-vod-most-popular", kPersonalType, kPopularity, kFirstDay, kVideo, "Watch"},
    {"aws-vod-top-picks", kPersonalType, kPersonal, kFirstDay, kVideo},
    {"aws-vod-trending-now", kPersonalType, kTrending, kFirstDay, kVideo},
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
