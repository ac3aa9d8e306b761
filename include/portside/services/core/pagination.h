// SPDX-License-Identifier: Apache-2.0
//
// Pages of a list. A token carries where the page before ended, not an offset, so that it survives
// inserts and deletes between two pages; it also carries a fingerprint of the list it belongs to,
// so that a token of another list (or of other filters) is an error.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/store/resource_repository.h"

namespace portside {

struct PageRequest {
  std::string_view token{};  // empty: from the start
  // What must be the same for all pages: operation, filters, sort. Any text.
  std::string fingerprint{};
};

struct Page {
  std::vector<ResourcePtr> resources;
  std::string next_token;  // empty on the last page
};

// The page that the token asks for of the query, whose `after` is set here. Nothing where the token
// is not one of this list: the caller answers its service's own error.
std::optional<Page> TakePage(ResourceRepository& resources, ResourceQuery query,
                             const PageRequest& request);

// The same over a list that is no resources but constants, in their order: which of them the page
// has, [first, end).
struct PageOfConstants {
  std::size_t first = 0;
  std::size_t end = 0;
  std::string next_token;
};
std::optional<PageOfConstants> TakePageOf(std::size_t count, std::size_t limit,
                                          const PageRequest& request);

// The token of a place in a list that is none of these, and the place that a token stands for;
// nothing where it is a token of another list.
std::string MakePageToken(const std::string& fingerprint, const ResourcePosition& last);
std::optional<ResourcePosition> ReadPageToken(std::string_view token,
                                              const std::string& fingerprint);

}  // namespace portside
