// SPDX-License-Identifier: Apache-2.0

#include "portside/services/core/pagination.h"

#include <algorithm>

#include "portside/base/encoding.h"
#include "portside/base/json.h"
#include "portside/base/random.h"

namespace portside {
// ["fingerprint", "text", number, sequence] in base64: opaque to clients, ASCII, short.
std::string MakePageToken(const std::string& fingerprint, const ResourcePosition& last) {
  const Json position = {StableHash(fingerprint), last.text, last.number, last.sequence};
  return Base64Encode(DumpJson(position));
}

std::optional<ResourcePosition> ReadPageToken(std::string_view token,
                                              const std::string& fingerprint) {
  const auto text = Base64Decode(token);
  if (!text) return std::nullopt;
  const auto position = ParseJson(*text);
  if (!position || !position->is_array() || position->size() != 4) return std::nullopt;
  const Json& hash = (*position)[0];
  if (!hash.is_number_unsigned() || hash.get<std::uint64_t>() != StableHash(fingerprint) ||
      !(*position)[1].is_string() || !(*position)[2].is_number_integer() ||
      !(*position)[3].is_number_integer()) {
    return std::nullopt;
  }
  return ResourcePosition{(*position)[1].get<std::string>(), (*position)[2].get<std::int64_t>(),
                          (*position)[3].get<std::int64_t>()};
}

std::optional<Page> TakePage(ResourceRepository& resources, ResourceQuery query,
                             const PageRequest& request) {
  if (!request.token.empty()) {
    query.after = ReadPageToken(request.token, request.fingerprint);
    if (!query.after) return std::nullopt;
  }
  ResourcePage found = resources.List(query);
  Page page{std::move(found.resources), ""};
  if (found.next) page.next_token = MakePageToken(request.fingerprint, *found.next);
  return page;
}

std::optional<PageOfConstants> TakePageOf(std::size_t count, std::size_t limit,
                                          const PageRequest& request) {
  PageOfConstants page;
  if (!request.token.empty()) {
    const auto after = ReadPageToken(request.token, request.fingerprint);
    if (!after || after->sequence < 0) return std::nullopt;
    page.first = std::min(count, static_cast<std::size_t>(after->sequence));
  }
  page.end = std::min(count, page.first + limit);
  if (page.end < count) {
    page.next_token =
        MakePageToken(request.fingerprint, {"", 0, static_cast<std::int64_t>(page.end)});
  }
  return page;
}

}  // namespace portside
