// SPDX-License-Identifier: Apache-2.0

#include "portside/http/uri.h"

#include <algorithm>

#include "portside/base/encoding.h"

namespace portside {
namespace {

std::optional<std::string> DecodeQueryText(std::string_view text) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return PercentDecode(spaced);
}

// The segments of "/a/b"; none of "/" and of a path that does not begin with a slash.
std::vector<std::string_view> SegmentsOf(std::string_view path) {
  if (path.size() < 2 || path.front() != '/') return {};
  return Split(path.substr(1), '/');
}

bool IsLiteral(std::string_view literal, std::string_view encoded) {
  if (encoded == literal) return true;
  return encoded.find('%') != std::string_view::npos && PercentDecode(encoded) == literal;
}

}  // namespace

Query Query::Parse(std::string_view raw_query) {
  Query query;
  for (const std::string_view pair : Split(raw_query, '&')) {
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    const std::string_view raw_name = pair.substr(0, equals);
    const std::string_view raw_value =
        equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1);

    std::optional<std::string> name = DecodeQueryText(raw_name);
    std::optional<std::string> value = DecodeQueryText(raw_value);
    if (name && value) {
      query.pairs_.emplace_back(std::move(*name), std::move(*value));
    } else {
      query.pairs_.emplace_back(raw_name, raw_value);
    }
  }
  return query;
}

std::optional<std::string_view> Query::Find(std::string_view name) const {
  for (const auto& [key, value] : pairs_) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::string_view Query::Get(std::string_view name) const {
  return Find(name).value_or(std::string_view());
}

std::vector<std::string> Query::All(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : pairs_) {
    if (key == name) values.push_back(value);
  }
  return values;
}

UriTemplate::UriTemplate(std::string_view text) : text_(text) {
  for (std::string_view part : SegmentsOf(text)) {
    Segment segment;
    segment.label = part.size() > 2 && part.front() == '{' && part.back() == '}';
    if (segment.label) part = part.substr(1, part.size() - 2);
    segment.greedy = segment.label && part.back() == '+';
    if (segment.greedy) part.remove_suffix(1);
    segment.text = part;
    segments_.push_back(std::move(segment));
  }
}

std::optional<std::map<std::string, std::string>> UriTemplate::Match(std::string_view raw_path,
                                                                     bool greedy_last) const {
  if (raw_path.empty() || raw_path.front() != '/') return std::nullopt;
  const std::vector<std::string_view> parts = SegmentsOf(raw_path);
  if (parts.size() < segments_.size()) return std::nullopt;

  std::map<std::string, std::string> labels;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const Segment& segment = segments_[i];
    std::string_view part = parts[i];
    const bool is_last = i + 1 == segments_.size();
    const bool takes_rest = is_last && segment.label && (segment.greedy || greedy_last);
    if (is_last && !takes_rest && parts.size() > segments_.size()) return std::nullopt;
    if (takes_rest) {
      const auto from = static_cast<std::size_t>(part.data() - raw_path.data());
      part = raw_path.substr(from);
    }
    if (!segment.label) {
      if (!IsLiteral(segment.text, part)) return std::nullopt;
      continue;
    }
    std::optional<std::string> value = PercentDecode(part);
    if (!value || value->empty()) return std::nullopt;  // a label is never empty
    labels[segment.text] = std::move(*value);
  }
  if (segments_.empty() && !parts.empty()) return std::nullopt;
  return labels;
}

int UriTemplate::Specificity() const {
  int score = 0;
  for (const Segment& segment : segments_) {
    score += !segment.label ? 10'000 : segment.greedy ? 1 : 100;
  }
  return score;
}

}  // namespace portside
