// SPDX-License-Identifier: Apache-2.0
//
// UserSegmentsModel: who likes an item, or items with an attribute, for the recipes of
// USER_SEGMENTATION. The same factors as those of a personal model, with those of all users beside
// them: 100,000 users are 13 MB. Training holds what that of a personal model does. A model is
// immutable: any thread may ask it.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "services/personalize/models/factorization.h"
#include "services/personalize/models/id_table.h"
#include "services/personalize/models/interaction_data.h"
#include "services/personalize/models/model_pages.h"
#include "services/personalize/models/training_options.h"

namespace portside::personalize {

class UserSegmentsModel {
 public:
  // Nothing: it was stopped.
  static std::optional<UserSegmentsModel> Train(InteractionData data,
                                                const TrainingOptions& options);
  // Of all the pages of a model. Throws std::runtime_error where they are damaged.
  static UserSegmentsModel Read(ModelReader reader);
  void Write(const ModelWriter::Keep& keep) const;

  [[nodiscard]] const IdTable& items() const { return items_; }
  [[nodiscard]] const IdTable& users() const { return users_; }

  // The score of every user for these items together: one for Item-Affinity, those with the
  // attribute for Item-Attribute-Affinity. For no items at all: by how much the users did.
  void Score(std::span<const std::uint32_t> items, std::span<float> scores) const;

 private:
  UserSegmentsModel() = default;

  IdTable items_;
  IdTable users_;
  Factors item_factors_;
  Factors user_factors_;
  std::vector<float> activity_;  // of users, from zero to one
};

}  // namespace portside::personalize
