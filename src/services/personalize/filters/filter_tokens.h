// SPDX-License-Identifier: Apache-2.0
//
// The words, values and signs of a filter expression, one at a time.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace portside::personalize {

struct FilterToken {
  enum class Kind {
    kEnd,
    kWord,         // INCLUDE, Items, GENRE
    kText,         // "news" or 'news'
    kNumber,       // -1.5e3
    kPlaceholder,  // $GENRE
    kSign,         // ( ) , . | = != < <= > >=
    kOpenText,     // a quote that nothing closes
    kOther         // one character that has no meaning here
  };
  Kind kind = Kind::kEnd;
  std::size_t offset = 0;
  std::string_view text;  // all of it

  [[nodiscard]] std::size_t end() const { return offset + text.size(); }
  // What it stands for: without quotes or `$`.
  [[nodiscard]] std::string_view Content() const;
  // For errors: "'WHERE'", "the end". Long ones are cut.
  [[nodiscard]] std::string Describe() const;
};

// The first token at or behind `offset`, after spaces.
FilterToken NextFilterToken(std::string_view text, std::size_t offset);

// The finite number that is all of `text`, or nothing.
std::optional<double> FilterNumber(std::string_view text);

// Characters of UTF-8.
std::size_t CountCharacters(std::string_view text);

// `text` in quotes, cut at limits::kShownFilterBytes between two characters.
std::string ShownText(std::string_view text);

}  // namespace portside::personalize
