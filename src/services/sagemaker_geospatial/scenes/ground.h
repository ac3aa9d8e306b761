// SPDX-License-Identifier: Apache-2.0
//
// Ground: the states of a scene's cells of 20 m, as one image shows them. Blocks of 256 x 256 cells
// that are equal are held once, so that the 512-pixel tiles of a GeoTIFF at 10, 20, 30 and 60 m
// hold few distinct patterns and a whole scene stays small.

#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "portside/formats/geotiff.h"
#include "services/sagemaker_geospatial/geography/terrain.h"
#include "services/sagemaker_geospatial/scenes/cover.h"

namespace portside::sagemaker_geospatial {

// Which pattern each block of a scene shows. Rows and columns of cells count from the north-west;
// what is beyond the scene is like its last block.
struct GroundLayout {
  std::size_t blocks = 0;               // along a side
  std::vector<std::uint16_t> patterns;  // of each block, row by row from the north-west
  std::vector<std::uint32_t> counts;    // how many blocks show each pattern

  // Where the state of a cell stands among the patterns' cells, which are one after the other: the
  // sum of where its row of blocks and its column lead to and of 256 times its row in the block, so
  // that loops over pixels need only add.
  [[nodiscard]] std::size_t IndexOf(std::size_t row, std::size_t column) const {
    return PatternOf(row / kBlockCells, column / kBlockCells) * kBlockCells * kBlockCells +
           row % kBlockCells * kBlockCells + column % kBlockCells;
  }
  // Of a block.
  [[nodiscard]] std::size_t PatternOf(std::size_t row, std::size_t column) const {
    return patterns[std::min(row, blocks - 1) * blocks + std::min(column, blocks - 1)];
  }
  // A number for what is seen from one cell to another (both are): equal for areas of equal size
  // that are the same parts of the same patterns, which have equal states in every image.
  [[nodiscard]] std::uint64_t KeyOf(std::size_t top, std::size_t left, std::size_t bottom,
                                    std::size_t right) const;
};

// Immutable: for any thread.
class Ground {
 public:
  Ground() = default;
  // `states`: the cells of the layout's patterns.
  Ground(std::shared_ptr<const GroundLayout> layout, std::vector<std::uint8_t> states)
      : layout_(std::move(layout)), states_(std::move(states)) {}

  [[nodiscard]] bool empty() const { return states_.empty(); }
  [[nodiscard]] const GroundLayout& layout() const { return *layout_; }
  [[nodiscard]] std::span<const std::uint8_t> states() const { return states_; }
  // The state of one cell.
  [[nodiscard]] std::uint8_t At(std::size_t row, std::size_t column) const {
    return states_[layout_->IndexOf(row, column)];
  }

  // Cell by cell.
  bool operator==(const Ground& other) const {
    return states_ == other.states_ && layout_->patterns == other.layout_->patterns;
  }

 private:
  std::shared_ptr<const GroundLayout> layout_;
  std::vector<std::uint8_t> states_;
};

// The cell under a pixel's centre, along one side.
[[nodiscard]] std::size_t CellAt(std::size_t pixel, int metres);

// The tiles of a raster over the scene with pixels of `metres` (10, 20, 30 or 60).
[[nodiscard]] TileSource TilesOf(std::shared_ptr<const Ground> ground, int metres,
                                 const StateValues& values);

}  // namespace portside::sagemaker_geospatial
