// SPDX-License-Identifier: Apache-2.0
//
// Terrain: what lies where in a tile, in blocks of 256 x 256 cells (5.12 km): the shares of land
// and town at nine points of each, and what grows there. Blocks that are alike are one kind, so
// that a scene has few: the inland, the open sea, and what a shore or a city makes of its own.

#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "services/sagemaker_geospatial/geography/tile_frame.h"

namespace portside::sagemaker_geospatial {

inline constexpr std::size_t kBlockCells = 256;  // along a side
inline constexpr int kCellMetres = 20;

// Shares from 0 (none) to 255 (all).
struct BlockKind {
  // At corners, middles of sides and the centre, row by row from the north-west: neighbours have
  // equal ones along their common side.
  std::array<std::uint8_t, 9> land{};
  std::array<std::uint8_t, 9> town{};
  std::uint8_t plants = 0;  // of the land, when nothing else covers it
  std::uint8_t forest = 0;
  std::uint8_t ice = 0;

  auto operator<=>(const BlockKind&) const = default;
};

// Immutable: for any thread.
class Terrain {
 public:
  // Costs some milliseconds. A tile whose name says no place is inland, green and without towns.
  explicit Terrain(std::string_view tile);

  [[nodiscard]] std::size_t blocks() const { return blocks_; }  // along a side
  // In even and odd rows and columns together at most kPatterns; where the tile has more, those
  // that are nearly all land or nearly all water become so.
  [[nodiscard]] const std::vector<BlockKind>& kinds() const { return kinds_; }
  [[nodiscard]] std::size_t KindAt(std::size_t row, std::size_t column) const {
    return kind_of_[row * blocks_ + column];
  }
  // How much of the land is under snow, 0 to 1: none in a tropical or maritime winter, all in an
  // arctic one. `season` is 0 in midwinter and 1 in midsummer.
  [[nodiscard]] double SnowShare(double latitude, double season) const;

  static constexpr std::size_t kPatterns = 256;

 private:
  using Shares = std::vector<std::uint8_t>;  // of points half a block apart

  [[nodiscard]] Shares LandShares(const TileFrame& frame, std::vector<GeoPoint>& points) const;
  [[nodiscard]] Shares TownShares(const TileFrame& frame) const;
  [[nodiscard]] std::size_t CountPatterns(const std::vector<BlockKind>& blocks) const;
  void MakeKinds(const std::vector<GeoPoint>& points, const Shares& land, const Shares& town);

  std::size_t blocks_ = 0;
  std::size_t points_ = 0;  // along a side
  std::vector<BlockKind> kinds_;
  std::vector<std::uint16_t> kind_of_;
  double continental_ = 0.7;  // the share of land far around
};

}  // namespace portside::sagemaker_geospatial
