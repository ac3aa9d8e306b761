// SPDX-License-Identifier: Apache-2.0
//
// Automatic training: a resource beside the solution that waits, by the users' clock, for the next
// solution version that the service creates by itself. It is there as long as the solution has
// performAutoTraining. The developer guide ("Configuring automatic training"): the first one within
// an hour, unless a version was created by hand meanwhile, then one every 7 days or as
// schedulingExpression says, each only if interactions have come since the last training.

#pragma once

#include <string>

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"

namespace portside::personalize {

// Refuses a rate outside of 1 to 30 days; the model sees to the form. `config` is a solutionConfig
// or a solutionUpdateConfig.
Result<void> CheckSchedule(const Json& config);

// Of a new solution; nothing where it does not want that.
void BeginAutomaticTraining(const Resource& solution, RequestContext& context);
// With its solution.
void ForgetAutomaticTraining(const Resource& solution, RequestContext& context);

// Of the interactions, which a training of the solution sees; another one: there are new ones.
std::string MarkOfInteractions(const Resource& solution, const RecordReader& records);

// What every version has of its solution and of the group (solution_versions.cc).
void FillVersion(const Resource& solution, Resource& version, ResourceRepository& resources,
                 RecordLog& records);

}  // namespace portside::personalize
