// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/filters/filter_tokens.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "services/personalize/limits.h"

namespace portside::personalize {
namespace {

using Kind = FilterToken::Kind;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || IsDigit(c);
}
bool ContinuesCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::size_t CountDigits(std::string_view text) {
  return std::min(text.find_first_not_of("0123456789"), text.size());
}

// The length of the number at the beginning of `text`; 0: there is none.
std::size_t NumberLength(std::string_view text) {
  std::size_t length = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  const std::size_t digits = CountDigits(text.substr(length));
  if (digits == 0) return 0;
  length += digits;
  if (length < text.size() && text[length] == '.') {
    const std::size_t decimals = CountDigits(text.substr(length + 1));
    if (decimals != 0) length += 1 + decimals;
  }
  if (length < text.size() && (text[length] == 'e' || text[length] == 'E')) {
    const bool is_signed =
        length + 1 < text.size() && (text[length + 1] == '+' || text[length + 1] == '-');
    const std::size_t before = length + (is_signed ? 2 : 1);
    const std::size_t exponent = CountDigits(text.substr(std::min(before, text.size())));
    if (exponent != 0) length = before + exponent;
  }
  return length;
}

std::size_t SignLength(std::string_view text) {
  for (const std::string_view sign : {"!=", "<=", ">="}) {
    if (text.starts_with(sign)) return 2;
  }
  return std::string_view("(),.|=<>").find(text.front()) == std::string_view::npos ? 0 : 1;
}

std::size_t CharacterLength(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && ContinuesCharacter(text[length])) ++length;
  return length;
}

}  // namespace

std::string_view FilterToken::Content() const {
  if (kind == Kind::kText) return text.substr(1, text.size() - 2);
  if (kind == Kind::kPlaceholder) return text.substr(1);
  return text;
}

std::string FilterToken::Describe() const {
  if (kind == Kind::kEnd) return "the end";
  if (kind == Kind::kOpenText) return "a quote that is not closed";
  if (kind == Kind::kText) return "the text " + ShownText(Content());
  return ShownText(text);
}

FilterToken NextFilterToken(std::string_view text, std::size_t offset) {
  while (offset < text.size() && IsSpace(text[offset])) ++offset;
  const std::string_view rest = text.substr(offset);
  const auto token = [&](Kind kind, std::size_t length) {
    return FilterToken{kind, offset, rest.substr(0, length)};
  };
  if (rest.empty()) return token(Kind::kEnd, 0);

  const char first = rest.front();
  if (first == '"' || first == '\'') {
    const std::size_t closing = rest.find(first, 1);
    if (closing == std::string_view::npos) return token(Kind::kOpenText, rest.size());
    return token(Kind::kText, closing + 1);
  }
  if (const std::size_t length = NumberLength(rest); length != 0) {
    // What is too large for a number is none.
    const bool is_finite = FilterNumber(rest.substr(0, length)).has_value();
    return token(is_finite ? Kind::kNumber : Kind::kOther, length);
  }
  if (IsWordCharacter(first) || first == '$') {
    std::size_t length = 1;
    while (length < rest.size() && IsWordCharacter(rest[length])) ++length;
    if (first != '$') return token(Kind::kWord, length);
    return token(length == 1 ? Kind::kOther : Kind::kPlaceholder, length);
  }
  if (const std::size_t length = SignLength(rest); length != 0) return token(Kind::kSign, length);
  return token(Kind::kOther, CharacterLength(rest));
}

std::optional<double> FilterNumber(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || !std::isfinite(number)) return std::nullopt;
  return number;
}

std::size_t CountCharacters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return !ContinuesCharacter(c); }));
}

std::string ShownText(std::string_view text) {
  if (text.size() <= limits::kShownFilterBytes) return "'" + std::string(text) + "'";
  std::size_t length = limits::kShownFilterBytes;
  while (length > 0 && ContinuesCharacter(text[length])) --length;
  return "'" + std::string(text.substr(0, length)) + "…'";
}

}  // namespace portside::personalize
