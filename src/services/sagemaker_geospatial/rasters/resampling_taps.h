// SPDX-License-Identifier: Apache-2.0
//
// The algorithms by which rasters are resampled, along one axis: which pixels of the source go into
// a pixel of the target, and how much of each. As GDAL has them, by whose names the service calls
// them.

#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace portside::sagemaker_geospatial {

enum class Resampling {
  kNear,
  kBilinear,
  kCubic,
  kCubicSpline,
  kLanczos,
  kAverage,
  kRms,
  kMode,
  kMax,
  kMin,
  kMed,
  kQ1,
  kQ3,
  kSum,
};

// Of AlgorithmName: "CUBICSPLINE".
[[nodiscard]] std::optional<Resampling> ResamplingOf(std::string_view name);
// Whether it weighs pixels by a curve around the centre, and not by the area that they share.
[[nodiscard]] bool Interpolates(Resampling algorithm);

// The pixels first, first + 1, … of the source, as many as there are weights. The first may lie
// before the source, and the last beyond it.
struct Taps {
  std::int64_t first = 0;
  std::vector<double> weights;
};

// Of the target's pixel between `begin` and `end`, in pixels of the source.
[[nodiscard]] Taps TapsOf(Resampling algorithm, double begin, double end);

// Pixels that go into one: their values, and their weights across both axes.
struct WeighedPixels {
  std::vector<double> values;
  std::vector<double> weights;
};
// What the algorithm makes of them; NaN of none. May reorder them.
[[nodiscard]] double Combine(Resampling algorithm, WeighedPixels& pixels);

}  // namespace portside::sagemaker_geospatial
