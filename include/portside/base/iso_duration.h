// SPDX-License-Identifier: Apache-2.0
//
// Durations as ISO 8601 writes them: "PT90S", "PT1H30M", "P1DT0.5S", "P2W".

#pragma once

#include <optional>
#include <string_view>

#include "portside/base/timestamp.h"

namespace portside {

// Nothing for any other form. Years and months have no fixed length and are none of it; a fraction
// may stand at the last number; at most limits::kLongestDuration.
std::optional<Duration> ParseIsoDuration(std::string_view text);

}  // namespace portside
