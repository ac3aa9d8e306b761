// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/land_model.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "portside/base/random.h"

namespace portside::sagemaker_geospatial {
namespace {

constexpr std::size_t kCellCount = kLandCells * kLandCells;
using Field = std::vector<float>;

std::uint8_t StateOf(Cover cover, std::size_t level) {
  return static_cast<std::uint8_t>(static_cast<std::size_t>(cover) * kLevels + level);
}

Cover CoverOf(std::size_t state) { return static_cast<Cover>(state / kLevels); }

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

Field MakeField(std::uint64_t seed, std::string_view name) {
  Random random(StableHash(name, seed));
  Field field(kCellCount, 0.0F);
  AddOctave(field, 4, 1.0F, random);
  AddOctave(field, 8, 0.6F, random);
  AddOctave(field, 16, 0.35F, random);
  AddOctave(field, 64, 0.12F, random);
  return field;
}

// The height below which the given part of the field lies.
float Quantile(Field field, double part) {
  const auto rank = static_cast<std::ptrdiff_t>(part * static_cast<double>(kCellCount - 1));
  std::nth_element(field.begin(), field.begin() + rank, field.end());
  return field[static_cast<std::size_t>(rank)];
}

// Eight levels with equally many cells each.
std::vector<std::uint8_t> LevelsOf(const Field& field) {
  std::array<float, kLevels - 1> bounds{};
  for (std::size_t level = 0; level < bounds.size(); ++level) {
    bounds[level] = Quantile(field, static_cast<double>(level + 1) / kLevels);
  }
  std::vector<std::uint8_t> levels(field.size());
  std::ranges::transform(field, levels.begin(), [&](float height) {
    return static_cast<std::uint8_t>(std::ranges::upper_bound(bounds, height) - bounds.begin());
  });
  return levels;
}

// Reflectance at 443, 490, 560, 665, 705, 740, 783, 842, 865, 940, 1610 and 2200 nm: typical
// curves of each cover, drawn by hand from textbook shapes.
using Spectrum = std::array<double, 12>;
constexpr int kWavelengths[] = {443, 490, 560, 665, 705, 740, 783, 842, 865, 940, 1610, 2200};
constexpr Spectrum kSpectra[kCovers] = {
    {.042, .046, .050, .031, .022, .016, .013, .011, .010, .010, .006, .004},  // water
    {.020, .026, .056, .031, .092, .280, .362, .402, .421, .430, .198, .098},  // lush vegetation
    {.092, .112, .152, .202, .231, .250, .268, .288, .300, .309, .362, .312},  // bare ground
    {.121, .131, .143, .154, .163, .172, .181, .190, .197, .199, .212, .193},  // town
    {.852, .881, .872, .861, .853, .842, .823, .801, .792, .701, .121, .092},  // snow
    {.031, .030, .034, .029, .041, .068, .079, .087, .090, .081, .060, .041},  // cloud shadow
    {.161, .162, .171, .180, .201, .252, .281, .301, .310, .252, .231, .172},  // cirrus
    {.342, .351, .352, .361, .371, .391, .402, .411, .412, .281, .312, .241},  // thin cloud
    {.552, .561, .563, .571, .582, .591, .602, .611, .613, .402, .451, .352},  // thick cloud
};

double Reflectance(Cover cover, std::size_t level, std::size_t wave, double season) {
  const double part = static_cast<double>(level) / (kLevels - 1);
  const double own = kSpectra[static_cast<std::size_t>(cover)][wave];
  if (cover == Cover::kVegetation) {
    // Sparse to dense, and greener towards midsummer.
    const double density = (0.45 + 0.55 * part) * (0.6 + 0.4 * season);
    return std::lerp(kSpectra[static_cast<std::size_t>(Cover::kBare)][wave], own, density);
  }
  return own * (0.88 + 0.24 * part);
}

std::size_t NearestWave(int wavelength) {
  const auto nearest = std::ranges::min_element(
      kWavelengths, {}, [&](int candidate) { return std::abs(candidate - wavelength); });
  return static_cast<std::size_t>(nearest - std::begin(kWavelengths));
}

constexpr std::array<double, kCovers> kClasses = {6, 4, 5, 5, 11, 3, 10, 8, 9};

// What the quality and temperature bands hold over each cover, in the order of Cover, and how much
// a level adds: plausible numbers in the units of the providers' files.
struct Ancillary {
  std::string_view band;
  std::array<double, kCovers> by_cover;
  double by_level;
};
constexpr Ancillary kAncillary[] = {
    {"aot", {105, 120, 140, 180, 90, 120, 210, 260, 310}, 5},
    {"wvp", {1500, 1400, 1100, 1200, 400, 1300, 1600, 1900, 2200}, 40},
    {"scl", kClasses, 0},
    {"qa_aerosol", {100, 96, 96, 160, 96, 96, 160, 224, 224}, 0},
    {"qa_pixel", {21952, 21824, 21824, 21824, 30048, 23888, 54596, 22080, 22280}, 0},
    {"qa_radsat", {0, 0, 0, 0, 0, 0, 0, 0, 0}, 0},
    {"t", {42000, 43200, 45100, 45900, 35500, 41800, 38500, 34500, 30500}, 90},
    {"atran", {7600, 7700, 7900, 7800, 8600, 7700, 7200, 6800, 6500}, 20},
    {"cdist", {1200, 1200, 1200, 1200, 1200, 40, 10, 0, 0}, 0},
    {"drad", {950, 930, 880, 900, 520, 920, 1010, 1080, 1120}, 8},
    {"urad", {1750, 1700, 1600, 1640, 900, 1690, 1880, 2050, 2150}, 10},
    {"trad", {8900, 9300, 10100, 10500, 6600, 8800, 7600, 6300, 5200}, 40},
    {"emis", {9910, 9830, 9650, 9580, 9890, 9760, 9800, 9800, 9800}, 4},
    {"emsd", {20, 60, 140, 110, 30, 90, 100, 100, 100}, 2},
};

std::size_t CellAt(std::size_t pixel, int metres) {
  // The cell under the pixel's centre, in half pixels to stay with whole numbers.
  return (2 * pixel + 1) * static_cast<std::size_t>(metres) / (2 * kCellMetres) % kLandCells;
}

}  // namespace

LandModel::LandModel(std::uint64_t seed, std::string_view tile)
    : seed_(StableHash(tile, seed)), ground_(kCellCount) {
  const Field height = MakeField(seed_, "height");
  const Field moisture = MakeField(seed_, "moisture");
  const std::vector<std::uint8_t> levels = LevelsOf(MakeField(seed_, "level"));
  const float shore = Quantile(height, 0.14);
  const float snow_line = Quantile(height, 0.96);
  const float dry = Quantile(moisture, 0.30);
  const float town = Quantile(moisture, 0.90);
  for (std::size_t cell = 0; cell < kCellCount; ++cell) {
    Cover cover = Cover::kVegetation;
    if (height[cell] < shore) {
      cover = Cover::kWater;
    } else if (height[cell] >= snow_line) {
      cover = Cover::kSnow;
    } else if (moisture[cell] < dry) {
      cover = Cover::kBare;
    } else if (moisture[cell] >= town) {
      cover = Cover::kUrban;
    }
    ground_[cell] = StateOf(cover, levels[cell]);
  }
}

Ground LandModel::Under(const Scene& scene) const {
  const double part = std::min(scene.cloud_cover, 90.0) / 100;
  Ground view = ground_;
  if (part * kCellCount < 1) return view;

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
      const std::size_t level = view[cell] % kLevels;
      if (cloud[cell] >= thick) {
        view[cell] = StateOf(Cover::kThickCloud, level);
      } else if (cloud[cell] >= thin) {
        view[cell] = StateOf(Cover::kThinCloud, level);
      } else if (cloud[cell] >= rim) {
        view[cell] = StateOf(Cover::kCirrus, level);
      } else if (cloud[caster] >= thick && part < 0.6) {
        // Under an almost closed sky shadows are not told from clouds.
        view[cell] = StateOf(Cover::kShadow, level);
      }
    }
  }
  return view;
}

double LandModel::CloudCoverLand(const Scene& scene) const {
  const Ground view = Under(scene);
  std::size_t land = 0;
  std::size_t cloud = 0;
  for (std::size_t cell = 0; cell < view.size(); ++cell) {
    if (ground_[cell] / kLevels == static_cast<std::size_t>(Cover::kWater)) continue;
    ++land;
    if (view[cell] / kLevels >= static_cast<std::size_t>(Cover::kCirrus)) ++cloud;
  }
  return land == 0 ? 0 : 100 * static_cast<double>(cloud) / static_cast<double>(land);
}

StateValues ClassValues() {
  StateValues values{};
  for (std::size_t state = 0; state < kCellStates; ++state)
    values[state] = kClasses[state / kLevels];
  return values;
}

StateValues BandValues(const RasterDataCollection& collection, const RasterBand& band,
                       double season) {
  StateValues values{};
  const auto ancillary = std::ranges::find(kAncillary, band.name, &Ancillary::band);
  for (std::size_t state = 0; state < kCellStates; ++state) {
    const Cover cover = CoverOf(state);
    const std::size_t level = state % kLevels;
    if (band.wavelength != 0) {
      const double reflectance = Reflectance(cover, level, NearestWave(band.wavelength), season);
      values[state] = std::round((reflectance - collection.offset) / collection.scale);
    } else if (ancillary != std::end(kAncillary)) {
      values[state] = ancillary->by_cover[static_cast<std::size_t>(cover)] +
                      ancillary->by_level * static_cast<double>(level);
    }
  }
  return values;
}

double SeasonOf(const Scene& scene) {
  const auto day = std::chrono::floor<std::chrono::days>(scene.acquired);
  const double month = static_cast<unsigned>(std::chrono::year_month_day(day).month());
  const double swing = 0.5 * std::cos(2 * std::numbers::pi * (month - 7) / 12);
  // From the tropics outwards the year shows more and more; the south is half a year apart.
  const double strength = std::clamp(std::abs(scene.latitude) / 45, 0.0, 1.0);
  return 0.5 + (scene.latitude < 0 ? -swing : swing) * strength;
}

TileSource TilesOf(std::shared_ptr<const Ground> ground, int metres, const StateValues& values) {
  return [ground = std::move(ground), metres, values](std::uint32_t tile_x, std::uint32_t tile_y) {
    const std::size_t left = std::size_t{tile_x} * kTileSize;
    const std::size_t top = std::size_t{tile_y} * kTileSize;
    // Tiles that begin at the same cell of the square are equal, for 512 pixels of any of the
    // sizes are a whole number of cells.
    const std::size_t corner = CellAt(top, metres) * kLandCells + CellAt(left, metres);
    return TileContent{corner, [ground, metres, values, left, top](std::vector<double>& samples) {
                         samples.resize(std::size_t{kTileSize} * kTileSize);
                         std::array<std::size_t, kTileSize> columns{};
                         for (std::size_t x = 0; x < kTileSize; ++x)
                           columns[x] = CellAt(left + x, metres);
                         for (std::size_t y = 0; y < kTileSize; ++y) {
                           const std::size_t row = CellAt(top + y, metres) * kLandCells;
                           for (std::size_t x = 0; x < kTileSize; ++x) {
                             samples[y * kTileSize + x] = values[(*ground)[row + columns[x]]];
                           }
                         }
                       }};
  };
}

}  // namespace portside::sagemaker_geospatial
