// SPDX-License-Identifier: Apache-2.0

#include "portside/services/core/pagination.h"

#include <algorithm>
#include <tuple>

#include "portside/base/encoding.h"
#include "portside/base/json.h"
#include "portside/base/random.h"

namespace portside {
namespace {

struct Position {
  std::string key;
  std::int64_t sequence = 0;
};

// ["fingerprint", "key", sequence] in base64: opaque to clients, ASCII, short.
std::string MakeToken(const std::string& fingerprint, const PageEntry& last) {
  const Json position = {StableHash(fingerprint), last.key, last.resource->sequence};
  return Base64Encode(DumpJson(position));
}

std::optional<Position> ParseToken(std::string_view token, const std::string& fingerprint) {
  const auto text = Base64Decode(token);
  if (!text) return std::nullopt;
  const auto position = ParseJson(*text);
  if (!position || !position->is_array() || position->size() != 3) return std::nullopt;
  const Json& hash = (*position)[0];
  const Json& key = (*position)[1];
  const Json& sequence = (*position)[2];
  if (!hash.is_number_unsigned() || hash.get<std::uint64_t>() != StableHash(fingerprint)) {
    return std::nullopt;
  }
  if (!key.is_string() || !sequence.is_number_integer()) return std::nullopt;
  return Position{key.get<std::string>(), sequence.get<std::int64_t>()};
}

}  // namespace

std::optional<Page> TakePage(std::vector<PageEntry> entries, const PageRequest& request) {
  std::optional<Position> after;
  if (!request.token.empty()) {
    after = ParseToken(request.token, request.fingerprint);
    if (!after) return std::nullopt;
  }

  const auto order = [&request](const auto& left, const auto& right) {
    return request.descending ? right < left : left < right;
  };
  const auto rank = [](const PageEntry& entry) {
    return std::tie(entry.key, entry.resource->sequence);
  };
  std::sort(entries.begin(), entries.end(), [&](const PageEntry& left, const PageEntry& right) {
    return order(rank(left), rank(right));
  });

  auto first = entries.begin();
  if (after) {
    const auto seen = std::tie(after->key, after->sequence);
    first = std::find_if(entries.begin(), entries.end(),
                         [&](const PageEntry& entry) { return order(seen, rank(entry)); });
  }

  Page page;
  const std::size_t left = static_cast<std::size_t>(entries.end() - first);
  const std::size_t count = std::min(left, request.max);
  for (std::size_t i = 0; i < count; ++i) page.resources.push_back((first + i)->resource);
  if (count > 0 && count < left) {
    page.next_token = MakeToken(request.fingerprint, *(first + (count - 1)));
  }
  return page;
}

std::string SortKey(Timestamp time) { return SortKey(time.time_since_epoch().count()); }

std::string SortKey(std::int64_t number) {
  // Shifted, so that negative numbers come first; 20 digits hold every 64-bit value.
  const auto shifted = static_cast<std::uint64_t>(number) ^ (1ULL << 63);
  std::string digits = std::to_string(shifted);
  return std::string(20 - digits.size(), '0') + digits;
}

}  // namespace portside
