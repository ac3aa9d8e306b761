// SPDX-License-Identifier: Apache-2.0
//
// A gazetteer of some hundred large cities, at least one near most places where people live:
// enough to give a point the right country in the middle of it, and often the right region. Near
// borders, and in small countries, it is wrong, and says so nowhere; nobody should geocode with it.

#pragma once

#include <span>
#include <string_view>

#include "services/sagemaker_geospatial/scenes/utm.h"

namespace portside::sagemaker_geospatial {

struct City {
  std::string_view name;
  std::string_view country;  // ISO 3166-1 alpha-3
  std::string_view region;   // first-level division
  double latitude = 0;
  double longitude = 0;
};

std::span<const City> Cities();

struct NearestCity {
  const City* city = nullptr;
  double kilometres = 0;
};

// By great circle; of equally near ones the first of the table.
[[nodiscard]] NearestCity FindNearestCity(GeoPoint point);

}  // namespace portside::sagemaker_geospatial
