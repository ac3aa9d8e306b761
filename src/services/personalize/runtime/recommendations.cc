// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/runtime/recommendations.h"

#include "portside/base/encoding.h"
#include "portside/base/random.h"
#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/datasets/rows/columns.h"
#include "services/personalize/errors.h"
#include "services/personalize/quotas.h"
#include "services/personalize/recommending/recommendation_id.h"
#include "services/personalize/runtime/targets.h"

namespace portside::personalize {
namespace {

// What is computed, and owns all that it needs.
struct Prepared {
  Target target;
  RecommendationRequest request;
  std::string id;
  std::uint64_t generation = 0;
  const char* list = "";  // the answer's member
};

Result<void> TakeCount(const Json& input, RecommendationRequest& request) {
  request.count = input.value("numResults", kDefaultResults);
  const std::size_t most =
      request.metadata_columns.empty() ? kMaxRecommendations : kMaxWithMetadata;
  if (!input.contains("numResults") || request.count <= most) return {};
  return Fail(InvalidInput("numResults must be at most " + std::to_string(most) +
                           (request.metadata_columns.empty() ? "" : " with metadataColumns") +
                           ", not " + std::to_string(request.count) + "."));
}

Result<void> TakeMetadataColumns(const Json& input, const Target& target,
                                 RecommendationRequest& request) {
  const Json given = input.value("metadataColumns", Json::object());
  for (const auto& [type, columns] : given.items()) {
    if (!EqualsIgnoreCase(type, "ITEMS")) {
      return Fail(InvalidInput("metadataColumns has the key '" + type +
                               "'. Only columns of the dataset type ITEMS can be asked for."));
    }
    for (const Json& column : columns) request.metadata_columns.push_back(column);
  }
  if (request.metadata_columns.empty()) return {};
  if (!target.plan.shows_metadata) {
    return Fail(
        InvalidInput("metadataColumns needs enableMetadataWithRecommendations in the "
                     "configuration of " +
                     target.arn + "."));
  }
  if (!target.plan.schemas.contains("ITEMS")) {
    return Fail(InvalidInput("metadataColumns: the dataset group " + target.plan.group_arn +
                             " has no ITEMS dataset."));
  }
  if (request.metadata_columns.size() <= kMaxMetadataColumns) return {};
  return Fail(InvalidInput("metadataColumns can name at most " +
                           std::to_string(kMaxMetadataColumns) + " columns, not " +
                           std::to_string(request.metadata_columns.size()) + "."));
}

Result<void> TakePromotion(const Json& input, const Target& target, RequestContext& context,
                           RecommendationRequest& request) {
  for (const Json& promotion : input.value("promotions", Json::array())) {
    PromotionUse use;
    use.name = StringOr(promotion, "name");
    use.percent = promotion.value("percentPromotedItems", use.percent);
    use.filter = TRY(FindFilterUse(promotion, FilterTarget::kItems, target, context));
    request.promotion = std::move(use);
  }
  return {};
}

// Context is metadata of interactions: its keys are columns of that dataset.
Result<void> TakeContext(const Json& input, const Target& target, RecommendationRequest& request) {
  const auto given = input.find("context");
  if (given == input.end() || given->empty()) return {};
  const auto schema = SchemaOfType(target.plan.schemas, "INTERACTIONS");
  for (const auto& [key, value] : given->items()) {
    if (schema && PlaceOfName(*schema, key)) {
      request.context[key] = value;
      continue;
    }
    return Fail(InvalidInput("context has the key '" + key +
                             "', which is no column of the Interactions dataset."));
  }
  return {};
}

Result<ComputedAnswer> Compute(const Prepared& prepared, const RecordReader& records) {
  const auto chosen = Recommend(prepared.target.plan, prepared.request,
                                MemoryOfThread(prepared.generation), records);
  if (!chosen) return Fail(InvalidInput(chosen.error()));
  Json items = Json::array();
  for (const Recommendation& item : *chosen) {
    Json& shown = items.emplace_back(Json{{"itemId", item.id}});
    if (item.score) shown["score"] = ShownScore(*item.score);
    if (!item.promotion.empty()) shown["promotionName"] = item.promotion;
    if (!item.reason.empty()) shown["reason"] = Json::array({item.reason});
    for (const auto& [name, value] : item.metadata) shown["metadata"][name] = value;
  }
  return ComputedAnswer{{{prepared.list, std::move(items)}, {"recommendationId", prepared.id}}};
}

Result<Prepared> Prepare(const Json& input, Target target, RequestContext& context) {
  TRY(CheckNeeds(input, target));
  Prepared prepared;
  TRY(TakeContext(input, target, prepared.request));
  prepared.request.user = StringOr(input, "userId");
  TRY(TakeMetadataColumns(input, target, prepared.request));
  prepared.request.filter = TRY(FindFilterUse(input, FilterTarget::kItems, target, context));
  prepared.id = MakeRecommendationId(target.arn, context.request_id);
  prepared.request.draw = StableHash(prepared.id);
  prepared.generation = context.records.generation();
  prepared.target = std::move(target);
  return prepared;
}

Computation Later(Prepared prepared) {
  return [prepared = std::move(prepared)](const RecordReader& records) {
    return Compute(prepared, records);
  };
}

}  // namespace

Result<Computation> GetRecommendations(const Json& input, RequestContext& context) {
  Target target = TRY(FindTarget(input, context));
  const Recipe& recipe = *target.plan.recipe;
  if (recipe.type == "PERSONALIZED_RANKING" || recipe.type == "PERSONALIZED_ACTIONS") {
    return Fail(
        InvalidInput("The recipe " + std::string(recipe.name) + " of " + target.arn +
                     " is of type " + std::string(recipe.type) + ": call " +
                     (recipe.type == "PERSONALIZED_RANKING" ? "GetPersonalizedRanking."
                                                            : "GetActionRecommendations.")));
  }
  Prepared prepared = TRY(Prepare(input, std::move(target), context));
  prepared.list = "itemList";
  // An itemId beside a recipe that does not look at it is ignored, as in AWS (personalize-samples
  // issue 18); CurrentItem of a filter looks at it all the same.
  prepared.request.item = StringOr(input, "itemId");
  TRY(TakeCount(input, prepared.request));
  TRY(TakePromotion(input, prepared.target, context, prepared.request));
  return Later(std::move(prepared));
}

Result<Computation> GetPersonalizedRanking(const Json& input, RequestContext& context) {
  Target target = TRY(FindTarget(input, context));
  const Recipe& recipe = *target.plan.recipe;
  if (recipe.type != "PERSONALIZED_RANKING") {
    return Fail(InvalidInput("The recipe " + std::string(recipe.name) + " of " + target.arn +
                             " is of type " + std::string(recipe.type) +
                             ", and GetPersonalizedRanking needs PERSONALIZED_RANKING."));
  }
  Prepared prepared = TRY(Prepare(input, std::move(target), context));
  prepared.list = "personalizedRanking";
  prepared.request.ranked = input.at("inputList").get<std::vector<std::string>>();
  const std::size_t count = prepared.request.ranked->size();
  const std::size_t most =
      prepared.request.metadata_columns.empty() ? kMaxRecommendations : kMaxWithMetadata;
  if (count > most) {
    return Fail(InvalidInput("inputList must have at most " + std::to_string(most) +
                             " items, not " + std::to_string(count) + "."));
  }
  return Later(std::move(prepared));
}

}  // namespace portside::personalize
