// SPDX-License-Identifier: Apache-2.0
//
// Exposition: metrics as text, in the format that Prometheus reads (version 0.0.4).

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portside {

class Exposition {
 public:
  using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

  // Begins a metric; its samples follow. `type` is counter, gauge or histogram.
  void Begin(std::string_view name, std::string_view type, std::string_view help);
  // A sample of the present metric; `suffix` is that of a histogram's parts ("_sum").
  void Sample(double value, const Labels& labels = {}, std::string_view suffix = "");
  // A metric of one sample without labels.
  void Single(std::string_view name, std::string_view type, std::string_view help, double value);
  // The shortest text that is this number: "3", "0.0025".
  static std::string NumberText(double value);

  [[nodiscard]] std::string Take() { return std::move(text_); }

 private:
  std::string text_;
  std::string name_;
};

}  // namespace portside
