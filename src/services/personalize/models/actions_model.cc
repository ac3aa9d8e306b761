// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/actions_model.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "services/personalize/limits.h"
#include "services/personalize/models/model_parts.h"

namespace portside::personalize {
namespace {

constexpr float kNoRate = -1;

bool IsTaken(const Interaction& interaction) {
  return interaction.event_type == static_cast<std::uint16_t>(ActionEvent::kTaken);
}

std::vector<float> RatesOf(const InteractionData& data, std::uint32_t least) {
  struct Counts {
    std::uint32_t taken = 0;
    std::uint32_t others = 0;
  };
  std::int64_t newest = 0;
  for (const Interaction& one : data.interactions) newest = std::max(newest, one.time);
  std::vector<Counts> counts(data.items.size());
  for (const Interaction& one : data.interactions) {
    if (one.time < newest - limits::kActionWindow) continue;
    ++(IsTaken(one) ? counts[one.item].taken : counts[one.item].others);
  }
  std::vector<float> rates;
  for (const Counts& of_action : counts) {
    const bool is_enough = of_action.taken >= least && of_action.others >= least &&
                           of_action.taken + of_action.others > 0;
    const auto all = static_cast<float>(of_action.taken + of_action.others);
    rates.push_back(is_enough ? static_cast<float>(of_action.taken) / all : kNoRate);
  }
  return rates;
}

}  // namespace

std::optional<ActionsModel> ActionsModel::Train(InteractionData data,
                                                const TrainingOptions& options,
                                                std::uint32_t least) {
  // Numbers stay what they are from here on.
  Arrange(data);
  std::vector<float> rates = RatesOf(data, least);
  std::erase_if(data.interactions, [](const Interaction& one) { return !IsTaken(one); });
  auto taken = PersonalModel::Train(std::move(data), options);
  if (!taken) return std::nullopt;
  ActionsModel model(std::move(*taken));
  assert(model.items().size() == rates.size());
  model.rates_ = std::move(rates);
  return model;
}

void ActionsModel::Score(std::span<const std::uint32_t> history, const Situation& situation,
                         std::span<float> scores) const {
  taken_.Score(history, situation, scores);
  for (std::size_t action = 0; action < scores.size(); ++action) {
    const float rate = rates_[action];
    scores[action] = rate < 0 ? 0 : (rate + std::clamp(scores[action], 0.0F, 1.0F)) / 2;
  }
}

void ActionsModel::Write(const ModelWriter::Keep& keep) const {
  ModelWriter writer(ModelKind::kActions, keep);
  taken_.WriteTo(writer);
  writer.Add(rates_);
  writer.Finish();
}

ActionsModel ActionsModel::Read(ModelReader reader) {
  ActionsModel model(PersonalModel::ReadFrom(reader));
  model.rates_ = ReadNumbers(model.items().size(), reader);
  reader.Finish();
  return model;
}

}  // namespace portside::personalize
