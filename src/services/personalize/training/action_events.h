// SPDX-License-Identifier: Apache-2.0
//
// What an action interaction's event type says: Taken, Not Taken and Viewed are all that there are
// (developer guide, "Action interaction data").

#pragma once

#include <optional>
#include <string_view>

#include "services/personalize/models/actions_model.h"

namespace portside::personalize {

// Without regard to case, spaces and underscores; nothing: it is none of them.
std::optional<ActionEvent> ActionEventOf(std::string_view type);

}  // namespace portside::personalize
