// SPDX-License-Identifier: Apache-2.0
//
// Capture: a regular expression that a client has sent, and the text that its first group finds in
// a line. Linear time, whatever both are; without look-ahead and back references.

#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "portside/base/result.h"

namespace re2 {
class RE2;
}

namespace portside {

class Capture {
 public:
  // Fails with the reason where the expression cannot be had, or has no group.
  static Expected<Capture, std::string> Compile(std::string_view expression);
  Capture(Capture&&) noexcept;
  Capture& operator=(Capture&&) noexcept;
  ~Capture();

  // Of the first match in the line.
  [[nodiscard]] std::optional<std::string> Find(std::string_view line) const;

 private:
  explicit Capture(std::unique_ptr<re2::RE2> expression);

  std::unique_ptr<re2::RE2> expression_;
};

}  // namespace portside
