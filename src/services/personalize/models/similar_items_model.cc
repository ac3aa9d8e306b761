// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/similar_items_model.h"

#include <cassert>
#include <limits>
#include <utility>

#include "services/personalize/models/feedback.h"
#include "services/personalize/models/model_parts.h"
#include "services/personalize/models/neighbours.h"
#include "services/personalize/models/popularity_model.h"

namespace portside::personalize {

std::optional<SimilarItemsModel> SimilarItemsModel::Train(InteractionData data,
                                                          const TrainingOptions& options) {
  Feedback feedback = TakeFeedback(data, options);
  auto neighbours = FindCoOccurrences(feedback, options.stop);
  if (!neighbours) return std::nullopt;
  SimilarItemsModel model;
  model.items_ = std::move(data.items);
  model.popularity_ = std::move(feedback.popularity);
  model.neighbours_ = std::move(*neighbours);
  model.popular_ = PopularityShares(model.popularity_);
  return model;
}

void SimilarItemsModel::Score(std::optional<std::uint32_t> item, std::span<float> scores) const {
  assert(scores.size() == items_.size());
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = popular_[i] - 1;
  if (!item) return;
  const auto neighbours = Similar(*item);
  const auto cosines = Cosines(*item);
  // Of equal neighbours, the popular one.
  constexpr float kPopularityWeight = 1e-4F;
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    scores[neighbours[i]] = cosines[i] + kPopularityWeight * popular_[neighbours[i]];
  }
  scores[*item] = -std::numeric_limits<float>::infinity();
}

void SimilarItemsModel::Write(const ModelWriter::Keep& keep) const {
  ModelWriter writer(ModelKind::kSimilarItems, keep);
  WriteIds(items_, writer);
  writer.Add(popularity_);
  WriteRows(neighbours_, writer);
  writer.Finish();
}

SimilarItemsModel SimilarItemsModel::Read(ModelReader reader) {
  SimilarItemsModel model;
  model.items_ = ReadIds(reader);
  const std::uint32_t items = model.items_.size();
  model.popularity_ = ReadNumbers(items, reader);
  model.neighbours_ = ReadRows(items, items, RowWeights::kOfEach, reader);
  reader.Finish();
  model.popular_ = PopularityShares(model.popularity_);
  return model;
}

}  // namespace portside::personalize
