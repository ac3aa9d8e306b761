// SPDX-License-Identifier: Apache-2.0

#include "cli/text.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

namespace portside::cli {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr std::string_view kEllipsis = "…";

struct Range {
  char32_t first;
  char32_t last;
};

bool IsIn(char32_t point, const Range* begin, const Range* end) {
  return std::any_of(begin, end,
                     [point](const Range& it) { return it.first <= point && point <= it.last; });
}

// Controls of ASCII and of Latin-1, what turns the direction of writing, and breaks of lines.
bool IsControl(char32_t point) {
  constexpr Range kControls[] = {{0, 0x1F},        {0x7F, 0x9F},      {0x061C, 0x061C},
                                 {0x200E, 0x200F}, {0x2028, 0x202E},  {0x2066, 0x2069},
                                 {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F}};
  return IsIn(point, std::begin(kControls), std::end(kControls));
}

std::size_t WidthOf(char32_t point) {
  constexpr Range kNone[] = {
      {0x0300, 0x036F}, {0x200B, 0x200D}, {0x20D0, 0x20F0}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
  constexpr Range kTwo[] = {{0x1100, 0x115F}, {0x2E80, 0xA4CF},   {0xAC00, 0xD7A3},
                            {0xF900, 0xFAFF}, {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},
                            {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD}};
  if (IsIn(point, std::begin(kNone), std::end(kNone))) return 0;
  return IsIn(point, std::begin(kTwo), std::end(kTwo)) ? 2 : 1;
}

struct Character {
  char32_t point;
  std::string_view bytes;
};

// The first character of a text that is not empty. A byte that begins none is one of its own.
Character First(std::string_view text) {
  const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char lead = byte(0);
  const Character broken{kReplacement, text.substr(0, 1)};
  if (lead < 0x80) return {lead, text.substr(0, 1)};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return broken;
  char32_t point = lead & (0x7FU >> size);
  for (std::size_t at = 1; at < size; ++at) {
    if ((byte(at) & 0xC0) != 0x80) return broken;
    point = (point << 6) | (byte(at) & 0x3FU);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < kSmallest[size] || point > 0x10FFFF || is_surrogate) return broken;
  return {point, text.substr(0, size)};
}

std::string Escape(const char* format, char32_t point) {
  char text[16];
  const int size = std::snprintf(text, sizeof text, format, static_cast<unsigned>(point));
  return {text, static_cast<std::size_t>(size)};
}

std::string EscapeForPeople(char32_t point) {
  switch (point) {
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: return Escape(point < 0x100 ? "\\x%02x" : "\\u%04x", point);
  }
}

// Beyond the basic plane JSON writes two units.
std::string EscapeForJson(char32_t point) {
  if (point < 0x10000) return Escape("\\u%04x", point);
  const char32_t rest = point - 0x10000;
  return Escape("\\u%04x", 0xD800 + (rest >> 10)) + Escape("\\u%04x", 0xDC00 + (rest & 0x3FF));
}

}  // namespace

std::string CleanText(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const Character next = First(text);
    text.remove_prefix(next.bytes.size());
    if (IsControl(next.point)) {
      clean += EscapeForPeople(next.point);
    } else if (next.point == kReplacement) {
      clean += "\uFFFD";
    } else {
      clean += next.bytes;
    }
  }
  return clean;
}

std::string CleanJson(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const Character next = First(text);
    text.remove_prefix(next.bytes.size());
    if (IsControl(next.point) && next.point != '\n') {
      clean += EscapeForJson(next.point);
    } else {
      clean += next.bytes;
    }
  }
  return clean;
}

std::size_t DisplayWidth(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Character next = First(text);
    text.remove_prefix(next.bytes.size());
    width += WidthOf(next.point);
  }
  return width;
}

std::string CutText(std::string_view text, std::size_t width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  if (width == 0) return "";
  std::string cut;
  std::size_t used = 1;  // the ellipsis
  while (!text.empty()) {
    const Character next = First(text);
    used += WidthOf(next.point);
    if (used > width) break;
    cut += next.bytes;
    text.remove_prefix(next.bytes.size());
  }
  return cut.append(kEllipsis);
}

}  // namespace portside::cli
