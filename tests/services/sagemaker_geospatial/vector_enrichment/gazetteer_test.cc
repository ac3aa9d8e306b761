// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/vector_enrichment/gazetteer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

namespace portside::sagemaker_geospatial {
namespace {

TEST(Gazetteer, IsWellFormed) {
  std::set<std::string> places;
  for (const City& city : Cities()) {
    EXPECT_FALSE(city.name.empty());
    EXPECT_FALSE(city.region.empty());
    EXPECT_EQ(city.country.size(), 3U) << city.name;
    EXPECT_LE(std::abs(city.latitude), 90) << city.name;
    EXPECT_LE(std::abs(city.longitude), 180) << city.name;
    EXPECT_TRUE(places.insert(std::string(city.name) + "/" + std::string(city.region)).second)
        << city.name;
  }
  EXPECT_GT(places.size(), 300U);
}

TEST(Gazetteer, FindsEachCityAtItsOwnPlace) {
  for (const City& city : Cities()) {
    const NearestCity nearest = FindNearestCity({city.longitude, city.latitude});
    EXPECT_EQ(nearest.city->name, city.name);
    EXPECT_NEAR(nearest.kilometres, 0, 1e-6);
  }
}

TEST(Gazetteer, MeasuresAlongTheEarth) {
  // From the Eiffel tower to the table's Paris; to Longyearbyen from the north of Norway.
  EXPECT_NEAR(FindNearestCity({2.2945, 48.8584}).kilometres, 4.06, 0.05);
  const NearestCity far = FindNearestCity({15.6, 78.2});
  EXPECT_EQ(far.city->name, "Tromso");
  EXPECT_NEAR(far.kilometres, 957, 5);
}

TEST(Gazetteer, CrossesTheAntimeridian) {
  EXPECT_EQ(FindNearestCity({-179.5, -18}).city->name, "Suva");
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
