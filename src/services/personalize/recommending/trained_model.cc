// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/recommending/trained_model.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace portside::personalize {

TrainedModel TrainedModel::Read(const RecordReader& records, std::string_view stream) {
  std::optional<ModelReader> reader;
  ModelKind kind{};
  std::size_t bytes = 0;
  records.Visit(stream, [&](const Record& record) {
    if (!reader) {
      kind = KindOfPage(record.bytes);
      reader.emplace(kind);
    }
    reader->Add(record.bytes);
    bytes += record.bytes.size();
  });
  if (!reader) DamagedModel();
  switch (kind) {
    case ModelKind::kPersonal: return {PersonalModel::Read(std::move(*reader)), bytes};
    case ModelKind::kSimilarItems: return {SimilarItemsModel::Read(std::move(*reader)), bytes};
    case ModelKind::kPopularity:
    case ModelKind::kTrending: return {PopularityModel::Read(kind, std::move(*reader)), bytes};
    case ModelKind::kUserSegments: return {UserSegmentsModel::Read(std::move(*reader)), bytes};
    case ModelKind::kActions: return {ActionsModel::Read(std::move(*reader)), bytes};
  }
  DamagedModel();
}

const PersonalModel* TrainedModel::personal() const {
  if (const auto* model = std::get_if<ActionsModel>(&model_)) return &model->taken();
  return std::get_if<PersonalModel>(&model_);
}

const IdTable& TrainedModel::items() const {
  return std::visit([](const auto& model) -> const IdTable& { return model.items(); }, model_);
}

void TrainedModel::Score(std::span<const std::uint32_t> history, const Situation& situation,
                         std::optional<std::uint32_t> item, std::span<float> scores) const {
  assert(segments() == nullptr);
  if (const auto* model = std::get_if<PersonalModel>(&model_)) {
    return model->Score(history, situation, scores);
  }
  if (const auto* model = std::get_if<ActionsModel>(&model_)) {
    return model->Score(history, situation, scores);
  }
  if (const auto* model = std::get_if<SimilarItemsModel>(&model_)) {
    return model->Score(item, scores);
  }
  if (const auto* model = std::get_if<PopularityModel>(&model_)) {
    std::ranges::copy(model->scores(), scores.begin());
  }
}

}  // namespace portside::personalize
