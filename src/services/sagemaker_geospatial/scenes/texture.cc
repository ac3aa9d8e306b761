// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/texture.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "portside/base/random.h"

namespace portside::sagemaker_geospatial {
namespace {

constexpr std::size_t kCellCount = kLandCells * kLandCells;

// Adds one octave: random heights on a lattice that wraps around, smoothly interpolated.
void AddOctave(Field& field, std::size_t lattice, float weight, Random& random) {
  std::vector<float> heights(lattice * lattice);
  for (float& height : heights) height = static_cast<float>(random.Unit());
  const std::size_t step = kLandCells / lattice;
  for (std::size_t y = 0; y < kLandCells; ++y) {
    const std::size_t top = y / step * lattice;
    const std::size_t bottom = (y / step + 1) % lattice * lattice;
    const float v = static_cast<float>(y % step) / static_cast<float>(step);
    const float smooth_v = v * v * (3 - 2 * v);
    for (std::size_t x = 0; x < kLandCells; ++x) {
      const std::size_t left = x / step;
      const std::size_t right = (left + 1) % lattice;
      const float u = static_cast<float>(x % step) / static_cast<float>(step);
      const float smooth_u = u * u * (3 - 2 * u);
      const float above = std::lerp(heights[top + left], heights[top + right], smooth_u);
      const float below = std::lerp(heights[bottom + left], heights[bottom + right], smooth_u);
      field[y * kLandCells + x] += weight * std::lerp(above, below, smooth_v);
    }
  }
}

}  // namespace

Field MakeField(std::uint64_t seed, std::string_view name) {
  Random random(StableHash(name, seed));
  Field field(kCellCount, 0.0F);
  AddOctave(field, 4, 1.0F, random);
  AddOctave(field, 8, 0.6F, random);
  AddOctave(field, 16, 0.35F, random);
  AddOctave(field, 64, 0.12F, random);
  return field;
}

float Quantile(Field field, double part) {
  const auto rank = static_cast<std::ptrdiff_t>(part * static_cast<double>(kCellCount - 1));
  std::nth_element(field.begin(), field.begin() + rank, field.end());
  return field[static_cast<std::size_t>(rank)];
}

std::vector<std::uint8_t> RanksOf(const Field& field) {
  // Sorted into bins, which is much cheaper than to sort, and fine enough for 256 ranks.
  constexpr std::size_t kBins = 1 << 14;
  const auto [low, high] = std::ranges::minmax(field);
  const float scale = static_cast<float>(kBins - 1) / std::max(high - low, 1e-6F);
  const auto bin_of = [&, low = low](float height) {
    return static_cast<std::size_t>((height - low) * scale);
  };
  std::vector<std::size_t> below(kBins + 1, 0);
  for (const float height : field) ++below[bin_of(height) + 1];
  std::partial_sum(below.begin(), below.end(), below.begin());
  std::vector<std::uint8_t> ranks(field.size());
  std::ranges::transform(field, ranks.begin(), [&](float height) {
    return static_cast<std::uint8_t>(below[bin_of(height)] * 256 / field.size());
  });
  return ranks;
}

}  // namespace portside::sagemaker_geospatial
