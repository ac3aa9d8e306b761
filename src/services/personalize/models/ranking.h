// SPDX-License-Identifier: Apache-2.0
//
// From scores to what the service shows: the first of a list, and scores that sum to one.

#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace portside::personalize {

// The `count` highest scores, highest first, ties by number. What has the score -∞ is never among
// them, nor what `allowed` (where there is one) refuses, which is asked from the highest score down
// until there are enough.
std::vector<std::uint32_t> TopOf(std::span<const float> scores, std::size_t count,
                                 const std::function<bool(std::uint32_t)>& allowed = {});

// Makes scores of a personal model into those of GetRecommendations (all items) or
// GetPersonalizedRanking (the given items): above zero, in the same order, together one. A softmax;
// what has the score -∞ gets zero. Any finite scores will do.
void Normalize(std::span<float> scores);

}  // namespace portside::personalize
