// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/transform/data_filter.h"

#include <algorithm>
#include <charconv>

namespace portside::sagemaker {

class DataFilter::Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Expected<std::vector<Step>, std::string> Run() {
    if (text_.empty() || text_[0] != '$') return Fail(std::string("does not begin with $"));
    at_ = 1;
    std::vector<Step> steps;
    while (at_ < text_.size()) {
      if (text_[at_] == '.') {
        steps.push_back(TRY(Name()));
      } else if (text_[at_] == '[') {
        steps.push_back(TRY(Brackets()));
      } else {
        return Fail(Wrong("has something that is no step"));
      }
    }
    return steps;
  }

 private:
  [[nodiscard]] std::string Wrong(const std::string& what) const {
    return what + " at " + std::to_string(at_ + 1);
  }

  Expected<Step, std::string> Name() {
    const std::size_t begin = ++at_;
    at_ = std::min(text_.find_first_of(".[", begin), text_.size());
    const std::string_view name = text_.substr(begin, at_ - begin);
    if (name.empty() || name == "*") return Fail(Wrong("has no name"));
    Step step;
    step.names.emplace_back(name);
    return step;
  }

  Expected<Step, std::string> Brackets() {
    const std::size_t end = Close();
    if (end == std::string_view::npos) return Fail(Wrong("has no closing ]"));
    const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
    Step step;
    if (inside.starts_with('\'')) {
      TRY(Names(inside, step));
    } else if (const auto colon = inside.find(':'); colon != std::string_view::npos) {
      step.is_slice = true;
      step.first = TRY(Bound(inside.substr(0, colon)));
      step.last = TRY(Bound(inside.substr(colon + 1)));
    } else {
      TRY(Indexes(inside, step));
    }
    at_ = end + 1;
    return step;
  }

  // The ] that is in no quotes.
  [[nodiscard]] std::size_t Close() const {
    bool quoted = false;
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      if (text_[i] == '\'') quoted = !quoted;
      if (text_[i] == ']' && !quoted) return i;
    }
    return std::string_view::npos;
  }

  Expected<void, std::string> Names(std::string_view inside, Step& step) const {
    for (;;) {
      const std::size_t end = inside.find('\'', 1);
      if (!inside.starts_with('\'') || end == std::string_view::npos) {
        return Fail(Wrong("has no name in quotes"));
      }
      step.names.emplace_back(inside.substr(1, end - 1));
      inside.remove_prefix(end + 1);
      if (inside.empty()) return {};
      if (!inside.starts_with(',')) return Fail(Wrong("has no comma between names"));
      inside.remove_prefix(1);
      while (inside.starts_with(' ')) inside.remove_prefix(1);
    }
  }

  Expected<void, std::string> Indexes(std::string_view inside, Step& step) const {
    for (;;) {
      const std::size_t comma = inside.find(',');
      const auto index = TRY(Bound(inside.substr(0, comma)));
      if (!index) return Fail(Wrong("has no index"));
      step.indexes.push_back(*index);
      if (comma == std::string_view::npos) return {};
      inside.remove_prefix(comma + 1);
    }
  }

  [[nodiscard]] Expected<std::optional<std::int64_t>, std::string> Bound(
      std::string_view text) const {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    if (text.empty()) return std::nullopt;
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) {
      return Fail(Wrong("has an index that is no number"));
    }
    return std::optional<std::int64_t>(number);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

Expected<DataFilter, std::string> DataFilter::Parse(std::string_view path) {
  DataFilter filter;
  filter.steps_ = TRY(Parser(path).Run());
  return filter;
}

Expected<Json, std::string> DataFilter::Take(const Step& step, const Json& value) {
  if (!step.names.empty()) {
    if (!value.is_object()) return Fail("There is no member " + step.names.front() + ".");
    Json chosen = Json::object();
    for (const std::string& name : step.names) {
      const auto found = value.find(name);
      if (found == value.end()) return Fail("There is no member " + name + ".");
      chosen[name] = *found;
    }
    return step.names.size() == 1 ? Json(*chosen.begin()) : chosen;
  }
  if (!value.is_array()) return Fail(std::string("Only a list has elements."));
  const auto size = static_cast<std::int64_t>(value.size());
  if (step.is_slice) {
    const auto place = [size](std::int64_t bound) {
      return std::clamp<std::int64_t>(bound < 0 ? bound + size : bound, 0, size);
    };
    Json chosen = Json::array();
    const std::int64_t last = place(step.last.value_or(size));
    for (std::int64_t i = place(step.first.value_or(0)); i < last; ++i) {
      chosen.push_back(value[static_cast<std::size_t>(i)]);
    }
    return chosen;
  }
  Json chosen = Json::array();
  for (const std::int64_t index : step.indexes) {
    const std::int64_t at = index < 0 ? index + size : index;
    if (at < 0 || at >= size) {
      return Fail("There is no element " + std::to_string(index) + " among " +
                  std::to_string(size) + ".");
    }
    chosen.push_back(value[static_cast<std::size_t>(at)]);
  }
  return step.indexes.size() == 1 ? Json(chosen.front()) : chosen;
}

Expected<Json, std::string> DataFilter::Of(const Json& value) const {
  Json chosen = value;
  for (const Step& step : steps_) chosen = TRY(Take(step, chosen));
  return chosen;
}

}  // namespace portside::sagemaker
