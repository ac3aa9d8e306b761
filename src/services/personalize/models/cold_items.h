// SPDX-License-Identifier: Apache-2.0
//
// Cold items: those that nobody has interacted with yet. They get the factors that items with the
// same features have on average, and so are recommended to whoever likes those.

#pragma once

#include <span>

#include "services/personalize/models/factorization.h"
#include "services/personalize/models/interaction_data.h"

namespace portside::personalize {

// An item is cold where `popularity` is zero. Cold items without features that a warm item has,
// stay at zero.
void FillColdItems(std::span<const ItemDetails> details, std::span<const float> popularity,
                   Factors& items);

}  // namespace portside::personalize
