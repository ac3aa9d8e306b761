// SPDX-License-Identifier: Apache-2.0
//
// TrainedModel: the model of a solution version or a recommender, whatever its kind, as requests
// ask it. Immutable: any thread may ask it.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "portside/store/record_log.h"
#include "services/personalize/models/actions_model.h"
#include "services/personalize/models/personal_model.h"
#include "services/personalize/models/popularity_model.h"
#include "services/personalize/models/similar_items_model.h"
#include "services/personalize/models/user_segments_model.h"

namespace portside::personalize {

class TrainedModel {
 public:
  // Of a stream that a training has filled (model_stream.h). Throws std::runtime_error where its
  // pages are damaged, or there are none.
  static TrainedModel Read(const RecordReader& records, std::string_view stream);

  [[nodiscard]] const IdTable& items() const;
  // What remembers the histories of users; null: it is of a kind that does not look at them.
  [[nodiscard]] const PersonalModel* personal() const;
  // Null: it is of another kind.
  [[nodiscard]] const UserSegmentsModel* segments() const {
    return std::get_if<UserSegmentsModel>(&model_);
  }
  // The score of every item for who has this history, newest first, or beside `item` (nothing: one
  // that the model does not know), as the kind of the model asks. Not for user segments.
  void Score(std::span<const std::uint32_t> history, const Situation& situation,
             std::optional<std::uint32_t> item, std::span<float> scores) const;
  // About as much memory as it holds.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  using Model = std::variant<PersonalModel, SimilarItemsModel, PopularityModel, UserSegmentsModel,
                             ActionsModel>;
  TrainedModel(Model model, std::size_t bytes) : model_(std::move(model)), bytes_(bytes) {}

  Model model_;
  std::size_t bytes_;
};

}  // namespace portside::personalize
