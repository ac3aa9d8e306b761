// SPDX-License-Identifier: Apache-2.0
//
// MemberReader: reads the members of a JSON object, and says of the first wrong one its name, its
// value and what is allowed. Finish refuses members that nobody has asked for.
//
//   MemberReader reader(call.body);
//   const auto scale = TRY(reader.Number("scale", 0.001, 1e6));
//   TRY(reader.Finish());

#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/timestamp.h"
#include "portside/control/endpoint.h"

namespace portside {

class MemberReader {
 public:
  // `path` stands before the names in errors: "rules[0]".
  explicit MemberReader(const Json& object, std::string path = "");

  // Absent and null members are nothing.
  ControlResult<std::optional<std::string>> Text(std::string_view name);
  // One of `allowed`.
  ControlResult<std::optional<std::string>> Choice(std::string_view name,
                                                   const std::vector<std::string>& allowed);
  ControlResult<std::optional<double>> Number(std::string_view name, double min, double max);
  ControlResult<std::optional<std::int64_t>> Integer(std::string_view name, std::int64_t min,
                                                     std::int64_t max);
  ControlResult<std::optional<bool>> Flag(std::string_view name);
  ControlResult<const Json*> Object(std::string_view name);  // null where absent
  ControlResult<const Json*> Array(std::string_view name);

  // A time such as 2024-01-31T12:00:00Z, or seconds since 1970.
  ControlResult<std::optional<Timestamp>> Time(std::string_view name);

  // The same for members that must be there.
  ControlResult<std::string> RequiredText(std::string_view name);

  [[nodiscard]] std::string PathOf(std::string_view name) const;
  // An error about that member: "<path> is <value>; " + allowed.
  [[nodiscard]] ControlError Wrong(std::string_view name, const std::string& allowed) const;
  // Refuses what is no object, and members that were not read.
  ControlResult<void> Finish() const;

 private:
  const Json* Find(std::string_view name);

  const Json& object_;
  std::string path_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace portside
