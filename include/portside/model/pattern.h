// SPDX-License-Identifier: Apache-2.0
//
// Pattern: a string constraint of a model. It keeps the documented text verbatim, because error
// messages quote it, and matches the whole value, as the services do even where the text has no
// `^` and `$`. Matching takes linear time whatever a client sends.
//
// The documented texts are Java regular expressions. Where RE2 cannot read one, the model gives an
// equivalent: `match` is used in its place, and a value that `reject` matches as a whole is
// refused (a negative look-ahead at the start).

#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "portside/base/result.h"

namespace re2 {
class RE2;
}

namespace portside {

class Pattern {
 public:
  // Compiled when first matched against, on the core thread; std::logic_error where that fails.
  static Pattern Lazy(std::string text, std::string match = "", std::string reject = "");
  // Fails with RE2's reason where a form cannot be compiled. Empty `match`: the text itself.
  static Expected<Pattern, std::string> Compile(std::string text, std::string_view match = "",
                                                std::string_view reject = "");
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  ~Pattern();

  [[nodiscard]] bool Matches(std::string_view value) const;
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  Pattern();

  Expected<void, std::string> CompileForms() const;

  std::string text_, match_text_, reject_text_;
  mutable std::unique_ptr<re2::RE2> match_;   // null: not yet compiled
  mutable std::unique_ptr<re2::RE2> reject_;  // null: nothing
};

}  // namespace portside
