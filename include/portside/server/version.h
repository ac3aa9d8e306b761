// SPDX-License-Identifier: Apache-2.0
//
// The program's version, as CMakeLists.txt states it.

#pragma once

#include <string_view>

namespace portside {

#ifdef PORTSIDE_VERSION
inline constexpr std::string_view kVersion = PORTSIDE_VERSION;
#else
inline constexpr std::string_view kVersion = "0.0.0";
#endif

}  // namespace portside
