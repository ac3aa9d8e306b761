// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/geography/tile_frame.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "services/sagemaker_geospatial/scenes/orbits.h"

namespace portside::sagemaker_geospatial {
namespace {

constexpr double kSquare = 100'000;
constexpr double kSentinel2Extent = 109'800;
constexpr double kLandsatExtent = 7800 * 30.0;
constexpr double kSouth = 10'000'000;  // false northing

bool IsNumber(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

int NumberOf(std::string_view digits) {
  int number = 0;
  for (const char digit : digits) number = 10 * number + (digit - '0');
  return number;
}

// A place in the frame's zone from which to walk into it.
GeoPoint Guess(int zone, double latitude) { return {zone * 6.0 - 183, latitude}; }

void FindCentre(TileFrame& frame, GeoPoint guess) {
  // Far away the walk's steps are coarse.
  for (int step = 0; step < 3; ++step) {
    guess = frame.PointAt(frame.extent / 2, frame.extent / 2, guess);
  }
  frame.centre = guess;
}

// The letters of a square: columns repeat every three zones, rows every 2000 km, which the band of
// eight degrees tells apart.
std::optional<TileFrame> Sentinel2Frame(std::string_view tile) {
  constexpr std::string_view kBands = "CDEFGHJKLMNPQRSTUVWX";
  constexpr std::string_view kColumns[] = {"STUVWXYZ", "ABCDEFGH", "JKLMNPQR"};
  constexpr std::string_view kRows = "ABCDEFGHJKLMNPQRSTUV";
  if (!IsNumber(tile.substr(0, 2))) return std::nullopt;
  TileFrame frame;
  frame.zone = NumberOf(tile.substr(0, 2));
  if (frame.zone < 1 || frame.zone > 60) return std::nullopt;
  const std::size_t band = kBands.find(tile[2]);
  const std::size_t column = kColumns[frame.zone % 3].find(tile[3]);
  const std::size_t letter = kRows.find(tile[4]);
  if (std::max({band, column, letter}) == std::string_view::npos) return std::nullopt;

  const GeoPoint middle = Guess(frame.zone, -76 + 8 * static_cast<double>(band));
  const double northing = ToUtm(middle, frame.zone).northing;
  const double first = static_cast<double>(letter) - (frame.zone % 2 == 0 ? 5 : 0);
  const double row = first + 20 * std::round((northing / kSquare - 0.5 - first) / 20);
  frame.north = band >= kBands.find('N');
  frame.origin_x = std::floor((static_cast<double>(column) + 1) * kSquare / 60) * 60;
  frame.origin_y = std::ceil((row + 1) * kSquare / 60) * 60;
  frame.extent = kSentinel2Extent;
  FindCentre(frame, middle);
  return frame;
}

// As scene.cc lays it around the centre of path and row.
std::optional<TileFrame> LandsatFrame(std::string_view tile) {
  const WrsScene wrs{NumberOf(tile.substr(0, 3)), NumberOf(tile.substr(3))};
  if (wrs.path < 1 || wrs.path > 233 || wrs.row < 1 || wrs.row > 248) return std::nullopt;
  TileFrame frame;
  const GeoPoint centre = wrs.Centre();
  frame.zone = UtmZone(centre);
  UtmPosition at = ToUtm(centre, frame.zone);
  if (!at.north) at.northing -= kSouth;
  frame.origin_x = std::round((at.easting - kLandsatExtent / 2) / 30) * 30 + 15;
  frame.origin_y = std::round((at.northing + kLandsatExtent / 2) / 30) * 30 + 15;
  frame.extent = kLandsatExtent;
  FindCentre(frame, centre);
  return frame;
}

}  // namespace

GeoPoint TileFrame::PointAt(double east, double south, GeoPoint near) const {
  constexpr double kMetresPerDegree = 111'320;
  // A tile is almost upright in its zone, so that plain degrees close the distance.
  for (int step = 0; step < 2; ++step) {
    UtmPosition at = ToUtm(near, zone);
    if (!at.north) at.northing -= kSouth;
    const double northing = origin_y - south - (north ? 0 : kSouth);
    near.longitude += (origin_x + east - at.easting) /
                      (kMetresPerDegree * std::cos(near.latitude * std::numbers::pi / 180));
    near.latitude += (northing - at.northing) / kMetresPerDegree;
  }
  return near;
}

std::optional<TileFrame> FrameOf(std::string_view tile) {
  if (tile.size() == 5) return Sentinel2Frame(tile);
  if (tile.size() == 6 && IsNumber(tile)) return LandsatFrame(tile);
  return std::nullopt;
}

}  // namespace portside::sagemaker_geospatial
