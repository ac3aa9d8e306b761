// SPDX-License-Identifier: Apache-2.0
//
// PopularityModel: one score for each item, the same for everybody. For Popularity-Count it is how
// often the item was interacted with; for Trending-Now, how much more so lately than before.
// Training holds the data, and a few bytes for each item. A model is immutable: any thread may ask
// it.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "services/personalize/models/id_table.h"
#include "services/personalize/models/interaction_data.h"
#include "services/personalize/models/model_pages.h"
#include "services/personalize/models/training_options.h"

namespace portside::personalize {

class PopularityModel {
 public:
  static PopularityModel TrainCount(InteractionData data, const TrainingOptions& options);
  // Growth from the window before the newest one to the newest one (options.trend_window), in
  // standard deviations of what chance would do: (newest - before) / √(before + 1). Ties go by all
  // interactions.
  static PopularityModel TrainTrending(InteractionData data, const TrainingOptions& options);
  // Of all the pages of a model; `kind` is kPopularity or kTrending. Throws std::runtime_error
  // where they are damaged.
  static PopularityModel Read(ModelKind kind, ModelReader reader);
  void Write(const ModelWriter::Keep& keep) const;

  [[nodiscard]] ModelKind kind() const { return kind_; }
  [[nodiscard]] const IdTable& items() const { return items_; }
  // By item.
  [[nodiscard]] std::span<const float> scores() const { return scores_; }

 private:
  explicit PopularityModel(ModelKind kind) : kind_(kind) {}

  ModelKind kind_;
  IdTable items_;
  std::vector<float> scores_;
};

// Interactions of each item as numbers from zero (none) to one (the most), in the same order. By
// logarithms: the tenth of many is not nothing.
std::vector<float> PopularityShares(std::span<const float> counts);

}  // namespace portside::personalize
