// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/ground.h"

#include "portside/base/random.h"

namespace portside::sagemaker_geospatial {
namespace {

void FillTile(const Ground& ground, int metres, const StateValues& values, std::size_t top,
              std::size_t left, std::vector<double>& samples) {
  samples.resize(std::size_t{kTileSize} * kTileSize);
  const std::span<const std::uint8_t> states = ground.states();
  std::array<std::size_t, kTileSize> columns{};
  std::size_t blocks = SIZE_MAX;  // the row of blocks that `columns` lead into
  for (std::size_t y = 0; y < kTileSize; ++y) {
    const std::size_t row = CellAt(top + y, metres);
    if (row / kBlockCells != blocks) {
      blocks = row / kBlockCells;
      for (std::size_t x = 0; x < kTileSize; ++x) {
        columns[x] = ground.layout().IndexOf(blocks * kBlockCells, CellAt(left + x, metres));
      }
    }
    const std::size_t down = row % kBlockCells * kBlockCells;
    for (std::size_t x = 0; x < kTileSize; ++x) {
      samples[y * kTileSize + x] = values[states[down + columns[x]]];
    }
  }
}

}  // namespace

std::uint64_t GroundLayout::KeyOf(std::size_t top, std::size_t left, std::size_t bottom,
                                  std::size_t right) const {
  std::vector<std::uint16_t> seen = {static_cast<std::uint16_t>(top % kBlockCells),
                                     static_cast<std::uint16_t>(left % kBlockCells)};
  for (std::size_t row = top / kBlockCells; row <= bottom / kBlockCells; ++row) {
    for (std::size_t column = left / kBlockCells; column <= right / kBlockCells; ++column) {
      seen.push_back(static_cast<std::uint16_t>(PatternOf(row, column)));
    }
  }
  return StableHash({reinterpret_cast<const char*>(seen.data()), 2 * seen.size()});
}

std::size_t CellAt(std::size_t pixel, int metres) {
  // In half pixels, to stay with whole numbers.
  return (2 * pixel + 1) * static_cast<std::size_t>(metres) / (2 * kCellMetres);
}

TileSource TilesOf(std::shared_ptr<const Ground> ground, int metres, const StateValues& values) {
  return [ground = std::move(ground), metres, values](std::uint32_t tile_x, std::uint32_t tile_y) {
    const std::size_t left = std::size_t{tile_x} * kTileSize;
    const std::size_t top = std::size_t{tile_y} * kTileSize;
    const std::uint64_t key = ground->layout().KeyOf(CellAt(top, metres), CellAt(left, metres),
                                                     CellAt(top + kTileSize - 1, metres),
                                                     CellAt(left + kTileSize - 1, metres));
    return TileContent{key, [=](std::vector<double>& samples) {
                         FillTile(*ground, metres, values, top, left, samples);
                       }};
  };
}

}  // namespace portside::sagemaker_geospatial
