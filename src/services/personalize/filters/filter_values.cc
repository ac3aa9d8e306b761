// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/filters/filter_values.h"

#include <algorithm>
#include <cstddef>

#include "services/personalize/filters/filter_tokens.h"

namespace portside::personalize {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";

}  // namespace

Expected<std::vector<std::string>, std::string> ParseFilterValues(std::string_view text) {
  const auto place = [text](std::size_t offset) {
    return " at position " + std::to_string(CountCharacters(text.substr(0, offset)) + 1);
  };
  std::vector<std::string> values;
  std::size_t offset = 0;
  while (true) {
    offset = std::min(text.find_first_not_of(kSpaces, offset), text.size());
    if (offset == text.size() || text[offset] == ',') {
      return Fail("there is no value" + place(offset));
    }
    const char quote = text[offset];
    std::size_t comma = 0;
    if (quote == '"' || quote == '\'') {
      const std::size_t closing = text.find(quote, offset + 1);
      if (closing == std::string_view::npos) {
        return Fail("nothing closes the quote" + place(offset));
      }
      values.emplace_back(text.substr(offset + 1, closing - offset - 1));
      comma = std::min(text.find_first_not_of(kSpaces, closing + 1), text.size());
      if (comma < text.size() && text[comma] != ',') {
        return Fail("a comma is expected" + place(comma));
      }
    } else {
      comma = std::min(text.find(',', offset), text.size());
      const std::string_view bare = text.substr(offset, comma - offset);
      values.emplace_back(bare.substr(0, bare.find_last_not_of(kSpaces) + 1));
    }
    if (comma == text.size()) return values;
    offset = comma + 1;
  }
}

}  // namespace portside::personalize
