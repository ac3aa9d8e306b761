// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/geography/places.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "portside/formats/gzip.h"
#include "services/sagemaker_geospatial/geography/packed_reader.h"
#include "services/sagemaker_geospatial/limits.h"

extern "C" {
extern const char portside_data_places_begin[], portside_data_places_end[];
}

namespace portside::sagemaker_geospatial {
namespace {

constexpr double kUnitsPerDegree = 5000;
constexpr int kCountryCellsPerDegree = 10;
constexpr double kEarthKilometres = 6371;
constexpr double kDegree = std::numbers::pi / 180;

double Kilometres(GeoPoint one, GeoPoint other) {
  // The haversine, which keeps its digits for short distances.
  const double north = std::sin((other.latitude - one.latitude) * kDegree / 2);
  const double east = std::sin((other.longitude - one.longitude) * kDegree / 2);
  const double part = north * north + std::cos(one.latitude * kDegree) *
                                          std::cos(other.latitude * kDegree) * east * east;
  return 2 * kEarthKilometres * std::asin(std::min(1.0, std::sqrt(part)));
}

}  // namespace

// The best so far, and what counts at all.
struct Places::Search {
  Direction here{};
  std::optional<std::uint16_t> country;
  float best = 5;  // square of the chord; the whole earth is 4
  std::uint32_t place = 0;
};

const Places& Places::Embedded() {
  static const Places places = [] {
    const auto size =
        static_cast<std::size_t>(portside_data_places_end - portside_data_places_begin);
    return Read(UnpackGzip({portside_data_places_begin, size}, limits::kGeographyBytes).value())
        .value();
  }();
  return places;
}

FormatResult<Places> Places::Read(std::string bytes) {
  Places places;
  places.bytes_ = std::make_unique<const std::string>(std::move(bytes));
  if (!places.ReadTable()) return Fail(FormatError{"the table of places is damaged"});
  for (std::uint32_t place = 0; place < places.spots_.size(); ++place) {
    places.tree_.push_back({DirectionOf(places[place].point), place});
  }
  places.GrowTree(0, places.tree_.size(), 0);
  return places;
}

// Every number that is an index is checked here, once.
bool Places::ReadTable() {
  PackedReader reader(*bytes_);
  const std::uint32_t countries = reader.Word();
  const std::uint32_t regions = reader.Word();
  const std::uint32_t places = reader.Word();
  if (std::max({countries, regions, places}) > bytes_->size() || places == 0) return false;
  for (std::uint32_t i = 0; i < countries; ++i) countries_.push_back(reader.Text());
  for (std::uint32_t i = 0; i < regions; ++i) {
    const std::uint32_t country = reader.Number();
    if (country >= countries) return false;
    regions_.push_back({reader.Text(), static_cast<std::uint16_t>(country)});
  }
  spots_.resize(places);
  for (Spot& spot : spots_) {
    spot.name = static_cast<std::uint32_t>(reader.position());
    reader.Text();
  }
  std::int64_t at = 0;
  for (Spot& spot : spots_) spot.x = static_cast<std::uint32_t>(at += reader.Step());
  at = 0;
  for (Spot& spot : spots_) spot.y = static_cast<std::uint32_t>(at += reader.Step());
  at = 0;
  for (Spot& spot : spots_) {
    at += reader.Step();
    if (at < 0 || at >= regions) return false;
    spot.region = static_cast<std::uint16_t>(at);
  }
  for (Spot& spot : spots_) spot.people = reader.Byte();
  places_of_.resize(countries);
  for (std::uint32_t place = 0; place < places; ++place) ++places_of_[CountryOf(place)];
  return !reader.failed() && ReadRaster(reader.position());
}

bool Places::ReadRaster(std::size_t begin) {
  PackedReader reader(*bytes_, begin);
  for (int row = 0; row < 180 * kCountryCellsPerDegree; ++row) {
    rows_.push_back(static_cast<std::uint32_t>(reader.position()));
    std::uint64_t width = 0;
    for (std::uint32_t runs = reader.Number(); runs > 0 && !reader.failed(); --runs) {
      if (reader.Byte() > countries_.size()) return false;
      width += reader.Number();
    }
    if (width != std::uint64_t{360} * kCountryCellsPerDegree) return false;
  }
  return !reader.failed() && reader.IsAtEnd();
}

Places::Direction Places::DirectionOf(GeoPoint point) {
  const double phi = point.latitude * kDegree;
  const double lambda = point.longitude * kDegree;
  return {static_cast<float>(std::cos(phi) * std::cos(lambda)),
          static_cast<float>(std::cos(phi) * std::sin(lambda)), static_cast<float>(std::sin(phi))};
}

// As deep as the logarithm of the number of places.
void Places::GrowTree(std::size_t begin, std::size_t end, std::size_t axis) {
  if (end - begin < 2) return;
  const std::size_t middle = begin + (end - begin) / 2;
  const auto at = [this](std::size_t index) {
    return tree_.begin() + static_cast<std::ptrdiff_t>(index);
  };
  std::nth_element(at(begin), at(middle), at(end), [axis](const Node& one, const Node& other) {
    return std::pair(one.direction[axis], one.place) <
           std::pair(other.direction[axis], other.place);
  });
  GrowTree(begin, middle, (axis + 1) % 3);
  GrowTree(middle + 1, end, (axis + 1) % 3);
}

void Places::LookIn(std::size_t begin, std::size_t end, std::size_t axis, Search& search) const {
  if (begin == end) return;
  const std::size_t middle = begin + (end - begin) / 2;
  const Node& node = tree_[middle];
  const float across = search.here[axis] - node.direction[axis];
  const std::size_t next = (axis + 1) % 3;
  // First the side on which the point is; the other only if it can be as near.
  if (across < 0) {
    LookIn(begin, middle, next, search);
  } else {
    LookIn(middle + 1, end, next, search);
  }
  float chord = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const float step = search.here[i] - node.direction[i];
    chord += step * step;
  }
  const bool counts = !search.country || CountryOf(node.place) == *search.country;
  if (counts && std::pair(chord, node.place) < std::pair(search.best, search.place)) {
    search.best = chord;
    search.place = node.place;
  }
  if (across * across > search.best) return;
  if (across < 0) {
    LookIn(middle + 1, end, next, search);
  } else {
    LookIn(begin, middle, next, search);
  }
}

Place Places::operator[](std::size_t index) const {
  const Spot& spot = spots_[index];
  const Region& region = regions_[spot.region];
  return {PackedReader(*bytes_, spot.name).Text(),
          countries_[region.country],
          region.name,
          {spot.x / kUnitsPerDegree - 180, spot.y / kUnitsPerDegree - 90},
          std::exp2(spot.people / 10.0)};
}

NearestPlace Places::Found(std::uint32_t place, GeoPoint point) const {
  const Place found = (*this)[place];
  return {found, Kilometres(found.point, point)};
}

NearestPlace Places::Nearest(GeoPoint point) const {
  Search search{DirectionOf(point), {}};
  LookIn(0, tree_.size(), 0, search);
  return Found(search.place, point);
}

std::optional<NearestPlace> Places::NearestIn(std::string_view country, GeoPoint point) const {
  const auto code = std::ranges::find(countries_, country);
  if (code == countries_.end()) return std::nullopt;
  const auto index = static_cast<std::size_t>(code - countries_.begin());
  if (places_of_[index] == 0) return std::nullopt;
  Search search{DirectionOf(point), static_cast<std::uint16_t>(index)};
  LookIn(0, tree_.size(), 0, search);
  return Found(search.place, point);
}

std::string_view Places::CountryAt(GeoPoint point) const {
  constexpr int kRows = 180 * kCountryCellsPerDegree;
  constexpr int kColumns = 360 * kCountryCellsPerDegree;
  const int row = static_cast<int>(std::floor((90 - point.latitude) * kCountryCellsPerDegree));
  const int column = static_cast<int>(std::floor((point.longitude + 180) * kCountryCellsPerDegree));
  // The south pole and the antimeridian belong to the cells before them.
  PackedReader reader(*bytes_, rows_[static_cast<std::size_t>(std::clamp(row, 0, kRows - 1))]);
  const auto x = static_cast<std::uint32_t>(std::clamp(column, 0, kColumns - 1));
  std::uint32_t end = 0;
  std::uint8_t country = 0;
  for (std::uint32_t runs = reader.Number(); runs > 0 && end <= x; --runs) {
    country = reader.Byte();
    end += reader.Number();
  }
  return country == 0 ? std::string_view() : countries_[country - 1U];
}

}  // namespace portside::sagemaker_geospatial
