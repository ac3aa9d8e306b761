// SPDX-License-Identifier: Apache-2.0
//
// PersonalModel: what a user likes, for the recipes of USER_PERSONALIZATION and
// PERSONALIZED_RANKING. A score is the sum of
//
//   - what factorised feedback says about the user, whose latest items are folded in when asked
//     (factorization.h), so that each new event counts at once and users need not be known;
//   - what others did next after the user's latest items;
//   - what stands out in the context of the request, and, the less the shorter a history is, with
//     users of the same traits (traits.h);
//   - a little popularity, which orders what nothing else is known about.
//
// Who has no history gets what is popular, first what is so with users alike; an item that nobody
// has interacted with is scored by its features (cold_items.h). Items of the history are held back
// as far as users of this data seldom repeat themselves. (A full item-item matrix would need no
// folding in, but holds the square of the items.)
//
// Training holds the data, or instead of it: 16 bytes for each pair of user and item, factors, and
// at most limits::kHistoryItems numbers for each user. A model is immutable: any thread may ask it.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "services/personalize/models/factorization.h"
#include "services/personalize/models/id_table.h"
#include "services/personalize/models/interaction_data.h"
#include "services/personalize/models/model_pages.h"
#include "services/personalize/models/sparse_rows.h"
#include "services/personalize/models/training_options.h"
#include "services/personalize/models/traits.h"

namespace portside::personalize {

class PersonalModel {
 public:
  // Nothing: it was stopped.
  static std::optional<PersonalModel> Train(InteractionData data, const TrainingOptions& options);
  // Of all the pages of a model. Throws std::runtime_error where they are damaged.
  static PersonalModel Read(ModelReader reader);
  void Write(const ModelWriter::Keep& keep) const;
  // The same as a part of another model.
  static PersonalModel ReadFrom(ModelReader& reader);
  void WriteTo(ModelWriter& writer) const;

  [[nodiscard]] const IdTable& items() const { return items_; }
  // Interactions of each item that was learnt from.
  [[nodiscard]] std::span<const float> popularity() const { return popularity_; }
  // The same as numbers from zero to one (PopularityShares).
  [[nodiscard]] std::span<const float> popular() const { return popular_; }
  // Epoch seconds, zero where it was not known.
  [[nodiscard]] std::int64_t CreationTime(std::uint32_t item) const { return created_[item]; }
  // What the user had interacted with when the model was trained, newest first, at most
  // limits::kHistoryItems. Nothing for whom it does not know.
  [[nodiscard]] std::span<const std::uint32_t> HistoryOf(std::string_view user) const;

  // The traits that are known.
  [[nodiscard]] const IdTable& traits() const { return traits_.traits; }

  // The score of every item for who has this history, newest first, of which the first
  // limits::kHistoryItems count. Comparable within one call; Normalize (ranking.h) makes them what
  // the service shows. 10,000 items take about 0.1 ms.
  void Score(std::span<const std::uint32_t> history, const Situation& situation,
             std::span<float> scores) const;
  void Score(std::span<const std::uint32_t> history, std::span<float> scores) const {
    Score(history, {}, scores);
  }

 private:
  PersonalModel() = default;
  void Prepare();
  void ScoreHistory(std::span<const std::uint32_t> history, std::span<float> scores) const;
  void AddTraits(std::span<const std::uint32_t> traits, float weight,
                 std::span<float> scores) const;

  IdTable items_;
  IdTable users_;
  std::vector<float> popularity_;
  std::vector<std::int64_t> created_;
  Factors factors_;
  SparseRows transitions_;
  SparseRows histories_;
  TraitItems traits_;
  float repeat_share_ = 0;
  // Not stored: they follow from what is.
  std::vector<float> gram_;
  std::vector<float> popular_;  // popularity as numbers from zero to one
};

}  // namespace portside::personalize
