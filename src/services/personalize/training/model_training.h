// SPDX-License-Identifier: Apache-2.0
//
// The training of a model as the work of a job: what solution versions and recommenders have in
// common. Worker thread.

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "portside/base/json.h"
#include "portside/jobs/job_kind.h"
#include "services/personalize/limits.h"

namespace portside::personalize {

struct ModelOrder {
  std::string model_arn;   // whose model it is to be
  const Json& document;    // recipeArn, datasetGroupArn, kSchemasMember and kMinimumMember
  const Json& config;      // solutionConfig or recommenderConfig
  std::string event_type;  // only these; empty: those of the recipe
};

struct TrainingResult {
  WorkOutput output;  // what the members behind kMetricsMember say; the model in the rows
  std::uint64_t interactions = 0;
};

// Fails with what the service says of data that is too little, or where it is stopped.
Expected<TrainingResult, JobFailure> TrainModel(WorkContext& context, const ModelOrder& order);

// The state whose work that is.
constexpr JobState TrainingState(JobWork work) {
  return {.name = "CREATE IN_PROGRESS",
          .duration = std::chrono::milliseconds(1500),
          .next = "ACTIVE",
          .work = work,
          .on_failure = "CREATE FAILED",
          .memory = limits::kTrainingBytes};
}
// JobKind::find_flaw: an archive may have been written by hand.
std::optional<std::string> FindTrainingFlaw(const Json& document);

}  // namespace portside::personalize
