// SPDX-License-Identifier: Apache-2.0

#include "portside/base/glob.h"

namespace portside {

bool MatchesGlob(std::string_view glob, std::string_view text) {
  // After the last star, what it stands for grows by one byte at each misfit; stars before it need
  // not be looked at again.
  std::size_t at = 0;
  std::size_t after_star = std::string_view::npos;
  std::size_t star_ends = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (at < glob.size() && glob[at] == '*') {
      after_star = ++at;
      star_ends = i;
    } else if (at < glob.size() && (glob[at] == '?' || glob[at] == text[i])) {
      ++at;
      ++i;
    } else if (after_star != std::string_view::npos) {
      at = after_star;
      i = ++star_ends;
    } else {
      return false;
    }
  }
  while (at < glob.size() && glob[at] == '*') ++at;
  return at == glob.size();
}

}  // namespace portside
