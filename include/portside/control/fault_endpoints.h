// SPDX-License-Identifier: Apache-2.0
//
// /_portside/faults: which calls fail and how; /_localstack/chaos/faults and /effects: the same in
// LocalStack's form, for tests that have it.

#pragma once

#include <vector>

#include "portside/control/endpoint.h"
#include "portside/control/fault_rules.h"

namespace portside {

// The references outlive the endpoints.
std::vector<Endpoint> FaultEndpoints(FaultRules& rules, const OperationCatalog& catalog);
std::vector<Endpoint> ChaosEndpoints(FaultRules& rules);

}  // namespace portside
