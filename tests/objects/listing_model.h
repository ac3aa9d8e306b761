// SPDX-License-Identifier: Apache-2.0
//
// A listing by the plainest means: look at every key. What the stores' listings are measured by.

#pragma once

#include <set>
#include <string>
#include <vector>

#include "portside/objects/object_store.h"

namespace portside {

// The entries of a page in order, and whether there are more.
struct PlainPage {
  std::vector<std::string> entries;
  bool truncated = false;
  bool operator==(const PlainPage&) const = default;
};

inline PlainPage ListPlainly(const std::set<std::string>& keys, const ListQuery& query) {
  std::set<std::string> entries;
  for (const std::string& key : keys) {
    if (!key.starts_with(query.prefix)) continue;
    const std::size_t at = query.delimiter.empty() ? std::string::npos
                                                   : key.find(query.delimiter, query.prefix.size());
    const std::string entry =
        at == std::string::npos ? key : key.substr(0, at + query.delimiter.size());
    if (query.start_after.empty() || entry > query.start_after) entries.insert(entry);
  }
  PlainPage page;
  for (const std::string& entry : entries) {
    if (page.entries.size() == query.max) {
      page.truncated = query.max > 0;
      break;
    }
    page.entries.push_back(entry);
  }
  return page;
}

// A store's page in the same form.
inline PlainPage Flatten(const ListPage& page) {
  std::set<std::string> entries(page.common_prefixes.begin(), page.common_prefixes.end());
  for (const ObjectInfo& object : page.objects) entries.insert(object.key);
  return {{entries.begin(), entries.end()}, page.truncated};
}

}  // namespace portside
