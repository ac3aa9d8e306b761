// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/recommending/recommendation_memory.h"

#include <algorithm>

#include "services/personalize/limits.h"

namespace portside::personalize {

void RecommendationMemory::Begin(std::uint64_t generation) {
  if (generation != generation_) {
    models_.clear();
    groups_.clear();
    generation_ = generation;
  }
  const auto held = [this] {
    std::size_t bytes = 0;
    for (const Model& model : models_) bytes += model.model.bytes();
    for (const GroupMemory& group : groups_) bytes += group.bytes();
    return bytes;
  };
  // One of each stays: it is what most programs ask for again.
  while ((models_.size() > 1 || groups_.size() > 1) && held() > limits::kRememberedBytes) {
    if (models_.size() > 1) models_.pop_back();
    if (groups_.size() > 1) groups_.pop_back();
  }
}

const TrainedModel& RecommendationMemory::ModelOf(const std::string& stream,
                                                  const RecordReader& records) {
  const StreamState state = records.StateOf(stream);
  auto found = std::ranges::find(models_, stream, &Model::stream);
  if (found != models_.end() && found->state != state) {
    models_.erase(found);
    found = models_.end();
  }
  if (found == models_.end()) {
    models_.push_front({stream, state, TrainedModel::Read(records, stream)});
  } else {
    models_.splice(models_.begin(), models_, found);
  }
  return models_.front().model;
}

GroupMemory& RecommendationMemory::GroupOf(const std::string& group_arn, const Json& schemas) {
  auto found = std::ranges::find(groups_, group_arn, &GroupMemory::group_arn);
  if (found != groups_.end() && found->schemas() != schemas) {
    groups_.erase(found);
    found = groups_.end();
  }
  if (found == groups_.end()) {
    groups_.emplace_front(group_arn, schemas);
  } else {
    groups_.splice(groups_.begin(), groups_, found);
  }
  return groups_.front();
}

}  // namespace portside::personalize
