// SPDX-License-Identifier: Apache-2.0
//
// Trials: the training jobs of a tuning job. Each that ends begins the next, or ends the tuning
// job; all within the unit of work of that end, whose cost is one trial's, however many there were.
//
// Document of a trial beside a training job's own members: TuningJobArn, TuningJobName,
// TunedHyperParameters, Objective ({Type, MetricName}), TrainingJobDefinitionName.

#pragma once

#include "portside/jobs/job_work.h"

namespace portside {
class Scheduler;
}

namespace portside::sagemaker {

// JobKind::entered of training jobs: those that are no trials are let pass.
void TrialMoved(const Resource& job, Scheduler& jobs, Stores& stores);
// JobKind::entered of tuning jobs: begins trials, or stops them.
void TuningMoved(const Resource& tuning, Scheduler& jobs, Stores& stores);

// A trial as lists and descriptions show it.
Json TrialSummary(const Resource& trial);

// The members that CreateTrainingJob would be sent for a definition, without name and parameters.
Json TrainingInputOf(const Json& definition);

// TrainingJobDefinition, or TrainingJobDefinitions.
std::vector<Json> DefinitionsOf(const Json& document);
// Of a definition, or of the whole job.
const Json& RangesOf(const Json& document, const Json& definition);
Json ObjectiveOf(const Json& document, const Json& definition);

// How many trials there are to be.
std::int64_t TrialsOf(const Json& document);

}  // namespace portside::sagemaker
