// SPDX-License-Identifier: Apache-2.0
//
// Globs: `*` stands for any text, `?` for one byte, everything else for itself. Takes time in
// proportion to the product of the two lengths at worst; both have bounds where they come in.

#pragma once

#include <string_view>

namespace portside {

[[nodiscard]] bool MatchesGlob(std::string_view glob, std::string_view text);

}  // namespace portside
