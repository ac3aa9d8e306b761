// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/geography/earth.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "portside/formats/gzip.h"
#include "services/sagemaker_geospatial/geography/packed_reader.h"
#include "services/sagemaker_geospatial/limits.h"

extern "C" {
extern const char portside_data_earth_begin[], portside_data_earth_end[];
}

namespace portside::sagemaker_geospatial {
namespace {

constexpr int kLandCellsPerDegree = 40;
constexpr int kCoverCellsPerDegree = 2;

// The cells whose centres are around a point, and how near each is to it.
struct Corners {
  int row;
  int column;
  double down;  // from `row` to the next one, 0 to 1
  double right;
};

Corners CornersAt(GeoPoint point, int cells_per_degree) {
  const double y = (90 - point.latitude) * cells_per_degree - 0.5;
  const double x = (point.longitude + 180) * cells_per_degree - 0.5;
  return {static_cast<int>(std::floor(y)), static_cast<int>(std::floor(x)), y - std::floor(y),
          x - std::floor(x)};
}

// The poles are cells of their own; the antimeridian is no border.
std::pair<int, int> Wrapped(int row, int column, int cells_per_degree) {
  const int around = 360 * cells_per_degree;
  return {std::clamp(row, 0, 180 * cells_per_degree - 1), (column % around + around) % around};
}

}  // namespace

const Earth& Earth::Embedded() {
  static const Earth earth = [] {
    const auto size = static_cast<std::size_t>(portside_data_earth_end - portside_data_earth_begin);
    return Read(UnpackGzip({portside_data_earth_begin, size}, limits::kGeographyBytes).value())
        .value();
  }();
  return earth;
}

FormatResult<Earth> Earth::Read(std::string bytes) {
  Earth earth;
  earth.bytes_ = std::move(bytes);
  PackedReader reader(earth.bytes_);
  constexpr std::uint64_t kWidth = 360 * kLandCellsPerDegree;
  for (int row = 0; row < 180 * kLandCellsPerDegree; ++row) {
    earth.rows_.push_back(static_cast<std::uint32_t>(reader.position()));
    std::uint64_t width = 0;
    for (std::uint32_t runs = reader.Number(); runs > 0 && !reader.failed(); --runs) {
      width += reader.Number();
    }
    if (width != kWidth) return Fail(FormatError{"a row of land has not the earth's width"});
  }
  earth.cover_ = reader.position();
  const std::size_t cover = std::size_t{180} * 360 * kCoverCellsPerDegree * kCoverCellsPerDegree;
  if (earth.bytes_.size() - earth.cover_ != cover) {
    return Fail(FormatError{"the land cover has not the earth's size"});
  }
  return earth;
}

bool Earth::IsLand(int row, int column) const {
  const auto [y, x] = Wrapped(row, column, kLandCellsPerDegree);
  PackedReader reader(bytes_, rows_[static_cast<std::size_t>(y)]);
  std::uint32_t end = 0;
  bool is_land = true;
  for (std::uint32_t runs = reader.Number(); runs > 0; --runs) {
    is_land = !is_land;
    end += reader.Number();
    if (static_cast<std::uint32_t>(x) < end) break;
  }
  return is_land;
}

double Earth::LandShare(GeoPoint point) const {
  const Corners at = CornersAt(point, kLandCellsPerDegree);
  const auto land = [&](int down, int right) {
    return IsLand(at.row + down, at.column + right) ? 1.0 : 0.0;
  };
  return std::lerp(std::lerp(land(0, 0), land(0, 1), at.right),
                   std::lerp(land(1, 0), land(1, 1), at.right), at.down);
}

LandCover Earth::CoverOf(int row, int column) const {
  const auto [y, x] = Wrapped(row, column, kCoverCellsPerDegree);
  const auto cell = static_cast<std::size_t>(y * 360 * kCoverCellsPerDegree + x);
  const auto byte = static_cast<std::uint8_t>(bytes_[cover_ + cell]);
  return {(byte >> 5) / 7.0, (byte >> 2 & 7) / 7.0, (byte & 3) / 3.0};
}

LandCover Earth::CoverAt(GeoPoint point) const {
  const Corners at = CornersAt(point, kCoverCellsPerDegree);
  const LandCover corners[] = {CoverOf(at.row, at.column), CoverOf(at.row, at.column + 1),
                               CoverOf(at.row + 1, at.column), CoverOf(at.row + 1, at.column + 1)};
  const auto between = [&](double LandCover::*part) {
    return std::lerp(std::lerp(corners[0].*part, corners[1].*part, at.right),
                     std::lerp(corners[2].*part, corners[3].*part, at.right), at.down);
  };
  return {between(&LandCover::plants), between(&LandCover::forest), between(&LandCover::ice)};
}

}  // namespace portside::sagemaker_geospatial
