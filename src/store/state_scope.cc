// SPDX-License-Identifier: Apache-2.0

#include "portside/store/state_scope.h"

namespace portside {

bool StateScope::MatchesArn(std::string_view arn) const {
  if (!HasRows()) return false;
  // arn:partition:service:region:account:…
  const auto take = [&arn] {
    const std::size_t colon = arn.find(':');
    const std::string_view field = arn.substr(0, colon);
    arn.remove_prefix(colon == std::string_view::npos ? arn.size() : colon + 1);
    return field;
  };
  take();
  take();
  for (const std::string* wanted : {&service, &region, &account}) {
    const std::string_view field = take();
    if (!wanted->empty() && field != *wanted) return false;
  }
  return true;
}

}  // namespace portside
