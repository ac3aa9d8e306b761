// SPDX-License-Identifier: Apache-2.0
//
// What belongs to a table: its versions, its partitions and their column statistics. They are
// children of this very table, not of the next one with its name, so that a table that is dropped
// takes them along at once, however many they are: they are cleared away by and by.

#pragma once

#include <string>

#include "portside/jobs/job_kind.h"
#include "portside/services/core/request_context.h"

namespace portside::glue {

// The parent of a table's parts, and how their ARNs begin.
std::string PartsOf(const Resource& table);

// Few are removed now; many by jobs, each of which removes some.
void RemoveParts(const Resource& table, RequestContext& context);

extern const JobKind kTableRemovalKind;

}  // namespace portside::glue
