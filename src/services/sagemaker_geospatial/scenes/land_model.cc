// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/land_model.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "portside/base/random.h"

namespace portside::sagemaker_geospatial {
namespace {

constexpr std::size_t kCellCount = kLandCells * kLandCells;
constexpr std::size_t kBlockCellCount = kBlockCells * kBlockCells;
// Single cells of each cover that every scene has: one in two thousand.
constexpr std::size_t kSpecks = kCellCount / 2000;
constexpr Cover kSpeckCovers[] = {Cover::kWater, Cover::kVegetation, Cover::kSnow};
// How far the shore strays from where half of the surroundings is land, of 256.
constexpr int kShoreRoughness = 90;

// Where in the square a cell of a block stands.
std::size_t SquareIndex(std::size_t quarter, std::size_t row, std::size_t column) {
  return (quarter / 2 * kBlockCells + row) * kLandCells + quarter % 2 * kBlockCells + column;
}

// Clouds are no water, so that this says that nothing is over a cell.
constexpr Cover kClear = Cover::kWater;

Cover CoverOver(std::span<const std::uint8_t> sky, std::size_t cell) {
  return static_cast<Cover>(sky[cell / 2] >> cell % 2 * 4 & 15);
}

// The shares at a row's left end, middle and right end, out of those at nine points.
std::array<int, 3> AlongRow(const std::array<std::uint8_t, 9>& shares, std::size_t row) {
  constexpr int kHalf = kBlockCells / 2;
  const std::size_t above = row / kHalf * 3;
  const int down = static_cast<int>(row % kHalf);
  std::array<int, 3> ends{};
  for (std::size_t i = 0; i < 3; ++i) {
    ends[i] = (shares[above + i] * (kHalf - down) + shares[above + 3 + i] * down) / kHalf;
  }
  return ends;
}

int AlongColumn(const std::array<int, 3>& ends, std::size_t column) {
  constexpr int kHalf = kBlockCells / 2;
  const std::size_t left = column / kHalf;
  const int right = static_cast<int>(column % kHalf);
  return (ends[left] * (kHalf - right) + ends[left + 1] * right) / kHalf;
}

bool IsPlain(const std::array<std::uint8_t, 9>& shares) {
  return std::ranges::all_of(shares, [&](std::uint8_t share) { return share == shares[0]; });
}

}  // namespace

LandModel::LandModel(std::uint64_t seed, std::string_view tile)
    : seed_(StableHash(tile, seed)), terrain_(tile), cells_(kCellCount) {
  MakeCells();
  MakeLayout();
}

void LandModel::MakeCells() {
  const std::vector<std::uint8_t> height = RanksOf(MakeField(seed_, "height"));
  const std::vector<std::uint8_t> wet = RanksOf(MakeField(seed_, "moisture"));
  const std::vector<std::uint8_t> level = RanksOf(MakeField(seed_, "level"));
  for (std::size_t cell = 0; cell < kCellCount; ++cell) {
    cells_[cell] = {height[cell], wet[cell], static_cast<std::uint8_t>(level[cell] * kLevels / 256),
                    0};
  }
  Random random(StableHash("specks", seed_));
  for (const Cover cover : kSpeckCovers) {
    for (std::size_t i = 0; i < kSpecks; ++i) {
      cells_[random.Below(kCellCount)].speck =
          static_cast<std::uint8_t>(static_cast<std::size_t>(cover) + 1);
    }
  }
}

void LandModel::MakeLayout() {
  GroundLayout layout;
  layout.blocks = terrain_.blocks();
  std::map<std::pair<std::size_t, std::size_t>, std::uint16_t> numbers;
  for (std::size_t row = 0; row < layout.blocks; ++row) {
    for (std::size_t column = 0; column < layout.blocks; ++column) {
      const Pattern pattern{terrain_.KindAt(row, column), row % 2 * 2 + column % 2};
      const auto [number, is_new] = numbers.emplace(std::pair(pattern.kind, pattern.quarter),
                                                    static_cast<std::uint16_t>(patterns_.size()));
      if (is_new) {
        patterns_.push_back(pattern);
        layout.counts.push_back(0);
      }
      layout.patterns.push_back(number->second);
      ++layout.counts[number->second];
    }
  }
  layout_ = std::make_shared<const GroundLayout>(std::move(layout));
}

void LandModel::DrawPattern(const Pattern& pattern, double snow, std::uint8_t* states) const {
  const BlockKind& kind = terrain_.kinds()[pattern.kind];
  // Ice lies on what is highest, snow beside it.
  const double white = std::max(kind.ice / 255.0, snow);
  const int snow_line = static_cast<int>(256 * (1 - white));
  const int dry = 255 - kind.plants;
  const int forest = kind.forest * static_cast<int>(kLevels - 1);
  const int pond = kind.plants > 128 ? 2 : 0;
  const bool has_shore = !IsPlain(kind.land) || (kind.land[0] != 0 && kind.land[0] != 255);
  const bool has_town = !IsPlain(kind.town) || kind.town[0] != 0;
  for (std::size_t row = 0; row < kBlockCells; ++row) {
    const std::array<int, 3> land = AlongRow(kind.land, row);
    const std::array<int, 3> town = AlongRow(kind.town, row);
    const Cell* cell = &cells_[SquareIndex(pattern.quarter, row, 0)];
    for (std::size_t column = 0; column < kBlockCells; ++column, ++cell, ++states) {
      int share = kind.land[0];
      if (has_shore) {
        share = AlongColumn(land, column);
        // Not where there is nothing but water or land around.
        if (share > 0 && share < 255) share += (cell->height - 128) * kShoreRoughness / 256;
      }
      std::size_t level = cell->level;
      Cover cover = Cover::kVegetation;
      if (cell->speck != 0) {
        cover = static_cast<Cover>(cell->speck - 1);
      } else if (share < 128 || cell->height < pond) {
        cover = Cover::kWater;
      } else if (cell->height >= snow_line) {
        cover = Cover::kSnow;
      } else if (has_town && 255 - cell->wet < AlongColumn(town, column)) {
        cover = Cover::kUrban;
      } else if (cell->wet < dry) {
        cover = Cover::kBare;
      } else {
        // Forests are dense, fields and grass are not.
        level = (level + static_cast<std::size_t>(forest / 255) + 1) / 2;
      }
      *states = StateOf(cover, level);
    }
  }
}

std::vector<std::uint8_t> LandModel::Land(double snow) const {
  std::vector<std::uint8_t> states(patterns_.size() * kBlockCellCount);
  for (std::size_t number = 0; number < patterns_.size(); ++number) {
    DrawPattern(patterns_[number], snow, &states[number * kBlockCellCount]);
  }
  return states;
}

std::vector<std::uint8_t> LandModel::Sky(const Scene& scene) const {
  const double part = std::min(scene.cloud_cover, 90.0) / 100;
  std::vector<std::uint8_t> sky(kCellCount / 2);
  if (part * kCellCount < 1) return sky;

  // The highest part of a field that belongs to the image alone: its core is thick, its rim thin.
  const Field cloud = MakeField(seed_, scene.id);
  const float rim = Quantile(cloud, 1 - part);
  const float thin = Quantile(cloud, 1 - part * 0.85);
  const float thick = Quantile(cloud, 1 - part * 0.5);
  constexpr std::size_t kShadowShift = 9;  // cells to the north-west, away from a morning sun
  for (std::size_t y = 0; y < kLandCells; ++y) {
    for (std::size_t x = 0; x < kLandCells; ++x) {
      const std::size_t cell = y * kLandCells + x;
      const std::size_t caster =
          (y + kShadowShift) % kLandCells * kLandCells + (x + kShadowShift) % kLandCells;
      Cover cover = kClear;
      if (cloud[cell] >= thick) {
        cover = Cover::kThickCloud;
      } else if (cloud[cell] >= thin) {
        cover = Cover::kThinCloud;
      } else if (cloud[cell] >= rim) {
        cover = Cover::kCirrus;
      } else if (cloud[caster] >= thick && part < 0.6) {
        // Under an almost closed sky shadows are not told from clouds.
        cover = Cover::kShadow;
      }
      sky[cell / 2] |= static_cast<std::uint8_t>(static_cast<int>(cover) << cell % 2 * 4);
    }
  }
  return sky;
}

void LandModel::DrawBlock(std::size_t pattern, const Scene& scene,
                          std::span<const std::uint8_t> sky, std::span<std::uint8_t> states) const {
  const double snow = terrain_.SnowShare(scene.latitude, SeasonOf(scene));
  DrawPattern(patterns_[pattern], snow, states.data());
  std::size_t at = 0;
  for (std::size_t row = 0; row < kBlockCells; ++row) {
    const std::size_t first = SquareIndex(patterns_[pattern].quarter, row, 0);
    for (std::size_t column = 0; column < kBlockCells; ++column, ++at) {
      const Cover over = CoverOver(sky, first + column);
      if (over != kClear) states[at] = StateOf(over, states[at] % kLevels);
    }
  }
}

Ground LandModel::Under(const Scene& scene) const {
  std::vector<std::uint8_t> states(patterns_.size() * kBlockCellCount);
  const std::vector<std::uint8_t> sky = Sky(scene);
  for (std::size_t number = 0; number < patterns_.size(); ++number) {
    DrawBlock(number, scene, sky,
              std::span(states).subspan(number * kBlockCellCount, kBlockCellCount));
  }
  return {layout_, std::move(states)};
}

// Snow lies on land and makes no water, so that one count serves all seasons.
const std::vector<std::uint32_t>& LandModel::LandCounts() const {
  if (!land_counts_.empty()) return land_counts_;
  land_counts_.assign(kCellCount, 0);
  const std::vector<std::uint8_t> states = Land(0);
  for (std::size_t number = 0; number < patterns_.size(); ++number) {
    const std::uint8_t* state = &states[number * kBlockCellCount];
    for (std::size_t cell = 0; cell < kBlockCellCount; ++cell, ++state) {
      if (CoverOf(*state) == Cover::kWater) continue;
      land_counts_[SquareIndex(patterns_[number].quarter, cell / kBlockCells,
                               cell % kBlockCells)] += layout_->counts[number];
    }
  }
  return land_counts_;
}

double LandModel::CloudCoverLand(const Scene& scene) const {
  const std::vector<std::uint32_t>& counts = LandCounts();
  const std::vector<std::uint8_t> sky = Sky(scene);
  std::uint64_t land = 0;
  std::uint64_t cloud = 0;
  for (std::size_t cell = 0; cell < kCellCount; ++cell) {
    land += counts[cell];
    if (CoverOver(sky, cell) >= Cover::kCirrus) cloud += counts[cell];
  }
  return land == 0 ? 0 : 100 * static_cast<double>(cloud) / static_cast<double>(land);
}

}  // namespace portside::sagemaker_geospatial
