// SPDX-License-Identifier: Apache-2.0

#include "formats/protobuf_tokens.h"

namespace portside {
namespace {

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  FormatResult<std::vector<ProtobufToken>> Run() {
    std::vector<ProtobufToken> tokens;
    for (;;) {
      TRY(SkipBlanks());
      ProtobufToken token = Here();
      if (AtEnd()) {
        tokens.push_back(token);
        return tokens;
      }
      TRY(Take(token));
      tokens.push_back(token);
    }
  }

 private:
  [[nodiscard]] bool AtEnd() const { return at_ >= text_.size(); }
  [[nodiscard]] char Next(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] ProtobufToken Here() const { return {.line = line_, .column = at_ - begin_ + 1}; }
  void Step() {
    if (text_[at_++] != '\n') return;
    ++line_;
    begin_ = at_;
  }

  FormatResult<void> SkipBlanks() {
    while (!AtEnd()) {
      if (Next() == '/' && Next(1) == '/') {
        while (!AtEnd() && Next() != '\n') Step();
      } else if (Next() == '/' && Next(1) == '*') {
        const ProtobufToken begin = Here();
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) {
          return Fail(ProtobufSyntaxError(begin, "unterminated comment"));
        }
        while (at_ < end + 2) Step();
      } else if (std::string_view(" \t\r\n\f\v").find(Next()) != std::string_view::npos) {
        Step();
      } else {
        break;
      }
    }
    return {};
  }

  FormatResult<void> Take(ProtobufToken& token) {
    const std::size_t begin = at_;
    const char first = Next();
    if (IsLetter(first) || (first == '.' && IsLetter(Next(1)))) {
      token.kind = ProtobufTokenKind::kWord;
      while (IsLetter(Next()) || IsDigit(Next()) || Next() == '.') Step();
    } else if (IsDigit(first) || (first == '.' && IsDigit(Next(1)))) {
      token.kind = ProtobufTokenKind::kNumber;
      // With the sign of an exponent.
      while (IsLetter(Next()) || IsDigit(Next()) || Next() == '.' ||
             ((Next() == '-' || Next() == '+') &&
              (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E') && text_.substr(begin, 2) != "0x")) {
        Step();
      }
    } else if (first == '"' || first == '\'') {
      token.kind = ProtobufTokenKind::kText;
      TRY(TakeText(token));
    } else {
      token.kind = ProtobufTokenKind::kSign;
      Step();
    }
    token.text = text_.substr(begin, at_ - begin);
    return {};
  }

  FormatResult<void> TakeText(const ProtobufToken& begin) {
    const char quote = Next();
    for (Step(); !AtEnd() && Next() != '\n'; Step()) {
      if (Next() == '\\') {
        Step();
        if (AtEnd()) break;
      } else if (Next() == quote) {
        Step();
        return {};
      }
    }
    return Fail(ProtobufSyntaxError(begin, "unterminated string"));
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t begin_ = 0;  // of the line
};

}  // namespace

FormatResult<std::vector<ProtobufToken>> ReadProtobufTokens(std::string_view text) {
  return Scanner(text).Run();
}

FormatError ProtobufSyntaxError(const ProtobufToken& at, const std::string& what) {
  return {"Syntax error in :" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": " +
          what};
}

}  // namespace portside
