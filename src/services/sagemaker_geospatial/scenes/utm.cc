// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/utm.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string_view>

namespace portside::sagemaker_geospatial {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kScale = 0.9996;           // of the central meridian
constexpr double kEquatorRadius = 6378137;  // WGS 84
constexpr double kFlattening = 1 / 298.257223563;
constexpr double kSquare = 100'000;  // metres

double CentralMeridian(int zone) { return zone * 6.0 - 183; }

// Columns repeat every three zones, rows every 2000 km; even zones begin five rows later.
std::string SquareLetters(int zone, int column, int row) {
  constexpr std::string_view kColumns[] = {"STUVWXYZ", "ABCDEFGH", "JKLMNPQR"};
  constexpr std::string_view kRows = "ABCDEFGHJKLMNPQRSTUV";
  const int shifted = row + (zone % 2 == 0 ? 5 : 0);
  return {kColumns[zone % 3][static_cast<std::size_t>(column - 1)],
          kRows[static_cast<std::size_t>(shifted % 20)]};
}

char BandLetter(double latitude) {
  constexpr std::string_view kBands = "CDEFGHJKLMNPQRSTUVWX";
  const auto band = static_cast<std::size_t>((latitude + 80) / 8);
  return kBands[std::min(band, kBands.size() - 1)];  // X is twelve degrees high
}

// The radius of the sphere whose meridians are as long as the ellipsoid's.
double RectifyingRadius(double n) {
  return kEquatorRadius / (1 + n) * (1 + n * n / 4 + n * n * n * n / 64);
}
constexpr double kThirdFlattening = kFlattening / (2 - kFlattening);

}  // namespace

int UtmZone(GeoPoint point) {
  const double longitude = point.longitude;
  const double latitude = point.latitude;
  if (latitude >= 56 && latitude < 64 && longitude >= 3 && longitude < 12) return 32;
  if (latitude >= 72 && longitude >= 0 && longitude < 42) {
    if (longitude < 9) return 31;
    if (longitude < 21) return 33;
    return longitude < 33 ? 35 : 37;
  }
  return std::clamp(static_cast<int>(std::floor((longitude + 180) / 6)) + 1, 1, 60);
}

// Krueger's series to the third power of the third flattening: better than a millimetre within
// the zone, and much better than the 60 m of the grid to the next zone.
UtmPosition ToUtm(GeoPoint point, int zone) {
  constexpr double n = kThirdFlattening;
  const double radius = RectifyingRadius(n);
  const double alpha[] = {n / 2 - 2 * n * n / 3 + 5 * n * n * n / 16,
                          13 * n * n / 48 - 3 * n * n * n / 5, 61 * n * n * n / 240};
  const double latitude = point.latitude * kDegree;
  const double longitude = (point.longitude - CentralMeridian(zone)) * kDegree;

  const double root = 2 * std::sqrt(n) / (1 + n);
  const double sine = std::sin(latitude);
  const double t = std::sinh(std::atanh(sine) - root * std::atanh(root * sine));
  const double xi = std::atan2(t, std::cos(longitude));
  const double eta = std::atanh(std::sin(longitude) / std::sqrt(1 + t * t));

  double easting = eta;
  double northing = xi;
  for (int term = 1; term <= 3; ++term) {
    easting += alpha[term - 1] * std::cos(2 * term * xi) * std::sinh(2 * term * eta);
    northing += alpha[term - 1] * std::sin(2 * term * xi) * std::cosh(2 * term * eta);
  }
  const bool north = point.latitude >= 0;
  return {zone, north, 500'000 + kScale * radius * easting,
          (north ? 0 : 10'000'000) + kScale * radius * northing};
}

// The series of the way back, as exact.
GeoPoint FromUtm(const UtmPosition& position) {
  constexpr double n = kThirdFlattening;
  const double radius = kScale * RectifyingRadius(n);
  const double beta[] = {n / 2 - 2 * n * n / 3 + 37 * n * n * n / 96, n * n / 48 + n * n * n / 15,
                         17 * n * n * n / 480};
  const double delta[] = {2 * n - 2 * n * n / 3 - 2 * n * n * n, 7 * n * n / 3 - 8 * n * n * n / 5,
                          56 * n * n * n / 15};
  const double xi = (position.northing - (position.north ? 0 : 10'000'000)) / radius;
  const double eta = (position.easting - 500'000) / radius;
  double upright = xi;
  double across = eta;
  for (int term = 1; term <= 3; ++term) {
    upright -= beta[term - 1] * std::sin(2 * term * xi) * std::cosh(2 * term * eta);
    across -= beta[term - 1] * std::cos(2 * term * xi) * std::sinh(2 * term * eta);
  }
  const double conformal = std::asin(std::sin(upright) / std::cosh(across));
  double latitude = conformal;
  for (int term = 1; term <= 3; ++term) {
    latitude += delta[term - 1] * std::sin(2 * term * conformal);
  }
  const double turned = std::atan2(std::sinh(across), std::cos(upright));
  const double longitude = CentralMeridian(position.zone) + turned / kDegree;
  return {longitude - 360 * std::floor((longitude + 180) / 360), latitude / kDegree};
}

std::uint64_t MgrsSquare::Key() const {
  return ((static_cast<std::uint64_t>(zone) * 256 + static_cast<unsigned char>(band)) * 256 +
          static_cast<std::uint64_t>(column)) *
             1024 +
         static_cast<std::uint64_t>(row);
}

std::optional<MgrsSquare> SquareAt(GeoPoint point) {
  if (point.latitude < -80 || point.latitude > 84) return std::nullopt;
  const UtmPosition at = ToUtm(point, UtmZone(point));
  const MgrsSquare square{at.zone, BandLetter(point.latitude),
                          static_cast<int>(std::floor(at.easting / kSquare)),
                          static_cast<int>(std::floor(at.northing / kSquare))};
  if (square.column < 1 || square.column > 8) return std::nullopt;
  return square;
}

MgrsTile TileOf(const MgrsSquare& square) {
  const bool north = square.band >= 'N';
  MgrsTile tile;
  tile.name = (square.zone < 10 ? "0" : "") + std::to_string(square.zone);
  tile.name += square.band;
  tile.name += SquareLetters(square.zone, square.column, square.row);
  tile.epsg = (north ? 32600 : 32700) + square.zone;
  // The rasters are 109.8 km wide and begin on the 60 m grid, so that bands of 10, 20 and 60 m
  // share their corner.
  tile.origin_x = std::floor(square.column * kSquare / 60) * 60;
  tile.origin_y = std::ceil((square.row + 1) * kSquare / 60) * 60;
  tile.centre =
      FromUtm({square.zone, north, (square.column + 0.5) * kSquare, (square.row + 0.5) * kSquare});
  return tile;
}

std::optional<MgrsTile> TileAt(GeoPoint point) {
  const auto square = SquareAt(point);
  if (!square) return std::nullopt;
  return TileOf(*square);
}

}  // namespace portside::sagemaker_geospatial
