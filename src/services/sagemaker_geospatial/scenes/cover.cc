// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/cover.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string_view>

namespace portside::sagemaker_geospatial {
namespace {

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

}  // namespace

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

}  // namespace portside::sagemaker_geospatial
