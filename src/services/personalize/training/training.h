// SPDX-License-Identifier: Apache-2.0
//
// The training of a recipe: the model is made and measured, and its pages are given away.

#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "portside/jobs/job_work.h"
#include "services/personalize/models/interaction_data.h"
#include "services/personalize/models/metrics.h"
#include "services/personalize/training/recipes.h"

namespace portside::personalize {

struct TrainingPlan {
  const Recipe& recipe;
  bool has_minimum = true;
  std::uint32_t factors = 0;  // hidden_dimension; zero: as many as fit
  std::uint64_t seed = 0;
  std::stop_token stop;
};

// Of data that has the service's minimum. The metrics of GetSolutionMetrics. They are of a model
// that has not learnt from the tenth of the users that it is measured with; what is kept has learnt
// from everybody, unless the data is so large that only one of the two can be made
// (limits::kTrainedTwice).
Expected<std::vector<Metric>, JobFailure> TrainRecipe(
    InteractionData data, const TrainingPlan& plan,
    const std::function<void(std::string page)>& keep);

}  // namespace portside::personalize
