// SPDX-License-Identifier: Apache-2.0
//
// QueryReader: reads the parameters of a query, and says of the first wrong one its name, its value
// and what is allowed. Finish refuses parameters that nobody has asked for.

#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "portside/control/endpoint.h"

namespace portside {

class QueryReader {
 public:
  explicit QueryReader(const Query& query) : query_(query) {}

  // Absent and empty parameters are "".
  std::string Text(std::string_view name);
  // Empty, or one of `allowed`.
  ControlResult<std::string> Choice(std::string_view name, const std::vector<std::string>& allowed);
  ControlResult<std::optional<std::int64_t>> Integer(std::string_view name, std::int64_t min,
                                                     std::int64_t max);

  // "<name> is \"<value>\"; " + allowed.
  [[nodiscard]] ControlError Wrong(std::string_view name, const std::string& allowed) const;
  // Refuses parameters that were not read, or that are there twice.
  ControlResult<void> Finish() const;

 private:
  const Query& query_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace portside
