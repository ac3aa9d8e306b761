// SPDX-License-Identifier: Apache-2.0

#include "services/logs/filter_pattern.h"

#include <algorithm>

#include "portside/base/encoding.h"
#include "services/logs/errors.h"

namespace portside::logs {
namespace {

ServiceError NotEmulated(const std::string& form) {
  return InvalidParameter("filterPattern: patterns of the form " + form +
                          " are not emulated by Portside; it must be terms, each a word, "
                          "\"a phrase\", ?any or -not.");
}

// Documented: whatever else a term has, it must be quoted.
bool IsPlain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Takes what is in quotation marks; `\"` in it is one.
Result<std::string> TakePhrase(std::string_view& text) {
  std::string phrase;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '"') {
      text.remove_prefix(at + 1);
      if (phrase.empty()) return Fail(InvalidParameter("filterPattern: a phrase is empty."));
      return phrase;
    }
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    phrase += text[at];
  }
  return Fail(InvalidParameter("filterPattern: a quotation mark is missing at its end."));
}

Result<std::string> TakeWord(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of(" \t\r\n"), text.size());
  const std::string word(text.substr(0, end));
  if (word.starts_with('%')) return Fail(NotEmulated("%regular expression%"));
  if (word.empty() || !std::all_of(word.begin(), word.end(), IsPlain)) {
    return Fail(InvalidParameter("Invalid character(s) in term '" + word +
                                 "': what is more than letters, digits and underscores must be in "
                                 "quotation marks."));
  }
  text.remove_prefix(end);
  return word;
}

}  // namespace

Result<FilterPattern> FilterPattern::Parse(std::string_view text) {
  FilterPattern pattern;
  text = TrimSpace(text);
  if (text.starts_with('[')) return Fail(NotEmulated("[space, delimited, fields]"));
  if (text.starts_with('{')) return Fail(NotEmulated("{ $.json = selector }"));
  for (; !text.empty(); text = TrimSpace(text)) {
    std::vector<std::string>* terms = &pattern.all_;
    if (text.front() == '?') terms = &pattern.any_;
    if (text.front() == '-') terms = &pattern.none_;
    if (terms != &pattern.all_) text.remove_prefix(1);
    terms->push_back(text.starts_with('"') ? TRY(TakePhrase(text)) : TRY(TakeWord(text)));
  }
  return pattern;
}

bool FilterPattern::Matches(std::string_view message) const {
  const auto is_in = [message](const std::string& term) {
    return message.find(term) != std::string_view::npos;
  };
  if (!std::all_of(all_.begin(), all_.end(), is_in)) return false;
  if (std::any_of(none_.begin(), none_.end(), is_in)) return false;
  // Documented: beside terms that must be there, those with a question mark count for nothing.
  return !all_.empty() || any_.empty() || std::any_of(any_.begin(), any_.end(), is_in);
}

}  // namespace portside::logs
