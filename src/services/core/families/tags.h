// SPDX-License-Identifier: Apache-2.0
//
// The operations on tags of a service.

#pragma once

#include <string_view>
#include <vector>

#include "portside/services/core/families/family.h"

namespace portside {

struct BoundTags {
  const TagStyle* style;
  ErrorText bad_token;                  // of the style's lists
  std::vector<std::string_view> kinds;  // of the families that have tags
};

Result<Json> AddTags(const BoundTags& bound, const Json& input, RequestContext& context);
Result<Json> RemoveTags(const BoundTags& bound, const Json& input, RequestContext& context);
Result<Json> ListTags(const BoundTags& bound, const Json& input, RequestContext& context);

}  // namespace portside
