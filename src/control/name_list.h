// SPDX-License-Identifier: Apache-2.0
//
// ListOf: names as an error lists what is allowed, "a, b, c".

#pragma once

#include <string>

namespace portside {

template <typename Names>
std::string ListOf(const Names& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

}  // namespace portside
