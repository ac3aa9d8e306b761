// SPDX-License-Identifier: Apache-2.0

#include "control/exposition.h"

#include <array>
#include <charconv>

namespace portside {
namespace {

// `quotes` as well: inside the value of a label.
void AppendEscaped(std::string& out, std::string_view text, bool quotes) {
  for (const char c : text) {
    switch (c) {
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '"': out += quotes ? "\\\"" : "\""; break;
      default: out += c;
    }
  }
}

}  // namespace

std::string Exposition::NumberText(double value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value,
                                 std::chars_format::fixed, 6)
                       .ptr;
  std::string text(digits.data(), end);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

void Exposition::Begin(std::string_view name, std::string_view type, std::string_view help) {
  name_ = name;
  text_.append("# HELP ").append(name).append(" ");
  AppendEscaped(text_, help, false);
  text_.append("\n# TYPE ").append(name).append(" ").append(type).append("\n");
}

void Exposition::Sample(double value, const Labels& labels, std::string_view suffix) {
  text_.append(name_).append(suffix);
  char before = '{';
  for (const auto& [name, text] : labels) {
    text_ += std::exchange(before, ',');
    text_.append(name).append("=\"");
    AppendEscaped(text_, text, true);
    text_ += '"';
  }
  if (!labels.empty()) text_ += '}';
  text_.append(" ").append(NumberText(value)).append("\n");
}

void Exposition::Single(std::string_view name, std::string_view type, std::string_view help,
                        double value) {
  Begin(name, type, help);
  Sample(value);
}

}  // namespace portside
