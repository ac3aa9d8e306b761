// SPDX-License-Identifier: Apache-2.0
//
// The neighbours of items, as rows of a matrix that keeps only the strongest of each: what the same
// users interacted with, and what they interacted with next.

#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>

#include "services/personalize/models/feedback.h"
#include "services/personalize/models/sparse_rows.h"

namespace portside::personalize {

// Cosine of co-occurrence: users of both / √(users of one · users of the other), strongest first,
// at most limits::kNeighboursPerItem, each above zero and at most one. Looks at the latest
// limits::kCoOccurringItems of each user, so that its time is bounded by their square. Holds those
// once more by item. Nothing: it was stopped.
std::optional<SparseRows> FindCoOccurrences(const Feedback& feedback, const std::stop_token& stop);

// How likely an item comes next after another, at most limits::kTransitionsPerItem, likeliest
// first. Holds four bytes for each pair of user and item. Nothing: it was stopped.
std::optional<SparseRows> FindTransitions(const Feedback& feedback, const std::stop_token& stop);

}  // namespace portside::personalize
