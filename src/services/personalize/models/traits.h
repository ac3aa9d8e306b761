// SPDX-License-Identifier: Apache-2.0
//
// Traits: what users are like and what is around an interaction, as values of categorical columns
// ("USERS COUNTRY=US", "INTERACTIONS DEVICE=phone"), and which items stand out with each of them:
// those that users of this trait, or anybody in this context, take more often than all do.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/personalize/models/id_table.h"
#include "services/personalize/models/interaction_data.h"
#include "services/personalize/models/sparse_rows.h"
#include "services/personalize/models/training_options.h"

namespace portside::personalize {

// The trait of one value; `type` is that of the dataset, in capitals.
std::string TraitName(std::string_view type, std::string_view column, std::string_view value);

// Who asks, and where from: numbers of TraitItems::traits.
struct Situation {
  std::vector<std::uint32_t> user;
  std::vector<std::uint32_t> context;
};

struct TraitItems {
  IdTable traits;
  SparseRows items;  // of each trait those that stand out, with numbers between zero and one
};

// Of arranged data; the order of traits and contexts in it does not matter. At most
// limits::kTraits, those with the most interactions, and limits::kNeighboursPerItem items of each.
// Nothing: it was stopped.
std::optional<TraitItems> FindTraitItems(const InteractionData& data,
                                         const TrainingOptions& options);

}  // namespace portside::personalize
