// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/user_segments_model.h"

#include <cassert>
#include <utility>

#include "services/personalize/models/cold_items.h"
#include "services/personalize/models/feedback.h"
#include "services/personalize/models/model_parts.h"
#include "services/personalize/models/popularity_model.h"

namespace portside::personalize {

std::optional<UserSegmentsModel> UserSegmentsModel::Train(InteractionData data,
                                                          const TrainingOptions& options) {
  const Feedback feedback = TakeFeedback(data, options);
  auto items = FactorizeItems(feedback.by_user, data.items.size(), feedback.is_test_user, options);
  if (!items) return std::nullopt;
  UserSegmentsModel model;
  model.user_factors_ = FoldInAll(*items, feedback.by_user);
  FillColdItems(data.details, feedback.popularity, *items);
  model.item_factors_ = std::move(*items);
  for (std::uint32_t user = 0; user < data.users.size(); ++user) {
    model.activity_.push_back(static_cast<float>(feedback.by_user.Columns(user).size()));
  }
  model.activity_ = PopularityShares(model.activity_);
  model.items_ = std::move(data.items);
  model.users_ = std::move(data.users);
  return model;
}

void UserSegmentsModel::Score(std::span<const std::uint32_t> items, std::span<float> scores) const {
  assert(scores.size() == users_.size());
  std::vector<float> mean(item_factors_.rank);
  for (const std::uint32_t item : items) {
    const auto factors = item_factors_.Row(item);
    for (std::size_t i = 0; i < mean.size(); ++i) {
      mean[i] += factors[i] / static_cast<float>(items.size());
    }
  }
  Multiply(user_factors_, mean, scores);
  // Orders those of whom nothing else is known.
  constexpr float kActivityWeight = 1e-3F;
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i] += kActivityWeight * activity_[i];
}

void UserSegmentsModel::Write(const ModelWriter::Keep& keep) const {
  ModelWriter writer(ModelKind::kUserSegments, keep);
  WriteIds(items_, writer);
  WriteIds(users_, writer);
  WriteFactors(item_factors_, writer);
  WriteFactors(user_factors_, writer);
  writer.Add(activity_);
  writer.Finish();
}

UserSegmentsModel UserSegmentsModel::Read(ModelReader reader) {
  UserSegmentsModel model;
  model.items_ = ReadIds(reader);
  model.users_ = ReadIds(reader);
  model.item_factors_ = ReadFactors(model.items_.size(), reader);
  model.user_factors_ = ReadFactors(model.users_.size(), reader);
  if (model.user_factors_.rank != model.item_factors_.rank) DamagedModel();
  model.activity_ = ReadNumbers(model.users_.size(), reader);
  reader.Finish();
  return model;
}

}  // namespace portside::personalize
