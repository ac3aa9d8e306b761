// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/personal_model.h"

#include <Eigen/Core>
#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "services/personalize/limits.h"
#include "services/personalize/models/cold_items.h"
#include "services/personalize/models/feedback.h"
#include "services/personalize/models/model_parts.h"
#include "services/personalize/models/neighbours.h"
#include "services/personalize/models/popularity_model.h"

namespace portside::personalize {
namespace {

// After so many newer items of a history, one counts half.
constexpr float kHistoryHalfLife = 32;
// Transitions start from the latest items, each counting less than the one after it.
constexpr std::size_t kTransitionItems = 4;
constexpr float kTransitionWeight = 1;
constexpr float kTransitionDecay = 0.5F;
constexpr float kPopularityWeight = 0.01F;
// What is left of the score of an item of the history where users never repeat themselves: still
// above what the user does not like.
constexpr float kSeenWeight = 0.3F;
// Of all traits of a user without a history together; with one, as many items say as much.
constexpr float kTraitWeight = 1;
constexpr float kContextWeight = 0.5F;

}  // namespace

std::optional<PersonalModel> PersonalModel::Train(InteractionData data,
                                                  const TrainingOptions& options) {
  Arrange(data);
  PersonalModel model;
  auto traits = FindTraitItems(data, options);
  if (!traits) return std::nullopt;
  model.traits_ = std::move(*traits);
  Feedback feedback = TakeFeedback(data, options);
  auto factors =
      FactorizeItems(feedback.by_user, data.items.size(), feedback.is_test_user, options);
  if (!factors) return std::nullopt;
  auto transitions = FindTransitions(feedback, options.stop);
  if (!transitions) return std::nullopt;
  model.factors_ = std::move(*factors);
  FillColdItems(data.details, feedback.popularity, model.factors_);
  model.transitions_ = std::move(*transitions);
  model.histories_ = LatestHistories(feedback.by_user);
  model.popularity_ = std::move(feedback.popularity);
  model.repeat_share_ = feedback.repeat_share;
  for (const ItemDetails& item : data.details) model.created_.push_back(item.creation_time);
  model.items_ = std::move(data.items);
  model.users_ = std::move(data.users);
  model.Prepare();
  return model;
}

void PersonalModel::Prepare() {
  gram_ = GramMatrix(factors_);
  popular_ = PopularityShares(popularity_);
}

std::span<const std::uint32_t> PersonalModel::HistoryOf(std::string_view user) const {
  const auto number = users_.Find(user);
  if (!number) return {};
  return histories_.Columns(*number);
}

void PersonalModel::AddTraits(std::span<const std::uint32_t> traits, float weight,
                              std::span<float> scores) const {
  const float of_each = weight / static_cast<float>(std::max<std::size_t>(traits.size(), 1));
  for (const std::uint32_t trait : traits) {
    const auto items = traits_.items.Columns(trait);
    const auto weights = traits_.items.Weights(trait);
    for (std::size_t i = 0; i < items.size(); ++i) scores[items[i]] += of_each * weights[i];
  }
}

void PersonalModel::Score(std::span<const std::uint32_t> history, const Situation& situation,
                          std::span<float> scores) const {
  assert(scores.size() == items_.size());
  history = history.first(std::min(history.size(), limits::kHistoryItems));
  if (history.empty()) {
    std::copy(popular_.begin(), popular_.end(), scores.begin());
  } else {
    ScoreHistory(history, scores);
  }
  AddTraits(situation.user, kTraitWeight / static_cast<float>(1 + history.size()), scores);
  AddTraits(situation.context, kContextWeight, scores);
}

void PersonalModel::ScoreHistory(std::span<const std::uint32_t> history,
                                 std::span<float> scores) const {
  std::vector<float> weights;
  for (std::size_t i = 0; i < history.size(); ++i) {
    assert(history[i] < items_.size());
    weights.push_back(std::exp2(-static_cast<float>(i) / kHistoryHalfLife));
  }
  Multiply(factors_, FoldIn(factors_, gram_, history, weights), scores);
  float weight = kTransitionWeight;
  for (const std::uint32_t from : history.first(std::min(history.size(), kTransitionItems))) {
    const auto next = transitions_.Columns(from);
    const auto likelihoods = transitions_.Weights(from);
    for (std::size_t i = 0; i < next.size(); ++i) scores[next[i]] += weight * likelihoods[i];
    weight *= kTransitionDecay;
  }
  const auto size = static_cast<Eigen::Index>(scores.size());
  Eigen::Map<Eigen::ArrayXf>(scores.data(), size) +=
      kPopularityWeight * Eigen::Map<const Eigen::ArrayXf>(popular_.data(), size);
  const float seen = std::min(1.0F, kSeenWeight + repeat_share_);
  // A history may have an item twice, whose score would be held back twice.
  std::vector<std::uint32_t> distinct(history.begin(), history.end());
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  for (const std::uint32_t item : distinct) {
    if (scores[item] > 0) scores[item] *= seen;
  }
}

void PersonalModel::Write(const ModelWriter::Keep& keep) const {
  ModelWriter writer(ModelKind::kPersonal, keep);
  WriteTo(writer);
  writer.Finish();
}

void PersonalModel::WriteTo(ModelWriter& writer) const {
  WriteIds(items_, writer);
  WriteIds(users_, writer);
  writer.Add(popularity_);
  writer.Add(created_);
  WriteFactors(factors_, writer);
  WriteRows(transitions_, writer);
  WriteRows(histories_, writer);
  writer.Add(std::vector<float>{repeat_share_});
  WriteIds(traits_.traits, writer);
  WriteRows(traits_.items, writer);
}

PersonalModel PersonalModel::Read(ModelReader reader) {
  PersonalModel model = ReadFrom(reader);
  reader.Finish();
  return model;
}

PersonalModel PersonalModel::ReadFrom(ModelReader& reader) {
  PersonalModel model;
  model.items_ = ReadIds(reader);
  model.users_ = ReadIds(reader);
  const std::uint32_t items = model.items_.size();
  model.popularity_ = ReadNumbers(items, reader);
  model.created_ = reader.Take<std::int64_t>();
  if (model.created_.size() != items) DamagedModel();
  model.factors_ = ReadFactors(items, reader);
  model.transitions_ = ReadRows(items, items, RowWeights::kOfEach, reader);
  model.histories_ = ReadRows(model.users_.size(), items, RowWeights::kNone, reader);
  model.repeat_share_ = ReadNumbers(1, reader)[0];
  if (reader.has_traits()) {
    model.traits_.traits = ReadIds(reader);
    model.traits_.items = ReadRows(model.traits_.traits.size(), items, RowWeights::kOfEach, reader);
  }
  model.Prepare();
  return model;
}

}  // namespace portside::personalize
