// SPDX-License-Identifier: Apache-2.0
//
// FormatError: why bytes are not the file they should be, and where.

#pragma once

#include <cstdint>
#include <string>

#include "portside/base/result.h"

namespace portside {

struct FormatError {
  std::string message;       // "unbalanced quote"
  std::uint64_t line = 0;    // 1-based; 0: no position
  std::uint64_t column = 0;  // 1-based: the field of the line (CSV) or 0

  // "line 3, column 2: unbalanced quote"
  [[nodiscard]] std::string Describe() const {
    std::string text;
    if (line != 0) text += "line " + std::to_string(line);
    if (line != 0 && column != 0) text += ", column " + std::to_string(column);
    if (line != 0) text += ": ";
    return text + message;
  }
};

template <typename T>
using FormatResult = Expected<T, FormatError>;

}  // namespace portside
