// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/models/ranking.h"

#include <Eigen/Core>
#include <algorithm>
#include <limits>
#include <utility>

namespace portside::personalize {
namespace {

// Scores of liked items are near one and those of others near zero: so the former get some
// thousand times as much as the latter.
constexpr float kTemperature = 0.125F;

using Candidate = std::pair<float, std::uint32_t>;
using Candidates = std::vector<Candidate>;

// Scores that are looked at together: as many as stay in the nearest cache between two passes.
constexpr Eigen::Index kBlock = 64;
constexpr float kNever = -std::numeric_limits<float>::infinity();

Eigen::Map<const Eigen::ArrayXf> ValuesOf(std::span<const float> scores) {
  return {scores.data(), static_cast<Eigen::Index>(scores.size())};
}

Candidates CandidatesOf(std::span<const float> scores) {
  Candidates candidates;
  candidates.reserve(scores.size());
  for (std::uint32_t i = 0; i < scores.size(); ++i) {
    if (scores[i] != kNever) candidates.emplace_back(scores[i], i);
  }
  return candidates;
}

// From a heap: the first few of many are wanted, and asking may cost more than ordering.
template <typename Before>
std::vector<std::uint32_t> FirstAllowed(Candidates candidates, std::size_t count,
                                        const std::function<bool(std::uint32_t)>& allowed,
                                        const Before& before) {
  const auto is_less = [&](const auto& a, const auto& b) { return before(b, a); };
  std::make_heap(candidates.begin(), candidates.end(), is_less);
  std::vector<std::uint32_t> first;
  while (!candidates.empty() && first.size() < count) {
    std::pop_heap(candidates.begin(), candidates.end(), is_less);
    if (allowed(candidates.back().second)) first.push_back(candidates.back().second);
    candidates.pop_back();
  }
  return first;
}

// The best so far in a heap whose front is the worst of them. Of most blocks not even the highest
// score comes up to that one, and its other scores are never looked at.
template <typename Before>
std::vector<std::uint32_t> First(std::span<const float> scores, std::size_t count,
                                 const Before& before) {
  Candidates best;
  if (count == 0) return {};
  for (std::size_t begin = 0; begin < scores.size(); begin += kBlock) {
    const auto block = scores.subspan(begin, std::min<std::size_t>(kBlock, scores.size() - begin));
    if (best.size() == count && ValuesOf(block).maxCoeff() <= best.front().first) continue;
    for (std::size_t i = 0; i < block.size(); ++i) {
      if (best.size() == count && block[i] <= best.front().first) continue;
      if (block[i] == kNever) continue;
      if (best.size() == count) {
        std::pop_heap(best.begin(), best.end(), before);
        best.pop_back();
      }
      best.emplace_back(block[i], static_cast<std::uint32_t>(begin + i));
      std::push_heap(best.begin(), best.end(), before);
    }
  }
  std::sort_heap(best.begin(), best.end(), before);
  std::vector<std::uint32_t> first;
  for (const Candidate& candidate : best) first.push_back(candidate.second);
  return first;
}

}  // namespace

std::vector<std::uint32_t> TopOf(std::span<const float> scores, std::size_t count,
                                 const std::function<bool(std::uint32_t)>& allowed) {
  const auto before = [](const Candidate& a, const Candidate& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  };
  return allowed ? FirstAllowed(CandidatesOf(scores), count, allowed, before)
                 : First(scores, count, before);
}

void Normalize(std::span<float> scores) {
  if (scores.empty()) return;
  Eigen::Map<Eigen::ArrayXf> values(scores.data(), static_cast<Eigen::Index>(scores.size()));
  const float highest = values.maxCoeff();
  if (highest == kNever) {
    values.setZero();
    return;
  }
  // Not below what a float has: every item keeps a score above zero.
  constexpr float kLowest = -80;
  std::vector<std::uint32_t> never;
  for (std::uint32_t i = 0; i < scores.size(); ++i) {
    if (scores[i] == kNever) never.push_back(i);
  }
  // Ten thousand numbers below one: a float sums up few of them, and a double the sums.
  double sum = 0;
  for (Eigen::Index begin = 0; begin < values.size(); begin += kBlock) {
    auto block = values.segment(begin, std::min(kBlock, values.size() - begin));
    block = ((block - highest) * (1 / kTemperature)).max(kLowest).exp();
    sum += static_cast<double>(block.sum());
  }
  for (const std::uint32_t i : never) scores[i] = 0;
  values *= static_cast<float>(1 / sum);
}

}  // namespace portside::personalize
