// SPDX-License-Identifier: Apache-2.0
//
// Where the record log has the trained model of a solution version or a recommender.

#pragma once

#include <string>
#include <string_view>

namespace portside::personalize {

inline std::string ModelStream(std::string_view arn) { return std::string(arn) + "#model"; }

}  // namespace portside::personalize
