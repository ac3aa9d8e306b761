// SPDX-License-Identifier: Apache-2.0
//
// Reads which part of the state a call is about: {"service": …, "account": …, "region": …}.

#pragma once

#include "portside/control/endpoint.h"
#include "portside/control/member_reader.h"
#include "portside/state/state_keeper.h"

namespace portside {

// What is left out means all. A service must be one that the keeper knows.
ControlResult<StateScope> ReadScope(const Json& body, const StateKeeper& state);

}  // namespace portside
