// SPDX-License-Identifier: Apache-2.0
//
// The synthetic ground and sky under a scene. Water, plants, deserts, ice and towns lie where they
// lie on the earth, at the scale of some kilometres (geography/terrain.h); within that, textures
// that belong to a tile say what each cell is. Snow comes and goes with the season; clouds with
// their shadows belong to a day. Textures repeat after 512 cells of 20 m.
//
// Deterministic: same seed, same pixels.

#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "services/sagemaker_geospatial/geography/terrain.h"
#include "services/sagemaker_geospatial/scenes/cover.h"
#include "services/sagemaker_geospatial/scenes/ground.h"
#include "services/sagemaker_geospatial/scenes/scene.h"
#include "services/sagemaker_geospatial/scenes/texture.h"

namespace portside::sagemaker_geospatial {

// Not for two threads at once: it keeps what it has counted.
class LandModel {
 public:
  // Of a tile, without sky. Costs some ten milliseconds and a megabyte: keep it for all scenes of a
  // tile.
  LandModel(std::uint64_t seed, std::string_view tile);
  // The ground as the scene shows it: about its cloud cover in percent of the cells is cloud, at
  // most 90. A trace of water, plants and snow is in every scene, so that each class can be found.
  // As many megabytes as 16 blocks that differ: 0.3 inland, up to 16 on a coast of islands.
  [[nodiscard]] Ground Under(const Scene& scene) const;
  // The same in parts. The cover over each cell of the square in that image, two in a byte (128
  // KB); costs some ten milliseconds.
  [[nodiscard]] std::vector<std::uint8_t> Sky(const Scene& scene) const;
  // The states of one pattern's cells under that sky, row by row.
  void DrawBlock(std::size_t pattern, const Scene& scene, std::span<const std::uint8_t> sky,
                 std::span<std::uint8_t> states) const;
  // Of every ground that this makes.
  [[nodiscard]] const GroundLayout& layout() const { return *layout_; }
  // How much of the land (what is no water) is under cloud in that, in percent; blocks at the
  // scene's edge count as wholes.
  [[nodiscard]] double CloudCoverLand(const Scene& scene) const;

 private:
  // What decides over a cell, 0 to 255 but for the level.
  struct Cell {
    std::uint8_t height = 0;
    std::uint8_t wet = 0;
    std::uint8_t level = 0;
    std::uint8_t speck = 0;  // of another cover than all around: one more than that; 0: none
  };
  // A kind of block in one of the four quarters of the square.
  struct Pattern {
    std::size_t kind = 0;
    std::size_t quarter = 0;
  };

  void MakeCells();
  void MakeLayout();
  // The states of the patterns without sky.
  [[nodiscard]] std::vector<std::uint8_t> Land(double snow) const;
  void DrawPattern(const Pattern& pattern, double snow, std::uint8_t* states) const;
  // Of each cell of the square: how many of the scene's blocks have land there.
  [[nodiscard]] const std::vector<std::uint32_t>& LandCounts() const;

  std::uint64_t seed_;
  Terrain terrain_;
  std::vector<Cell> cells_;
  std::vector<Pattern> patterns_;
  std::shared_ptr<const GroundLayout> layout_;
  mutable std::vector<std::uint32_t> land_counts_;
};

}  // namespace portside::sagemaker_geospatial
