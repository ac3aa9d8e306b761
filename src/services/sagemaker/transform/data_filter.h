// SPDX-License-Identifier: Apache-2.0
//
// DataFilter: the JSONPath expressions of DataProcessing, in the part of the language that the
// guide documents: $, $.a.b, $['a','b'], $[1], $[0,-1], $[1:], $[1:3] and steps of these one after
// the other. Rows of CSV are lists of texts.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/result.h"

namespace portside::sagemaker {

class DataFilter {
 public:
  // The error is half a sentence: "has no closing ] at 5".
  static Expected<DataFilter, std::string> Parse(std::string_view path);

  // "$": everything.
  [[nodiscard]] bool IsWhole() const { return steps_.empty(); }
  // What it chooses of a value. The error is a sentence: a member or an index that is not there.
  [[nodiscard]] Expected<Json, std::string> Of(const Json& value) const;

 private:
  struct Step {
    std::vector<std::string> names;     // members: one is taken itself, several as an object
    std::vector<std::int64_t> indexes;  // elements: one is taken itself, several as a list
    bool is_slice = false;              // a list of those from first up to last
    std::optional<std::int64_t> first, last;
  };
  static Expected<Json, std::string> Take(const Step& step, const Json& value);
  class Parser;

  std::vector<Step> steps_;
};

}  // namespace portside::sagemaker
