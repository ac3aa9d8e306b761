// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace portside::personalize {
namespace {

// Scores of liked items are near one and those of others near zero: so the former get some
// thousand times as much as the latter.
constexpr float kTemperature = 0.125F;

}  // namespace

std::vector<std::uint32_t> TopOf(std::span<const float> scores, std::size_t count,
                                 const std::function<bool(std::uint32_t)>& allowed) {
  std::vector<std::pair<float, std::uint32_t>> candidates;
  candidates.reserve(scores.size());
  for (std::uint32_t i = 0; i < scores.size(); ++i) {
    if (scores[i] == -std::numeric_limits<float>::infinity()) continue;
    if (allowed && !allowed(i)) continue;
    candidates.emplace_back(scores[i], i);
  }
  const auto before = [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  };
  const auto end =
      candidates.begin() + static_cast<std::ptrdiff_t>(std::min(count, candidates.size()));
  if (end != candidates.end()) std::nth_element(candidates.begin(), end, candidates.end(), before);
  std::sort(candidates.begin(), end, before);
  std::vector<std::uint32_t> top;
  for (auto it = candidates.begin(); it != end; ++it) top.push_back(it->second);
  return top;
}

void Normalize(std::span<float> scores) {
  if (scores.empty()) return;
  const float highest = *std::max_element(scores.begin(), scores.end());
  double sum = 0;
  for (float& score : scores) {
    // Not below what a float has: every item keeps a score above zero.
    constexpr float kLowest = -80;
    const float exponent = (score - highest) / kTemperature;
    score = std::isinf(score) ? 0.0F : std::exp(std::max(kLowest, exponent));
    sum += score;
  }
  if (sum == 0) return;
  for (float& score : scores) score = static_cast<float>(score / sum);
}

}  // namespace portside::personalize
