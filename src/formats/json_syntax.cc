// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/json_syntax.h"

#include <algorithm>

#include "portside/base/encoding.h"
#include "portside/base/json.h"
#include "portside/base/limits.h"

namespace portside {
namespace {

// Jackson quotes this much of the text.
constexpr std::size_t kQuoted = 500;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || IsDigit(c) || c == '_' || c == '$' ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

class Checker {
 public:
  explicit Checker(std::string_view text) : text_(text) {}

  std::optional<std::string> Run() {
    SkipBlanks();
    if (AtEnd()) return "No content to map due to end-of-input" + Place(at_);
    Value(0);
    if (error_.empty()) SkipBlanks();
    if (error_.empty() && !AtEnd()) Unexpected("Expected one value and the end of the input");
    if (error_.empty()) return std::nullopt;
    return std::move(error_);
  }

 private:
  [[nodiscard]] bool AtEnd() const { return at_ >= text_.size(); }
  [[nodiscard]] char Next() const { return text_[at_]; }

  void SkipBlanks() {
    while (!AtEnd() && std::string_view(" \t\r\n").find(Next()) != std::string_view::npos) ++at_;
  }

  [[nodiscard]] std::string Source(std::size_t place) const {
    const std::string_view before = text_.substr(0, place);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t begin = before.rfind('\n') + 1;  // npos + 1 is 0
    std::size_t quoted = std::min(kQuoted, text_.size());
    while (quoted < text_.size() && (static_cast<unsigned char>(text_[quoted]) & 0xC0U) == 0x80U) {
      --quoted;
    }
    std::string shown = "(String)\"" + std::string(text_.substr(0, quoted)) + "\"";
    if (quoted < text_.size()) {
      shown += "[truncated " + std::to_string(text_.size() - quoted) + " chars]";
    }
    return "[Source: " + shown + "; line: " + std::to_string(line) +
           ", column: " + std::to_string(place - begin + 1) + "]";
  }
  [[nodiscard]] std::string Place(std::size_t place) const { return "\n at " + Source(place); }

  void Refuse(const std::string& why) {
    if (error_.empty()) error_ = why + Place(at_);
  }
  void Unexpected(const std::string& expected) {
    Refuse("Unexpected character ('" + std::string(1, Next()) + "' (code " +
           std::to_string(static_cast<unsigned char>(Next())) + ")): " + expected);
  }

  void Value(int depth) {
    if (AtEnd()) return Refuse("Unexpected end-of-input");
    const char first = Next();
    if (first == '{' || first == '[') return Container(depth);
    if (first == '"') return Text("VALUE_STRING");
    if (first == '-' || IsDigit(first)) return Number();
    if (IsWordCharacter(first)) return Word();
    Unexpected(
        "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or "
        "'false')");
  }

  void Word() {
    const std::size_t begin = at_;
    while (!AtEnd() && IsWordCharacter(Next())) ++at_;
    const std::string word(text_.substr(begin, at_ - begin));
    if (word == "null" || word == "true" || word == "false") return;
    Refuse("Unrecognized token '" + word +
           "': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or "
           "'false')");
  }

  void Number() {
    if (Next() == '-') ++at_;
    const auto digits = [&] {
      const std::size_t begin = at_;
      while (!AtEnd() && IsDigit(Next())) ++at_;
      return at_ - begin;
    };
    const std::size_t begin = at_;
    const std::size_t whole = digits();
    if (whole == 0) return Refuse("Unexpected character in a number: expected digit (0-9)");
    if (whole > 1 && text_[begin] == '0') {
      return Refuse("Invalid numeric value: Leading zeroes not allowed");
    }
    if (!AtEnd() && Next() == '.') {
      ++at_;
      if (digits() == 0) return Refuse("Decimal point not followed by a digit");
    }
    if (!AtEnd() && (Next() == 'e' || Next() == 'E')) {
      ++at_;
      if (!AtEnd() && (Next() == '+' || Next() == '-')) ++at_;
      if (digits() == 0) return Refuse("Exponent indicator not followed by a digit");
    }
  }

  void Text(const char* what) {
    for (++at_; !AtEnd(); ++at_) {
      const char c = Next();
      if (c == '"') {
        ++at_;
        return;
      }
      if (static_cast<unsigned char>(c) < 0x20) {
        return Refuse("Illegal unquoted character ((CTRL-CHAR, code " +
                      std::to_string(static_cast<int>(c)) +
                      ")): has to be escaped using backslash to be included in string value");
      }
      if (c == '\\' && !Escape()) return;
    }
    Refuse(std::string("Unexpected end-of-input in ") + what);
  }

  bool Escape() {
    ++at_;
    if (AtEnd()) return true;
    if (Next() == 'u') {
      const std::string_view digits = text_.substr(at_ + 1, 4);
      if (digits.size() == 4 && HexDecode(digits)) {
        at_ += 4;
        return true;
      }
      Refuse("Unexpected character: expected a hex-digit for character escape sequence");
      return false;
    }
    if (std::string_view("\"\\/bfnrt").find(Next()) != std::string_view::npos) return true;
    Refuse("Unrecognized character escape '" + std::string(1, Next()) + "'");
    return false;
  }

  void Container(int depth) {
    const bool is_object = Next() == '{';
    const char close = is_object ? '}' : ']';
    const std::string name = is_object ? "Object" : "Array";
    const std::size_t start = at_;
    if (depth >= limits::kJsonDepth) {
      return Refuse("Document nesting depth exceeds the maximum allowed (" +
                    std::to_string(limits::kJsonDepth) + ")");
    }
    const auto ended = [&] {
      SkipBlanks();
      if (!AtEnd()) return false;
      Refuse("Unexpected end-of-input: expected close marker for " + name + " (start marker at " +
             Source(start) + ")");
      return true;
    };
    ++at_;
    if (ended()) return;
    if (Next() == close) {
      ++at_;
      return;
    }
    while (error_.empty()) {
      if (is_object && !Key()) return;
      SkipBlanks();
      if (ended()) return;
      Value(depth + 1);
      if (!error_.empty() || ended()) return;
      if (Next() != ',' && Next() != close) {
        return Unexpected("was expecting comma to separate " + name + " entries");
      }
      if (text_[at_++] == close) return;
      if (ended()) return;
    }
  }

  bool Key() {
    if (Next() != '"') {
      Unexpected("was expecting double-quote to start field name");
      return false;
    }
    Text("FIELD_NAME");
    if (!error_.empty()) return false;
    SkipBlanks();
    if (AtEnd()) {
      Refuse("Unexpected end-of-input within/between Object entries");
      return false;
    }
    if (Next() != ':') {
      Unexpected("was expecting a colon to separate field name and value");
      return false;
    }
    ++at_;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string error_;
};

}  // namespace

std::optional<std::string> FindJsonSyntaxError(std::string_view text) {
  if (!IsValidUtf8(text)) return "Invalid UTF-8 in the text";
  if (auto error = Checker(text).Run()) return error;
  // What only the parser minds, as half a pair of surrogates.
  if (!ParseJson(text)) return "The text is not JSON that can be read";
  return std::nullopt;
}

}  // namespace portside
