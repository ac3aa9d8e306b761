// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/rasters/resampling_taps.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <unordered_map>

namespace portside::sagemaker_geospatial {
namespace {

struct NamedAlgorithm {
  std::string_view name;
  Resampling algorithm;
};
constexpr NamedAlgorithm kAlgorithms[] = {
    {"NEAR", Resampling::kNear},       {"BILINEAR", Resampling::kBilinear},
    {"CUBIC", Resampling::kCubic},     {"CUBICSPLINE", Resampling::kCubicSpline},
    {"LANCZOS", Resampling::kLanczos}, {"AVERAGE", Resampling::kAverage},
    {"RMS", Resampling::kRms},         {"MODE", Resampling::kMode},
    {"MAX", Resampling::kMax},         {"MIN", Resampling::kMin},
    {"MED", Resampling::kMed},         {"Q1", Resampling::kQ1},
    {"Q3", Resampling::kQ3},           {"SUM", Resampling::kSum},
};

// Edges that differ by less are the same: positions are sums of fractions.
constexpr double kTouch = 1e-10;
// Positions are whole parts of this, so that equal neighbourhoods have equal weights wherever they
// lie in a raster.
constexpr double kParts = 1 << 20;

double Rounded(double position) { return std::round(position * kParts) / kParts; }

double Linear(double x) { return std::max(0.0, 1 - std::abs(x)); }

// Keys' kernel with a = -0.5.
double Cubic(double x) {
  x = std::abs(x);
  if (x <= 1) return x * x * (1.5 * x - 2.5) + 1;
  if (x <= 2) return x * (x * (-0.5 * x + 2.5) - 4) + 2;
  return 0;
}

double CubicSpline(double x) {
  x = std::abs(x);
  if (x <= 1) return 2.0 / 3 + x * x * (0.5 * x - 1);
  if (x <= 2) return (2 - x) * (2 - x) * (2 - x) / 6;
  return 0;
}

double Sinc(double x) {
  if (x == 0) return 1;
  return std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
}

double Lanczos(double x) { return std::abs(x) < 3 ? Sinc(x) * Sinc(x / 3) : 0; }

struct Kernel {
  double (*weight)(double x);
  int radius;
};

Kernel KernelOf(Resampling algorithm) {
  switch (algorithm) {
    case Resampling::kBilinear: return {Linear, 1};
    case Resampling::kCubic: return {Cubic, 2};
    case Resampling::kCubicSpline: return {CubicSpline, 2};
    default: return {Lanczos, 3};
  }
}

// A curve around the centre; larger pixels widen it, so that all of the source is looked at.
Taps Interpolated(const Kernel& kernel, double begin, double end) {
  const double scale = std::min(1.0, 1 / (end - begin));
  const double centre = (begin + end) / 2 - 0.5;
  const auto radius = static_cast<std::int64_t>(std::ceil(kernel.radius / scale));
  const auto base = static_cast<std::int64_t>(std::floor(centre));
  Taps taps{base - radius + 1, {}};
  for (std::int64_t at = taps.first; at <= base + radius; ++at) {
    taps.weights.push_back(kernel.weight((static_cast<double>(at) - centre) * scale));
  }
  return taps;
}

// The pixels that it shares area with, each weighed by how much of it.
Taps Covered(double begin, double end) {
  const auto first = static_cast<std::int64_t>(std::floor(begin + kTouch));
  const auto last = std::max(first + 1, static_cast<std::int64_t>(std::ceil(end - kTouch)));
  Taps taps{first, {}};
  for (std::int64_t at = first; at < last; ++at) {
    const auto left = static_cast<double>(at);
    taps.weights.push_back(std::min(left + 1, end) - std::max(left, begin));
  }
  return taps;
}

double Weighed(const WeighedPixels& pixels, bool as_mean, bool squared) {
  double sum = 0;
  double weight = 0;
  for (std::size_t at = 0; at < pixels.values.size(); ++at) {
    const double value = pixels.values[at];
    sum += pixels.weights[at] * (squared ? value * value : value);
    weight += pixels.weights[at];
  }
  if (!as_mean) return sum;
  // Curves that swing below zero may leave nothing of what is at a rim.
  return std::abs(weight) < 1e-6 ? std::numeric_limits<double>::quiet_NaN() : sum / weight;
}

// The value that first has been seen as often as any will be.
double MostFrequent(const std::vector<double>& values) {
  std::unordered_map<double, std::size_t> votes;
  double winner = values.front();
  std::size_t most = 0;
  for (const double value : values) {
    const std::size_t count = ++votes[value];
    if (count <= most) continue;
    most = count;
    winner = value;
  }
  return winner;
}

double Quantile(std::vector<double>& values, double part) {
  const double last = std::ceil(part * static_cast<double>(values.size()) - 1);
  const auto rank = static_cast<std::ptrdiff_t>(std::max(0.0, last));
  std::nth_element(values.begin(), values.begin() + rank, values.end());
  return values[static_cast<std::size_t>(rank)];
}

}  // namespace

std::optional<Resampling> ResamplingOf(std::string_view name) {
  const auto found = std::ranges::find(kAlgorithms, name, &NamedAlgorithm::name);
  if (found == std::end(kAlgorithms)) return std::nullopt;
  return found->algorithm;
}

bool Interpolates(Resampling algorithm) {
  return algorithm == Resampling::kBilinear || algorithm == Resampling::kCubic ||
         algorithm == Resampling::kCubicSpline || algorithm == Resampling::kLanczos;
}

Taps TapsOf(Resampling algorithm, double begin, double end) {
  begin = Rounded(begin);
  end = Rounded(end);
  if (algorithm == Resampling::kNear) {
    return {static_cast<std::int64_t>(std::floor((begin + end) / 2 + kTouch)), {1}};
  }
  return Interpolates(algorithm) ? Interpolated(KernelOf(algorithm), begin, end)
                                 : Covered(begin, end);
}

double Combine(Resampling algorithm, WeighedPixels& pixels) {
  std::vector<double>& values = pixels.values;
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  switch (algorithm) {
    case Resampling::kRms: return std::sqrt(Weighed(pixels, true, true));
    case Resampling::kMode: return MostFrequent(values);
    case Resampling::kMax: return std::ranges::max(values);
    case Resampling::kMin: return std::ranges::min(values);
    case Resampling::kMed: return Quantile(values, 0.5);
    case Resampling::kQ1: return Quantile(values, 0.25);
    case Resampling::kQ3: return Quantile(values, 0.75);
    case Resampling::kSum: return Weighed(pixels, false, false);
    default: return Weighed(pixels, true, false);
  }
}

}  // namespace portside::sagemaker_geospatial
