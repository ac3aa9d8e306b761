// SPDX-License-Identifier: Apache-2.0
//
// Pattern: a string constraint of a model. It keeps the documented text verbatim, because error
// messages quote it, and matches the whole value, as the services do even where the text has no
// `^` and `$`. Matching takes linear time whatever a client sends. Immutable; any thread.
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

  std::string text_;
  std::unique_ptr<re2::RE2> match_;
  std::unique_ptr<re2::RE2> reject_;  // null: nothing
};

}  // namespace portside
