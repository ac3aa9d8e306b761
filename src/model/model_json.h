// SPDX-License-Identifier: Apache-2.0
//
// What readers of a model's JSON share.

#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "portside/base/json.h"
#include "portside/base/result.h"

namespace portside {

// A misspelt key would silently drop a constraint.
Expected<void, std::string> CheckKeys(const Json& object,
                                      std::initializer_list<std::string_view> known);
bool Flag(const Json& object, const char* key);
// "shape Name: what".
std::string Within(const std::string& place, const std::string& what);

}  // namespace portside
