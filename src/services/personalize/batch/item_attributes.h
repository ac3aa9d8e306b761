// SPDX-License-Identifier: Apache-2.0
//
// The itemAttributes of a batch segment job's line, for the recipe Item-Attribute-Affinity:
// `ITEMS.genres = "Comedy" AND ITEMS.price < 10`. Documented: conditions on columns of the Items
// dataset, joined by AND, and `=` in place of a filter's IN. Otherwise as in filters.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/personalize/models/id_table.h"
#include "services/personalize/recommending/group_memory.h"

namespace portside::personalize {

// Those of `items` that have them, never none. The error is a sentence.
Expected<std::vector<std::uint32_t>, std::string> FindItemsWith(std::string_view attributes,
                                                                const IdTable& items,
                                                                GroupMemory& group,
                                                                const RecordReader& records);

}  // namespace portside::personalize
