// SPDX-License-Identifier: Apache-2.0

#include "objects/listing.h"

#include <algorithm>

namespace portside {
namespace {

// The common prefix that a key falls under, or nothing where it stands for itself.
std::optional<std::string> CommonPrefixOf(std::string_view key, const ListQuery& query) {
  if (query.delimiter.empty() || !key.starts_with(query.prefix)) return std::nullopt;
  const std::size_t at = key.find(query.delimiter, query.prefix.size());
  if (at == std::string_view::npos) return std::nullopt;
  return std::string(key.substr(0, at + query.delimiter.size()));
}

// Where a page begins. A start before the prefix excludes nothing; a start inside a common prefix
// excludes all of it, for it was an entry of the page before.
std::optional<std::string> FirstPosition(const ListQuery& query) {
  if (query.start_after.empty()) return query.prefix;
  if (const auto common = CommonPrefixOf(query.start_after, query)) return EndOfPrefix(*common);
  return std::max(query.prefix, query.start_after + '\0');
}

}  // namespace

std::optional<std::string> EndOfPrefix(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xFF) end.pop_back();
  if (end.empty()) return std::nullopt;
  end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

ListPage ListKeys(const ListQuery& query, const NextKey& next, const FetchInfo& fetch,
                  const PageIsCostly& costly) {
  ListPage page;
  if (query.max == 0) return page;

  std::optional<std::string> position = FirstPosition(query);
  while (position) {
    const std::optional<std::string> key = next(*position);
    if (!key || !key->starts_with(query.prefix)) return page;

    const std::size_t entries = page.objects.size() + page.common_prefixes.size();
    if (entries == query.max || (entries > 0 && costly && costly())) {
      page.truncated = true;
      return page;
    }

    if (std::optional<std::string> common = CommonPrefixOf(*key, query)) {
      position = EndOfPrefix(*common);
      page.last = *common;
      page.common_prefixes.push_back(std::move(*common));
      continue;
    }
    position = *key + '\0';
    if (std::optional<ObjectInfo> info = fetch(*key)) {
      page.last = *key;
      page.objects.push_back(std::move(*info));
    }
  }
  return page;
}

}  // namespace portside
