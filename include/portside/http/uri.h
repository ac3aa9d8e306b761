// SPDX-License-Identifier: Apache-2.0
//
// Query strings and Smithy URI templates. Matching works on encoded segments: an ARN label arrives
// with its slash as %2F and must not split the path, so decoding comes after.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portside {

// Decoded name/value pairs in order. A name without `=` has the value "". `+` is a space.
// Pairs whose percent-encoding is broken are kept as sent.
class Query {
 public:
  static Query Parse(std::string_view raw_query);
  [[nodiscard]] std::optional<std::string_view> Find(std::string_view name) const;
  [[nodiscard]] std::string_view Get(std::string_view name) const;  // "" where absent
  [[nodiscard]] bool Has(std::string_view name) const { return Find(name).has_value(); }
  [[nodiscard]] std::vector<std::string> All(std::string_view name) const;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& pairs() const {
    return pairs_;
  }

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

// "/earth-observation-jobs/{Arn}": literal segments, {label}, and a last {label+} that takes the
// rest of the path.
class UriTemplate {
 public:
  explicit UriTemplate(std::string_view text);

  // The decoded labels, or nothing where the encoded path does not match. A single trailing {Label}
  // also takes several raw segments when `greedy_last` is set: curl users type ARNs unescaped.
  [[nodiscard]] std::optional<std::map<std::string, std::string>> Match(
      std::string_view raw_path, bool greedy_last = false) const;
  // Higher is more specific: literal segments count most. Orders candidates.
  [[nodiscard]] int Specificity() const;
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  struct Segment {
    std::string text;  // literal, or the label's name
    bool label = false;
    bool greedy = false;
  };
  std::string text_;
  std::vector<Segment> segments_;
};

}  // namespace portside
