// SPDX-License-Identifier: Apache-2.0
//
// Pages of a list. A token carries the last entry's sort key, not an offset, so that it survives
// inserts and deletes between two pages; it also carries a fingerprint of the list it belongs to,
// so that a token of another list (or of other filters) is an error.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/timestamp.h"
#include "portside/store/resource.h"

namespace portside {

struct PageEntry {
  std::string key;  // sort key; ties are broken by sequence
  ResourcePtr resource;
};

struct Page {
  std::vector<ResourcePtr> resources;
  std::string next_token;  // empty on the last page
};

struct PageRequest {
  std::string_view token{};  // empty: from the start
  std::size_t max = 100;
  bool descending = false;
  // What must be the same for all pages: operation, filters, sort. Any text.
  std::string fingerprint{};
};

// Sorts, skips what the token says was seen, cuts. Nothing where the token is not one of this list:
// the caller answers its service's own error.
std::optional<Page> TakePage(std::vector<PageEntry> entries, const PageRequest& request);

// Sort keys whose text order is the order of what they stand for.
std::string SortKey(Timestamp time);
std::string SortKey(std::int64_t number);

}  // namespace portside
