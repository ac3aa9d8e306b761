// SPDX-License-Identifier: Apache-2.0
//
// JoinSurrogates: what JSON escapes in another way than YAML.

#pragma once

#include <string>
#include <string_view>

namespace portside {

// JSON spells what lies beyond U+FFFF as two escapes, D83D and DE00 for U+1F600; YAML has one for
// it, of eight digits. In JSON a backslash is nowhere but in texts. Lines stay what they are.
std::string JoinSurrogates(std::string_view json);

}  // namespace portside
