// SPDX-License-Identifier: Apache-2.0
//
// Feedback: the interactions as a matrix of users and items. An entry says how sure it is that the
// user likes the item: more of it for more interactions, with diminishing returns, and for later
// ones. Eight bytes for each pair of user and item.

#pragma once

#include <cstdint>
#include <vector>

#include "services/personalize/models/interaction_data.h"
#include "services/personalize/models/sparse_rows.h"
#include "services/personalize/models/training_options.h"

namespace portside::personalize {

struct Feedback {
  SparseRows by_user;              // each user's items in the order of their latest interactions
  std::vector<float> popularity;   // interactions of each item, test users' left out
  std::vector<bool> is_test_user;  // by user; empty: none is
  float repeat_share = 0;          // of the interactions that repeat a pair
};

// Arranges the data, and gives back the memory of its interactions.
Feedback TakeFeedback(InteractionData& data, const TrainingOptions& options);

// The latest items of each user, newest first, at most limits::kHistoryItems each.
SparseRows LatestHistories(const SparseRows& by_user);

}  // namespace portside::personalize
