// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/popularity_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "services/personalize/models/model_parts.h"

namespace portside::personalize {
namespace {

// Calls `visit` with each interaction that is learnt from.
template <typename Visit>
void EachLearned(const InteractionData& data, const TrainingOptions& options, const Visit& visit) {
  for (const Interaction& interaction : data.interactions) {
    if (std::binary_search(options.test_users.begin(), options.test_users.end(),
                           interaction.user)) {
      continue;
    }
    visit(interaction);
  }
}

}  // namespace

std::vector<float> PopularityShares(std::span<const float> counts) {
  std::vector<float> shares(counts.begin(), counts.end());
  if (shares.empty()) return shares;
  const float most = std::log1p(*std::max_element(shares.begin(), shares.end()));
  for (float& share : shares) share = most > 0 ? std::log1p(share) / most : 0;
  return shares;
}

PopularityModel PopularityModel::TrainCount(InteractionData data, const TrainingOptions& options) {
  Arrange(data);
  PopularityModel model(ModelKind::kPopularity);
  model.scores_.assign(data.items.size(), 0);
  EachLearned(data, options,
              [&](const Interaction& interaction) { model.scores_[interaction.item] += 1; });
  model.items_ = std::move(data.items);
  return model;
}

PopularityModel PopularityModel::TrainTrending(InteractionData data,
                                               const TrainingOptions& options) {
  Arrange(data);
  PopularityModel model(ModelKind::kTrending);
  const std::size_t items = data.items.size();
  std::vector<float> newest(items);
  std::vector<float> before(items);
  std::vector<float> all(items);
  std::int64_t first = INT64_MAX;
  std::int64_t last = INT64_MIN;
  EachLearned(data, options, [&](const Interaction& interaction) {
    first = std::min(first, interaction.time);
    last = std::max(last, interaction.time);
  });
  // As floating numbers: time stamps of clients may be so far apart that their difference is not a
  // number of theirs.
  const double span = static_cast<double>(last) - static_cast<double>(first);
  const double window = options.trend_window > 0 ? static_cast<double>(options.trend_window)
                                                 : std::max(1.0, span / 10);
  EachLearned(data, options, [&](const Interaction& interaction) {
    const double age = static_cast<double>(last) - static_cast<double>(interaction.time);
    all[interaction.item] += 1;
    if (age < window) {
      newest[interaction.item] += 1;
    } else if (age < 2 * window) {
      before[interaction.item] += 1;
    }
  });
  // Below the least difference that one interaction makes in most data.
  constexpr float kPopularityWeight = 1e-3F;
  model.scores_ = PopularityShares(all);
  for (std::size_t i = 0; i < items; ++i) {
    model.scores_[i] =
        kPopularityWeight * model.scores_[i] + (newest[i] - before[i]) / std::sqrt(before[i] + 1);
  }
  model.items_ = std::move(data.items);
  return model;
}

void PopularityModel::Write(const ModelWriter::Keep& keep) const {
  ModelWriter writer(kind_, keep);
  WriteIds(items_, writer);
  writer.Add(scores_);
  writer.Finish();
}

PopularityModel PopularityModel::Read(ModelKind kind, ModelReader reader) {
  PopularityModel model(kind);
  model.items_ = ReadIds(reader);
  model.scores_ = ReadNumbers(model.items_.size(), reader);
  reader.Finish();
  return model;
}

}  // namespace portside::personalize
