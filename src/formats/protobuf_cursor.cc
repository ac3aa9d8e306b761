// SPDX-License-Identifier: Apache-2.0

#include "formats/protobuf_cursor.h"

#include <charconv>

namespace portside {

const ProtobufToken& ProtobufCursor::Take() {
  const ProtobufToken& token = tokens_[at_];
  if (token.kind != ProtobufTokenKind::kEnd) ++at_;
  return token;
}

tl::unexpected<FormatError> ProtobufCursor::Refuse(const ProtobufToken& at,
                                                   const std::string& what) {
  const bool is_end = at.kind == ProtobufTokenKind::kEnd;
  return Fail(ProtobufSyntaxError(at, is_end ? "unexpected end of file" : what));
}

FormatResult<void> ProtobufCursor::Want(std::string_view sign) {
  if (!Is(sign)) return Refuse(Next(), "expected '" + std::string(sign) + "'");
  Take();
  return {};
}

FormatResult<std::string> ProtobufCursor::Word() {
  if (Next().kind != ProtobufTokenKind::kWord) return Refuse(Next(), "expected a word");
  return std::string(Take().text);
}

FormatResult<std::string> ProtobufCursor::Name() {
  const ProtobufToken& token = Next();
  std::string name = TRY(Word());
  if (name.find('.') != std::string::npos) return Refuse(token, "expected a name without dots");
  return name;
}

FormatResult<std::int64_t> ProtobufCursor::Number() {
  const bool is_negative = Is("-");
  if (is_negative) Take();
  const std::string_view text = Next().text;
  const bool is_hexadecimal = text.starts_with("0x") || text.starts_with("0X");
  const std::string_view digits = is_hexadecimal ? text.substr(2) : text;
  const char* const end = digits.data() + digits.size();
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(digits.data(), end, number, is_hexadecimal ? 16 : 10);
  if (Next().kind != ProtobufTokenKind::kNumber || error != std::errc() || stop != end) {
    return Refuse(Next(), "expected an integer but was " + std::string(text));
  }
  Take();
  return is_negative ? -number : number;
}

FormatResult<void> ProtobufCursor::SkipPast(std::string_view sign) {
  std::string open;
  while (!open.empty() || !Is(sign)) {
    const ProtobufToken& token = Take();
    if (token.kind == ProtobufTokenKind::kEnd) return Refuse(token, "");
    if (token.kind != ProtobufTokenKind::kSign) continue;
    const char bracket = token.text.front();
    if (bracket == '{' || bracket == '[' || bracket == '(') {
      open += bracket == '{' ? '}' : bracket == '[' ? ']' : ')';
    } else if (bracket == '}' || bracket == ']' || bracket == ')') {
      if (open.empty() || open.back() != bracket) {
        return Refuse(token, "unexpected '" + std::string(token.text) + "'");
      }
      open.pop_back();
    }
  }
  return Want(sign);
}

std::string ProtobufCursor::Canonical() const {
  std::string text;
  for (const ProtobufToken& token : tokens_) text += std::string(token.text) + " ";
  return text;
}

}  // namespace portside
