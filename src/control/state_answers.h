// SPDX-License-Identifier: Apache-2.0
//
// What calls about the state answer.

#pragma once

#include "portside/control/endpoint.h"
#include "portside/state/snapshot.h"

namespace portside {

Json SnapshotToJson(const Snapshot& snapshot);
ControlError ErrorOf(const StateError& error);

}  // namespace portside
