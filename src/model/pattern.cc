// SPDX-License-Identifier: Apache-2.0

#include "portside/model/pattern.h"

#include <re2/re2.h>

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

Expected<Pattern, std::string> Pattern::Compile(std::string text, std::string_view match,
                                                std::string_view reject) {
  Pattern pattern;
  pattern.match_ = TRY(CompileForm(match.empty() ? std::string_view(text) : match));
  if (!reject.empty()) pattern.reject_ = TRY(CompileForm(reject));
  pattern.text_ = std::move(text);
  return pattern;
}

bool Pattern::Matches(std::string_view value) const {
  const re2::StringPiece piece(value.data(), value.size());
  if (!re2::RE2::FullMatch(piece, *match_)) return false;
  return reject_ == nullptr || !re2::RE2::FullMatch(piece, *reject_);
}

}  // namespace portside
