// SPDX-License-Identifier: Apache-2.0
//
// Fault rules as JSON: our own form, and LocalStack's.

#pragma once

#include <vector>

#include "portside/base/json.h"
#include "portside/control/endpoint.h"
#include "portside/control/fault_rules.h"

namespace portside {

// {"match": {…}, "nth": …, "times": …, "until": …, "probability": …, "effect": {…}, "force": …}. An
// error that no operation of the match knows is refused unless it is forced.
ControlResult<FaultRule> ReadFault(const Json& json, const OperationCatalog& catalog);
Json FaultToJson(const FaultRule& rule);

// An array of {"region", "service", "operation", "probability", "error": {"statusCode", "code"}}.
ControlResult<std::vector<FaultRule>> ReadChaosFaults(const Json& json);

}  // namespace portside
