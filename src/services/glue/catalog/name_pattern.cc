// SPDX-License-Identifier: Apache-2.0

#include "services/glue/catalog/name_pattern.h"

#include <string>
#include <utility>

#include "services/glue/errors.h"

namespace portside::glue {
namespace {

// A `*` that has nothing before it to repeat but a letter stands for any text.
std::string ToRegularExpression(std::string_view pattern) {
  const std::string_view repeatable = ".])\\";
  std::string text = "(?i)";
  char previous = '\0';
  for (const char letter : pattern) {
    const bool wild = letter == '*' && repeatable.find(previous) == std::string_view::npos;
    text += wild ? ".*" : std::string(1, letter);
    previous = letter;
  }
  return text;
}

}  // namespace

Result<std::optional<Pattern>> NamePattern(std::string_view member, std::string_view pattern) {
  if (pattern.empty()) return std::optional<Pattern>();
  auto compiled = Pattern::Compile(ToRegularExpression(pattern));
  if (compiled) return std::optional<Pattern>(*std::move(compiled));
  return Fail(InvalidInput(std::string(member) +
                           " is not a regular expression: " + compiled.error() + "."));
}

}  // namespace portside::glue
