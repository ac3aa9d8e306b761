// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/recommending/item_scores.h"

#include <algorithm>
#include <cmath>

#include "services/personalize/limits.h"
#include "services/personalize/training/action_events.h"
#include "services/personalize/training/event_rules.h"

namespace portside::personalize {
namespace {

// Newest first: what was put since the training, then what the model remembers.
Expected<std::vector<std::uint32_t>, std::string> HistoryOf(std::string_view user,
                                                            const RecommendationPlan& plan,
                                                            const PersonalModel& model,
                                                            GroupMemory& group,
                                                            const RecordReader& records) {
  const bool of_actions = plan.recipe->model == RecipeModel::kActions;
  const RecentInteractions* put = TRY(group.Interactions(
      of_actions ? FilterDataset::kActionInteractions : FilterDataset::kInteractions,
      RecentInteractions::Source::kPut, records));
  std::vector<std::uint32_t> history;
  if (put != nullptr) {
    const EventRules rules(plan.event_type, plan.solution_config);
    for (const RecentInteraction& interaction : put->Of(user)) {
      if (!put->IsAfter(interaction, plan.trained_up_to)) continue;
      const std::string_view type = put->event_types()[interaction.type];
      std::optional<double> value;
      if (!std::isnan(interaction.value)) value = interaction.value;
      const bool counts = of_actions ? ActionEventOf(type) == ActionEvent::kTaken
                                     : rules.WeightOf(type, value).value_or(0) > 0;
      if (!counts) continue;
      if (const auto item = model.items().Find(put->items()[interaction.item])) {
        history.push_back(*item);
      }
    }
  }
  const auto known = model.HistoryOf(user);
  history.insert(history.end(), known.begin(), known.end());
  // What is repeated counts once, as the latest.
  std::vector<std::uint32_t> distinct;
  for (const std::uint32_t item : history) {
    if (distinct.size() == limits::kHistoryItems) break;
    if (std::ranges::find(distinct, item) == distinct.end()) distinct.push_back(item);
  }
  return distinct;
}

// Items that are young and little known gain by up to the exploration's weight.
void Explore(const ItemExploration& exploration, std::int64_t now, const PersonalModel& model,
             std::span<float> scores) {
  constexpr double kDay = 24 * 60 * 60;
  const std::span<const float> popular = model.popular();
  for (std::uint32_t item = 0; item < scores.size(); ++item) {
    const std::int64_t created = model.CreationTime(item);
    if (created == 0 || scores[item] <= 0) continue;
    if (static_cast<double>(now - created) > exploration.age_cut_off * kDay) continue;
    scores[item] *= 1 + static_cast<float>(exploration.weight) * (1 - popular[item]);
  }
}

void Influence(const RankingInfluence& influence, const PersonalModel& model,
               std::span<float> scores) {
  const auto popularity = static_cast<float>(influence.popularity);
  const auto freshness = static_cast<float>(influence.freshness);
  const std::span<const float> popular = model.popular();
  std::int64_t oldest = 0;
  std::int64_t newest = 0;
  for (std::uint32_t item = 0; item < scores.size(); ++item) {
    const std::int64_t created = model.CreationTime(item);
    if (created == 0) continue;
    if (oldest == 0 || created < oldest) oldest = created;
    newest = std::max(newest, created);
  }
  const float own = std::max(0.0F, 1 - popularity - freshness);
  for (std::uint32_t item = 0; item < scores.size(); ++item) {
    const std::int64_t created = model.CreationTime(item);
    const float fresh = created == 0 || newest == oldest
                            ? 0
                            : static_cast<float>(static_cast<double>(created - oldest) /
                                                 static_cast<double>(newest - oldest));
    scores[item] = own * scores[item] + popularity * popular[item] + freshness * fresh;
  }
}

}  // namespace

Expected<std::vector<float>, std::string> ScoreItems(const RecommendationPlan& plan,
                                                     const TrainedModel& model, GroupMemory& group,
                                                     const RecordReader& records,
                                                     const ItemQuestion& question) {
  std::vector<float> scores(model.items().size());
  std::vector<std::uint32_t> history;
  const PersonalModel* personal = model.personal();
  Situation situation;
  if (personal != nullptr) {
    history = TRY(HistoryOf(question.user, plan, *personal, group, records));
    situation = TRY(SituationOf(question.user, question.context, *personal, group, records));
  }
  model.Score(history, situation, model.items().Find(question.item), scores);
  if (personal == nullptr || plan.recipe->model == RecipeModel::kActions) return scores;
  if (plan.exploration) Explore(*plan.exploration, plan.latest_interaction, *personal, scores);
  if (plan.influence.popularity > 0 || plan.influence.freshness > 0) {
    Influence(plan.influence, *personal, scores);
  }
  return scores;
}

}  // namespace portside::personalize
