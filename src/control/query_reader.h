// SPDX-License-Identifier: Apache-2.0
//
// The parameters of a query as an object, so that they are read and refused as members are.

#pragma once

#include <initializer_list>
#include <string_view>

#include "portside/base/json.h"
#include "portside/http/uri.h"

namespace portside {

// Texts; those that `numbers` names are numbers where they are whole ones. The last of several of
// one name counts.
Json QueryToJson(const Query& query, std::initializer_list<std::string_view> numbers = {});

}  // namespace portside
