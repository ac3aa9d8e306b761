// SPDX-License-Identifier: Apache-2.0
//
// RecommendationMemory: the models and the rows of dataset groups that requests have lately needed,
// so that the next one finds them read. It holds about limits::kRememberedBytes, or as much as the
// latest request needed. One thread.

#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <string>

#include "portside/base/json.h"
#include "portside/store/record_log.h"
#include "services/personalize/recommending/group_memory.h"
#include "services/personalize/recommending/trained_model.h"

namespace portside::personalize {

class RecommendationMemory {
 public:
  // Before a request. `generation` is the record log's: what was remembered of another one is
  // forgotten, and so is what has not been asked for longest.
  void Begin(std::uint64_t generation);

  // Both are good until the next Begin. `stream` has the model's pages (TrainedModel::Read).
  const TrainedModel& ModelOf(const std::string& stream, const RecordReader& records);
  GroupMemory& GroupOf(const std::string& group_arn, const Json& schemas);

 private:
  struct Model {
    std::string stream;
    StreamState state;
    TrainedModel model;
  };

  std::uint64_t generation_ = 0;
  // The latest first.
  std::list<Model> models_;
  std::list<GroupMemory> groups_;
};

}  // namespace portside::personalize
