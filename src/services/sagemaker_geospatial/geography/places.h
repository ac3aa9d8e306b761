// SPDX-License-Identifier: Apache-2.0
//
// Places: the populated places of more than 15,000 people that GeoNames knows (CC BY 4.0, see
// NOTICE), with their country and first-level division, and a raster of the countries. Written by
// tools/import-geography; docs/decisions/0028-geography.md.
//
// The file, packed with gzip: three words with the numbers of countries, regions and places; the
// countries' codes; for each region its country and name; the places' names, then their
// longitudes, latitudes (5,000 a degree, from the antimeridian and the south pole) and regions as
// steps from place to place, then ten times the logarithm to base two of their people; the raster's
// rows from the north in tenths of a degree, each the number of its runs, then for each its
// country (from one; zero at sea) and its length.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "portside/formats/format_error.h"
#include "services/sagemaker_geospatial/scenes/utm.h"

namespace portside::sagemaker_geospatial {

// The texts live as long as the Places that it comes from.
struct Place {
  std::string_view name;     // UTF-8: "São Paulo"
  std::string_view country;  // ISO 3166-1 alpha-3
  std::string_view region;   // first-level division; may be empty
  GeoPoint point;
  double people = 0;  // to a few percent
};

struct NearestPlace {
  Place place;
  double kilometres = 0;  // along the earth
};

// Immutable: for any thread.
class Places {
 public:
  // Those in the program. Unpacked by the first call, which takes some ten milliseconds; about two
  // megabytes.
  static const Places& Embedded();
  // Of an unpacked file.
  static FormatResult<Places> Read(std::string bytes);

  [[nodiscard]] std::size_t size() const { return spots_.size(); }
  [[nodiscard]] Place operator[](std::size_t index) const;

  // Of equally near ones the first. In a country (alpha-3): nothing where it has no place at all.
  [[nodiscard]] NearestPlace Nearest(GeoPoint point) const;
  [[nodiscard]] std::optional<NearestPlace> NearestIn(std::string_view country,
                                                      GeoPoint point) const;
  // The country around the point, to a tenth of a degree; empty at sea.
  [[nodiscard]] std::string_view CountryAt(GeoPoint point) const;

 private:
  // On the unit sphere, where the chord between two points grows with their distance.
  using Direction = std::array<float, 3>;
  struct Spot {
    std::uint32_t name = 0;  // where it begins
    std::uint32_t x = 0;
    std::uint32_t y = 0;
    std::uint16_t region = 0;
    std::uint8_t people = 0;
  };
  struct Region {
    std::string_view name;
    std::uint16_t country = 0;
  };
  struct Node {
    Direction direction{};
    std::uint32_t place = 0;
  };
  struct Search;

  static Direction DirectionOf(GeoPoint point);
  [[nodiscard]] bool ReadTable();
  [[nodiscard]] bool ReadRaster(std::size_t begin);
  void GrowTree(std::size_t begin, std::size_t end, std::size_t axis);
  void LookIn(std::size_t begin, std::size_t end, std::size_t axis, Search& search) const;
  [[nodiscard]] NearestPlace Found(std::uint32_t place, GeoPoint point) const;
  [[nodiscard]] std::uint16_t CountryOf(std::uint32_t place) const {
    return regions_[spots_[place].region].country;
  }

  // On the heap, so that the views stay where they are when this is moved.
  std::unique_ptr<const std::string> bytes_;
  std::vector<std::string_view> countries_;
  std::vector<std::size_t> places_of_;  // how many each country has
  std::vector<Region> regions_;
  std::vector<Spot> spots_;
  // A tree of three axes in turn: the middle of each part divides it.
  std::vector<Node> tree_;
  std::vector<std::uint32_t> rows_;  // of the raster: where each begins
};

}  // namespace portside::sagemaker_geospatial
