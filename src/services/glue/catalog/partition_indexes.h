// SPDX-License-Identifier: Apache-2.0
//
// What else has to do with the partition indexes of a table. Core thread.

#pragma once

#include "portside/aws/service_error.h"
#include "portside/jobs/job_kind.h"
#include "portside/services/core/request_context.h"

namespace portside::glue {

extern const JobKind kPartitionIndexKind;

// Those that a table is created with, by the rules of CreatePartitionIndex, but all at once.
Result<void> AddPartitionIndexes(const Resource& table, const Json& wanted,
                                 RequestContext& context);
void RemovePartitionIndexes(const Resource& table, RequestContext& context);

}  // namespace portside::glue
