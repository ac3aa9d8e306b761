// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/geography/terrain.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>
#include <set>
#include <utility>

#include "services/sagemaker_geospatial/geography/earth.h"
#include "services/sagemaker_geospatial/geography/places.h"

namespace portside::sagemaker_geospatial {
namespace {

constexpr double kBlockMetres = kBlockCells * kCellMetres;
constexpr double kPointMetres = kBlockMetres / 2;

std::uint8_t ToByte(double share) {
  return static_cast<std::uint8_t>(std::lround(255 * std::clamp(share, 0.0, 1.0)));
}

// In few steps, so that blocks far apart can be alike.
std::uint8_t Step(double share, int steps) { return ToByte(std::round(share * steps) / steps); }

// The share of land within some six degrees: winters are colder far from the sea.
double ContinentalAt(GeoPoint centre) {
  const Earth& earth = Earth::Embedded();
  double land = 0;
  for (int row = -3; row <= 3; ++row) {
    for (int column = -3; column <= 3; ++column) {
      const double latitude = std::clamp(centre.latitude + 2 * row, -90.0, 90.0);
      const double stretch = std::max(0.1, std::cos(latitude * std::numbers::pi / 180));
      const double longitude = centre.longitude + 2 * column / stretch;
      land += earth.LandShare({longitude - 360 * std::floor((longitude + 180) / 360), latitude});
    }
  }
  return land / 49;
}

// How far a share is from plain land and plain water.
int Mixture(const std::array<std::uint8_t, 9>& land) {
  const int sum = std::accumulate(land.begin(), land.end(), 0);
  return std::min(sum, 9 * 255 - sum);
}

}  // namespace

Terrain::Terrain(std::string_view tile) {
  const auto frame = FrameOf(tile);
  if (!frame) {
    blocks_ = 1;
    kind_of_ = {0};
    BlockKind kind{.plants = ToByte(0.7), .forest = ToByte(0.4)};
    kind.land.fill(255);
    kinds_ = {kind};
    return;
  }
  blocks_ = static_cast<std::size_t>(std::ceil(frame->extent / kBlockMetres));
  points_ = 2 * blocks_ + 1;
  std::vector<GeoPoint> points;
  const Shares land = LandShares(*frame, points);
  continental_ = ContinentalAt(frame->centre);
  MakeKinds(points, land, TownShares(*frame));
}

Terrain::Shares Terrain::LandShares(const TileFrame& frame, std::vector<GeoPoint>& points) const {
  const Earth& earth = Earth::Embedded();
  Shares shares;
  GeoPoint first = frame.PointAt(0, 0, frame.centre);
  first = frame.PointAt(0, 0, first);  // the corner is far from the centre
  for (std::size_t row = 0; row < points_; ++row) {
    const double south = static_cast<double>(row) * kPointMetres;
    first = frame.PointAt(0, south, first);
    GeoPoint point = first;
    for (std::size_t column = 0; column < points_; ++column) {
      point = frame.PointAt(static_cast<double>(column) * kPointMetres, south, point);
      // A square of the antimeridian goes on beyond it.
      const double turns = std::floor((point.longitude + 180) / 360);
      points.push_back({point.longitude - 360 * turns, point.latitude});
      shares.push_back(Step(earth.LandShare(points.back()), 8));
    }
  }
  return shares;
}

// A town is a disc whose area grows with its people, built up in the middle and thinner outwards.
Terrain::Shares Terrain::TownShares(const TileFrame& frame) const {
  constexpr double kPeoplePerSquareMetre = 3500e-6;
  Shares shares(points_ * points_, 0);
  const Places& places = Places::Embedded();
  const double reach = 2 + frame.extent / 111'320;  // degrees
  for (std::size_t index = 0; index < places.size(); ++index) {
    const Place place = places[index];
    if (std::abs(place.point.latitude - frame.centre.latitude) > reach) continue;
    const double turn = std::remainder(place.point.longitude - frame.centre.longitude, 360);
    if (std::abs(turn) * std::cos(place.point.latitude * std::numbers::pi / 180) > reach) continue;
    const UtmPosition at = ToUtm({frame.centre.longitude + turn, place.point.latitude}, frame.zone);
    const double northing = at.northing - (at.north ? 0 : 10e6) + (frame.north ? 0 : 10e6);
    const double radius = std::sqrt(place.people / kPeoplePerSquareMetre / std::numbers::pi);
    // What is smaller than the distance of points is there at its nearest one, and thinner.
    const double wide = std::max(radius, kPointMetres);
    const double density = 0.9 * radius * radius / (wide * wide);
    for (std::size_t point = 0; point < shares.size(); ++point) {
      const double x = frame.origin_x + static_cast<double>(point % points_) * kPointMetres;
      const double y = frame.origin_y - static_cast<double>(point / points_) * kPointMetres;
      const double distance = std::hypot(x - at.easting, y - northing) / wide;
      if (distance > 1.5) continue;
      const double share = density * std::min(1.0, 1.5 - distance);
      shares[point] = std::max(shares[point], Step(share, 3));
    }
  }
  return shares;
}

void Terrain::MakeKinds(const std::vector<GeoPoint>& points, const Shares& land,
                        const Shares& town) {
  std::vector<BlockKind> all;
  for (std::size_t block = 0; block < blocks_ * blocks_; ++block) {
    const std::size_t corner = 2 * (block / blocks_) * points_ + 2 * (block % blocks_);
    BlockKind kind;
    for (std::size_t i = 0; i < 9; ++i) {
      kind.land[i] = land[corner + i / 3 * points_ + i % 3];
      kind.town[i] = town[corner + i / 3 * points_ + i % 3];
    }
    const LandCover cover = Earth::Embedded().CoverAt(points[corner + points_ + 1]);
    if (std::ranges::any_of(kind.land, [](std::uint8_t share) { return share > 0; })) {
      // The picture's colours are pale: a country of fields is green altogether.
      kind.plants = Step(std::min(1.0, 1.2 * cover.plants), 4);
      kind.forest = Step(cover.forest, 2);
      kind.ice = Step(cover.ice, 3);
    } else {
      kind.town.fill(0);
    }
    all.push_back(kind);
  }

  // The most mixed ones stay; what is nearly plain becomes plain until there are few enough.
  constexpr int kAll = 9 * 255;
  for (int least = 0; least <= kAll && CountPatterns(all) > kPatterns; least += 64) {
    for (BlockKind& kind : all) {
      if (Mixture(kind.land) > least) continue;
      kind.land.fill(kind.land[4] < 128 ? 0 : 255);
      kind.town.fill(least > 512 ? std::uint8_t{0} : kind.town[4]);
    }
  }
  std::map<BlockKind, std::uint16_t> numbers;
  for (const BlockKind& kind : all) {
    const auto [number, is_new] = numbers.emplace(kind, static_cast<std::uint16_t>(kinds_.size()));
    if (is_new) kinds_.push_back(kind);
    kind_of_.push_back(number->second);
  }
}

// Textures have four quarters, which come in turn.
std::size_t Terrain::CountPatterns(const std::vector<BlockKind>& blocks) const {
  std::set<std::pair<BlockKind, std::size_t>> patterns;
  for (std::size_t block = 0; block < blocks.size(); ++block) {
    patterns.emplace(blocks[block], block / blocks_ % 2 * 2 + block % blocks_ % 2);
  }
  return patterns.size();
}

double Terrain::SnowShare(double latitude, double season) const {
  // Chosen so that January is white in Siberia, half white in Poland and green in Ireland, and
  // July is white around the poles alone.
  const double cold = std::abs(latitude) + 20 * (continental_ - 0.5) - 46 - 40 * season;
  return std::clamp(cold / 24, 0.0, 1.0);
}

}  // namespace portside::sagemaker_geospatial
