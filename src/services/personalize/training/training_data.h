// SPDX-License-Identifier: Apache-2.0
//
// What a training sees: the rows of a group's datasets as interactions and items, or as action
// interactions and actions. All rows count, imported and put ones, as an export with ALL has them.

#pragma once

#include <string>

#include "portside/base/json.h"
#include "portside/jobs/job_work.h"
#include "services/personalize/models/interaction_data.h"

namespace portside::personalize {

struct TrainingSource {
  std::string group_arn;
  const Json& schemas;     // SchemaTextsOf
  std::string event_type;  // only these; empty: all
  const Json& config;      // solutionConfig
};

// Of items. What of the configuration counts: eventValueThreshold, eventsConfig (type, threshold,
// weight), and which columns trainingDataConfig leaves out. Fails where it is stopped, or there are
// more interactions, users or items than limits::kTrained… allow.
Expected<InteractionData, JobFailure> ReadTrainingData(const RecordReader& records,
                                                       const TrainingSource& source,
                                                       const std::stop_token& stop);
// Of actions; an interaction's event type is an ActionEvent. There may be no interactions.
Expected<InteractionData, JobFailure> ReadActionData(const RecordReader& records,
                                                     const TrainingSource& source,
                                                     const std::stop_token& stop);

}  // namespace portside::personalize
