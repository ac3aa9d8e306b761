// SPDX-License-Identifier: Apache-2.0

#include "control/scope_reader.h"

#include <algorithm>

namespace portside {
namespace {

bool IsAccount(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool IsRegion(std::string_view text) {
  constexpr std::size_t kLongest = 32;
  return !text.empty() && text.size() <= kLongest &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

}  // namespace

ControlResult<StateScope> ReadScope(const Json& body, const StateKeeper& state) {
  MemberReader reader(body);
  StateScope scope;
  scope.service = TRY(reader.Choice("service", state.Services())).value_or("");
  const std::optional<std::string> account = TRY(reader.Text("account"));
  const std::optional<std::string> region = TRY(reader.Text("region"));
  TRY(reader.Finish());
  if (account && !IsAccount(*account)) {
    return Fail(reader.Wrong("account", "an account has 12 digits."));
  }
  if (region && !IsRegion(*region)) {
    return Fail(reader.Wrong("region", "it must be a region such as us-east-1."));
  }
  scope.account = account.value_or("");
  scope.region = region.value_or("");
  return scope;
}

}  // namespace portside
