// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/geography/places.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <set>
#include <string>

#include "portside/base/random.h"

namespace portside::sagemaker_geospatial {
namespace {

const Places& All() { return Places::Embedded(); }

TEST(Places, AreWellFormed) {
  std::set<std::string> countries;
  std::size_t with_region = 0;
  for (std::size_t i = 0; i < All().size(); ++i) {
    const Place place = All()[i];
    EXPECT_FALSE(place.name.empty());
    EXPECT_EQ(place.country.size(), 3U) << place.name;
    EXPECT_LE(std::abs(place.point.latitude), 85) << place.name;
    EXPECT_LE(std::abs(place.point.longitude), 180) << place.name;
    EXPECT_GE(place.people, 14'000) << place.name;
    EXPECT_LE(place.people, 40'000'000) << place.name;
    countries.emplace(place.country);
    with_region += place.region.empty() ? 0 : 1;
  }
  EXPECT_GT(All().size(), 30'000U);
  EXPECT_GT(countries.size(), 200U);
  EXPECT_GT(with_region, All().size() * 98 / 100);
}

struct City {
  GeoPoint point;
  const char* name;
  const char* region;
  const char* country;
};
constexpr City kCities[] = {
    {{2.3488, 48.8534}, "Paris", "Île-de-France", "FRA"},
    {{13.4, 52.52}, "Berlin", "Berlin", "DEU"},
    {{-46.63, -23.55}, "São Paulo", "São Paulo", "BRA"},
    {{-149.8935557, 61.21759217}, "Anchorage", "Alaska", "USA"},
    {{-114.83, 35.97}, "Boulder City", "Nevada", "USA"},
    {{178.44, -18.14}, "Suva", "Central", "FJI"},
    {{18.96, 69.65}, "Tromsø", "Troms", "NOR"},
    {{-68.30, -54.80}, "Ushuaia", "Tierra del Fuego", "ARG"},
};

TEST(Places, AreNearestWhereTheyAre) {
  for (const City& city : kCities) {
    const NearestPlace nearest = All().Nearest(city.point);
    EXPECT_EQ(nearest.place.name, city.name);
    EXPECT_EQ(nearest.place.country, city.country) << city.name;
    EXPECT_EQ(nearest.place.region, city.region) << city.name;
    EXPECT_LT(nearest.kilometres, 6) << city.name;
  }
}

double Kilometres(GeoPoint one, GeoPoint other) {
  const double degree = std::numbers::pi / 180;
  const double cosine = std::sin(one.latitude * degree) * std::sin(other.latitude * degree) +
                        std::cos(one.latitude * degree) * std::cos(other.latitude * degree) *
                            std::cos((one.longitude - other.longitude) * degree);
  return 6371 * std::acos(std::clamp(cosine, -1.0, 1.0));
}

// The tree against a look at everything.
TEST(Places, AreTheNearestOfAll) {
  Random random(7);
  for (int round = 0; round < 150; ++round) {
    // Also at the poles and at both ends of the map.
    const GeoPoint point = {round % 5 == 0 ? 180 - random.Unit() / 100 : random.Unit() * 360 - 180,
                            round % 7 == 0 ? 89.9 : random.Unit() * 180 - 90};
    double best = 1e9;
    double best_in_chile = 1e9;
    for (std::size_t i = 0; i < All().size(); ++i) {
      const Place place = All()[i];
      const double kilometres = Kilometres(point, place.point);
      best = std::min(best, kilometres);
      if (place.country == "CHL") best_in_chile = std::min(best_in_chile, kilometres);
    }
    EXPECT_NEAR(All().Nearest(point).kilometres, best, 0.01);
    EXPECT_NEAR(All().NearestIn("CHL", point)->kilometres, best_in_chile, 0.01);
  }
}

TEST(Places, KnowNoCountryWithoutThem) {
  EXPECT_FALSE(All().NearestIn("ATA", {0, -80}));
  EXPECT_FALSE(All().NearestIn("XYZ", {0, 0}));
  EXPECT_FALSE(All().NearestIn("", {0, 0}));
}

TEST(Countries, AreWhereTheyAre) {
  struct Case {
    GeoPoint point;
    const char* country;
  };
  const Case cases[] = {
      {{-116, 39}, "USA"},    {{10, 51}, "DEU"},      {{-53, 4}, "GUF"},      {{-42, 72}, "GRL"},
      {{55.5, -21.1}, "REU"}, {{0, -80}, "ATA"},      {{28.2, -29.6}, "LSO"}, {{-30, -30}, ""},
      {{-40, 30}, ""},        {{-179.99, 67}, "RUS"}, {{180, 67}, "RUS"},     {{0, 90}, ""},
      {{-180, -90}, "ATA"},   {{-66.4, 18.2}, "PRI"}, {{21, 42.6}, "XKX"},    {{24, 4.6}, "COD"},
  };
  for (const Case& expected : cases) {
    EXPECT_EQ(All().CountryAt(expected.point), expected.country)
        << expected.point.longitude << " " << expected.point.latitude;
  }
}

TEST(Places, AreRefusedWhereTheFileIsDamaged) {
  EXPECT_FALSE(Places::Read(""));
  EXPECT_FALSE(Places::Read(std::string(12, '\0')));
  EXPECT_FALSE(Places::Read(std::string(4000, '\x01')));
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
