// SPDX-License-Identifier: Apache-2.0

#include "portside/model/pattern.h"

#include <re2/re2.h>

#include <stdexcept>
#include <utility>

namespace portside {
namespace {

Expected<std::unique_ptr<re2::RE2>, std::string> CompileForm(std::string_view text) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto form = std::make_unique<re2::RE2>(re2::StringPiece(text.data(), text.size()), options);
  if (!form->ok()) return Fail("'" + std::string(text) + "': " + form->error());
  return form;
}

}  // namespace

Pattern::Pattern() = default;
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

Pattern Pattern::Lazy(std::string text, std::string match, std::string reject) {
  Pattern pattern;
  pattern.match_text_ = match.empty() ? text : std::move(match);
  pattern.reject_text_ = std::move(reject);
  pattern.text_ = std::move(text);
  return pattern;
}

Expected<Pattern, std::string> Pattern::Compile(std::string text, std::string_view match,
                                                std::string_view reject) {
  Pattern pattern = Lazy(std::move(text), std::string(match), std::string(reject));
  TRY(pattern.CompileForms());
  return pattern;
}

Expected<void, std::string> Pattern::CompileForms() const {
  match_ = TRY(CompileForm(match_text_));
  if (!reject_text_.empty()) reject_ = TRY(CompileForm(reject_text_));
  return {};
}

bool Pattern::Matches(std::string_view value) const {
  if (match_ == nullptr) {
    const auto compiled = CompileForms();
    if (!compiled) throw std::logic_error("a pattern does not compile: " + compiled.error());
  }
  const re2::StringPiece piece(value.data(), value.size());
  if (!re2::RE2::FullMatch(piece, *match_)) return false;
  return reject_ == nullptr || !re2::RE2::FullMatch(piece, *reject_);
}

}  // namespace portside
