// SPDX-License-Identifier: Apache-2.0
//
// ActionsModel: how likely a user takes an action, for the recipe Next-Best-Action. Half of it is
// how often people take the action that they are shown, half is what a personal model of taken
// actions says of the user. An action that there is too little data about has no likelihood
// (developer guide, "Next-Best-Action recipe"), and is ordered behind those that have one.
//
// A model is immutable: any thread may ask it.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "services/personalize/models/personal_model.h"

namespace portside::personalize {

// Of an interaction with an action: InteractionData has it as Interaction::event_type.
enum class ActionEvent : std::uint16_t { kTaken, kNotTaken, kViewed };

class ActionsModel {
 public:
  // `least` events of taking it and of not, within limits::kActionWindow of the newest, must there
  // be of an action that has a likelihood. Nothing: it was stopped.
  static std::optional<ActionsModel> Train(InteractionData data, const TrainingOptions& options,
                                           std::uint32_t least);
  // Of all the pages of a model. Throws std::runtime_error where they are damaged.
  static ActionsModel Read(ModelReader reader);
  void Write(const ModelWriter::Keep& keep) const;

  [[nodiscard]] const IdTable& items() const { return taken_.items(); }
  // What was taken.
  [[nodiscard]] const PersonalModel& taken() const { return taken_; }

  // Of each action, from zero to one; zero where there is none. `history` is what the user has
  // taken, newest first.
  void Score(std::span<const std::uint32_t> history, const Situation& situation,
             std::span<float> scores) const;

 private:
  explicit ActionsModel(PersonalModel taken) : taken_(std::move(taken)) {}

  PersonalModel taken_;
  std::vector<float> rates_;  // of taking it; below zero: there is too little data
};

}  // namespace portside::personalize
