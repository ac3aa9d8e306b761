// SPDX-License-Identifier: Apache-2.0
//
// SimilarItemsModel: what those who interacted with one item also interacted with, for the recipes
// of RELATED_ITEMS. Of each item the nearest limits::kNeighboursPerItem are kept, eight bytes each;
// behind them, and for items that it does not know, comes what is popular.
//
// Training holds the data, or instead of it 16 bytes for each pair of user and item and the model
// itself. A model is immutable: any thread may ask it.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "services/personalize/models/id_table.h"
#include "services/personalize/models/interaction_data.h"
#include "services/personalize/models/model_pages.h"
#include "services/personalize/models/sparse_rows.h"
#include "services/personalize/models/training_options.h"

namespace portside::personalize {

class SimilarItemsModel {
 public:
  // Nothing: it was stopped.
  static std::optional<SimilarItemsModel> Train(InteractionData data,
                                                const TrainingOptions& options);
  // Of all the pages of a model. Throws std::runtime_error where they are damaged.
  static SimilarItemsModel Read(ModelReader reader);
  void Write(const ModelWriter::Keep& keep) const;

  [[nodiscard]] const IdTable& items() const { return items_; }
  [[nodiscard]] std::span<const float> popularity() const { return popularity_; }

  // Nearest first, and how near: above zero, at most one.
  [[nodiscard]] std::span<const std::uint32_t> Similar(std::uint32_t item) const {
    return neighbours_.Columns(item);
  }
  [[nodiscard]] std::span<const float> Cosines(std::uint32_t item) const {
    return neighbours_.Weights(item);
  }
  // A score for every item: neighbours above zero, all others by popularity below, the item itself
  // -∞. Nothing as `item`: by popularity alone.
  void Score(std::optional<std::uint32_t> item, std::span<float> scores) const;

 private:
  SimilarItemsModel() = default;

  IdTable items_;
  std::vector<float> popularity_;
  SparseRows neighbours_;
  std::vector<float> popular_;  // popularity from zero to one; not stored
};

}  // namespace portside::personalize
