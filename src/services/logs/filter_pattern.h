// SPDX-License-Identifier: Apache-2.0
//
// FilterPattern: which messages a filterPattern lets through, of the form for unstructured events:
//
//   pattern = term*          all of them; empty: everything
//   term    = word | "phrase"        is in the message
//           | ?term                  at least one of these is, where no other term asks for more
//           | -term                  is not
//
// Words and phrases are looked for by case, anywhere in the message.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "portside/aws/service_error.h"

namespace portside::logs {

class FilterPattern {
 public:
  // Refuses the other forms by name: space-delimited [..], JSON {..}, regular expressions %..%.
  static Result<FilterPattern> Parse(std::string_view text);

  [[nodiscard]] bool Matches(std::string_view message) const;

 private:
  std::vector<std::string> all_, any_, none_;
};

}  // namespace portside::logs
