// SPDX-License-Identifier: Apache-2.0
//
// What training sees of a dataset group, as plain values: ids as numbers, interactions of 24 bytes.
// Ten million interactions are 240 MB, which is most of what a training holds; so the training
// takes the data, and gives the interactions back as soon as it has read them.

#pragma once

#include <cstdint>
#include <vector>

#include "services/personalize/models/id_table.h"

namespace portside::personalize {

struct Interaction {
  std::int64_t time = 0;  // epoch seconds
  std::uint32_t user = 0;
  std::uint32_t item = 0;
  float weight = 1;  // of its event type, zero or more
  std::uint16_t event_type = 0;
  std::uint16_t context = 0;  // of InteractionData::contexts
};
static_assert(sizeof(Interaction) == 24);

struct ItemDetails {
  std::int64_t creation_time = 0;       // epoch seconds; zero: not known
  std::vector<std::uint32_t> features;  // values of categorical columns, numbered over all columns
};

struct InteractionData {
  IdTable users;
  IdTable items;  // also those that nobody has interacted with
  std::vector<Interaction> interactions;
  std::vector<ItemDetails> details;  // by item; where it ends, nothing is known

  // What users are like, and what was around interactions (traits.h).
  IdTable traits;
  std::vector<std::vector<std::uint32_t>> user_traits;   // by user; where it ends, nothing is known
  std::vector<std::vector<std::uint32_t>> contexts{{}};  // the first is that of no trait
};

// Puts users and items in the order of their ids, and interactions in that of user, time, item,
// event type and weight: what is learnt does not depend on the order in which rows came, and ties
// by number are ties by id. Cheap where it is so already.
void Arrange(InteractionData& data);

}  // namespace portside::personalize
