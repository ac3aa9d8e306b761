// SPDX-License-Identifier: Apache-2.0

#include "portside/store/resource.h"

namespace portside {

std::optional<Timestamp> Resource::Entered(std::string_view state_name) const {
  for (const StateChange& change : timeline) {
    if (change.state == state_name) return change.at;
  }
  return std::nullopt;
}

}  // namespace portside
