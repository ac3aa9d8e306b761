// SPDX-License-Identifier: Apache-2.0

#include "services/glue/catalog/column_type.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "portside/base/encoding.h"
#include "services/glue/limits.h"

namespace portside::glue {
namespace {

// Hive's own names, and those that Glue's crawlers and Spark write into the catalog.
constexpr std::string_view kPrimitives[] = {
    "bigint", "binary", "boolean",  "byte",    "char",      "date",    "decimal",
    "double", "float",  "int",      "integer", "interval",  "long",    "numeric",
    "real",   "short",  "smallint", "string",  "timestamp", "tinyint", "varchar",
};

// Reads a type from the left; each function says whether it found what it is named after and
// leaves the rest.
class TypeReader {
 public:
  explicit TypeReader(std::string_view text) : rest_(text) {}

  bool Type(int depth) {
    if (depth > limits::kColumnTypeDepth) return false;
    const std::string_view name = Word();
    if (name == "array") return Take('<') && Type(depth + 1) && Take('>');
    if (name == "map") {
      return Take('<') && Type(depth + 1) && Take(',') && Type(depth + 1) && Take('>');
    }
    if (name == "struct") return Members(depth, true);
    if (name == "uniontype") return Members(depth, false);
    if (std::find(std::begin(kPrimitives), std::end(kPrimitives), name) == std::end(kPrimitives)) {
      return false;
    }
    return Arguments(name);
  }

  [[nodiscard]] bool AtEnd() const { return rest_.empty(); }

 private:
  bool Take(char letter) {
    if (!rest_.starts_with(letter)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view Until(std::string_view ends) {
    const std::string_view taken = rest_.substr(0, rest_.find_first_of(ends));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view Word() { return Until("<>(),:"); }

  bool Members(int depth, bool named) {
    if (!Take('<')) return false;
    do {
      if (named && (Until("<>,:").empty() || !Take(':'))) return false;
      if (!Type(depth + 1)) return false;
    } while (Take(','));
    return Take('>');
  }

  std::optional<int> Number() {
    const std::string_view digits = Until(",)");
    int number = 0;
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), number);
    if (error != std::errc() || end != digits.end()) return std::nullopt;
    return number;
  }

  // (precision,scale) of a decimal, (length) of char and varchar. Hive demands a length, but tables
  // that were not made by Hive come without one.
  bool Arguments(std::string_view name) {
    const bool decimal = name == "decimal" || name == "numeric";
    const bool text = name == "char" || name == "varchar";
    if (!decimal && !text) return true;
    if (!Take('(')) return true;
    const auto size = Number();
    const int most = decimal ? 38 : name == "char" ? 255 : 65535;
    if (!size || *size < 1 || *size > most) return false;
    if (decimal && Take(',')) {
      const auto scale = Number();
      if (!scale || *scale < 0 || *scale > *size) return false;
    }
    return Take(')');
  }

  std::string_view rest_;
};

}  // namespace

bool IsColumnType(std::string_view type) {
  const std::string lower = ToLower(type);
  TypeReader reader(lower);
  return reader.Type(0) && reader.AtEnd();
}

}  // namespace portside::glue
