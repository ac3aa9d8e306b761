// SPDX-License-Identifier: Apache-2.0
//
// A search over all scenes of an area and a time, page by page. However large both are, a page
// costs a bounded time and holds a slice of the time: the walk goes back in time from where the
// page before ended. Pure functions, no I/O.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "services/sagemaker_geospatial/scenes/footprint.h"
#include "services/sagemaker_geospatial/scenes/property_filters.h"

namespace portside::sagemaker_geospatial {

struct SceneSearch {
  Mission mission = Mission::kNone;
  std::shared_ptr<const std::vector<Footprint>> footprints;
  Timestamp start{};
  Timestamp end{};
  Json property_filters = Json::array();  // as of a SceneQuery
  std::uint64_t seed = 0;
};

// The scene up to which, and with which, everything was looked at.
struct SearchPosition {
  Timestamp acquired{};
  std::string id;
};

struct SearchPage {
  std::vector<Scene> scenes;           // in the order of IsBefore; at most limits::kScenesPerPage
  std::optional<SearchPosition> next;  // nothing on the last page
};

// A page may have fewer scenes than there is room for, even none, and still not be the last.
SearchPage TakeScenes(const SceneSearch& search, const std::optional<SearchPosition>& after,
                      CloudsOverLand& clouds);

// About how many there are: exact for some thousands, an estimate from samples above. Clouds over
// land are not looked at for it.
std::int64_t CountScenes(const SceneSearch& search, CloudsOverLand& clouds);

}  // namespace portside::sagemaker_geospatial
