// SPDX-License-Identifier: Apache-2.0
//
// ResourceScan: a page over resources of many kinds, accounts and regions, in order of creation:
// the lists of its scopes merged, each along its index. Costs what is on the page, a look at each
// scope, and what a filter without an index refuses, of which one page looks at a bounded number.
// Core thread only.

#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>

#include "portside/base/limits.h"
#include "portside/store/resource_repository.h"

namespace portside {

struct ResourceScan {
  std::function<bool(const ResourceScope& scope)> in_scope;
  std::string_view in_state{};  // a text that is empty is not asked for
  std::string_view name{};
  std::function<bool(const Resource& resource)> matches{};
  std::optional<ResourcePosition> after{};  // exclusive; of the order of creation
  std::size_t limit = 100;
  std::size_t looks = limits::kScanLooks;
};

// `next` may lead to a page without resources: the looks were used up.
ResourcePage ScanResources(ResourceRepository& resources, const ResourceScan& scan);

}  // namespace portside
