// SPDX-License-Identifier: Apache-2.0
//
// What a model is measured with: interactions that it has not learnt from, held out as the
// developer guide says of GetSolutionMetrics. A tenth of the users for most recipes, whose oldest
// interactions are the model's input; for USER_SEGMENTATION a fifth of each user's interactions.

#pragma once

#include <cstdint>
#include <vector>

#include "services/personalize/models/interaction_data.h"

namespace portside::personalize {

struct TestUser {
  std::uint32_t user = 0;
  std::vector<std::uint32_t> history;   // newest first, each item once, as runtime requests have it
  std::vector<std::uint32_t> relevant;  // what came then, ascending
};

struct TestItem {
  std::uint32_t item = 0;
  std::vector<std::uint32_t> users;  // who came then, ascending
};

// A tenth of the users with at least two interactions, and at least one, ascending. Their numbers
// are for TrainingOptions::test_users. Arranges the data, which keeps everything.
std::vector<TestUser> HoldOutUsers(InteractionData& data, std::uint64_t seed);

// Takes the newest fifth of each user's interactions, and at least one of two, out of the data,
// which it arranges.
std::vector<TestItem> HoldOutNewest(InteractionData& data);

}  // namespace portside::personalize
