// SPDX-License-Identifier: Apache-2.0
//
// What a tuning job knows by its trials' ends: counters, the best one, and whether that is enough.
//
// Document: BestTrainingJob, BestValues (where to look next), OverallBest (of a warm start with the
// parents' data), NotImproving (trials with an objective since the last that was better by more
// than 1%), ConvergedAt (epoch seconds), IsEnough.

#pragma once

#include <string>

#include "portside/base/json.h"
#include "portside/base/timestamp.h"

namespace portside::sagemaker {

// Adds to a counter of TrainingJobStatusCounters or ObjectiveStatusCounters.
void Count(Json& document, const char* counters, const std::string& which, std::int64_t by);

// Of two summaries of trials that both have an objective, by its Type.
bool IsBetter(const Json& summary, const Json& than);

// The objective of a trial that has ended at `at`, by its summary.
void TakeObjective(Json& document, const Json& summary, Timestamp at);

}  // namespace portside::sagemaker
