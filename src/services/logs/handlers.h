// SPDX-License-Identifier: Apache-2.0
//
// The operations, each a function of its name.

#pragma once

#include "portside/services/core/service.h"

namespace portside::logs {

Result<Json> DescribeLogGroups(const Json& input, RequestContext& context);
Result<Json> DescribeLogStreams(const Json& input, RequestContext& context);
Result<Computation> GetLogEvents(const Json& input, RequestContext& context);
Result<Computation> FilterLogEvents(const Json& input, RequestContext& context);

}  // namespace portside::logs
