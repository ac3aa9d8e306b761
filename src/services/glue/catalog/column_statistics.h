// SPDX-License-Identifier: Apache-2.0
//
// Column statistics of tables and partitions: one resource for each column that has some.

#pragma once

#include <string>

#include "portside/services/core/request_context.h"

namespace portside::glue {

// Of a partition that goes, or gets another ARN with its values.
void RemoveStatistics(const Resource& partition, RequestContext& context);
void MoveStatistics(const Resource& partition, const std::string& new_arn, RequestContext& context);

}  // namespace portside::glue
