// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/rasters/raster.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace portside::sagemaker_geospatial {
namespace {

struct NamedType {
  std::string_view name;
  SampleType type;
};
constexpr NamedType kTypes[] = {{"INT32", SampleType::kInt32},
                                {"FLOAT32", SampleType::kFloat32},
                                {"INT16", SampleType::kInt16},
                                {"FLOAT64", SampleType::kFloat64},
                                {"UINT16", SampleType::kUint16}};

template <typename T>
double Clamped(double value) {
  return std::clamp<double>(std::round(value), std::numeric_limits<T>::min(),
                            std::numeric_limits<T>::max());
}

double Stored(double value, SampleType type) {
  switch (type) {
    case SampleType::kUint16: return Clamped<std::uint16_t>(value);
    case SampleType::kInt16: return Clamped<std::int16_t>(value);
    case SampleType::kInt32: return Clamped<std::int32_t>(value);
    case SampleType::kFloat32: return static_cast<double>(static_cast<float>(value));
    case SampleType::kFloat64: return value;
  }
  return value;
}

}  // namespace

double Sampling::Held(double value) const {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (std::isnan(value)) return kNone;
  const double stored = Stored(value, type_);
  return nodata_ && stored == *nodata_ ? kNone : stored;
}

void Sampling::Hold(std::span<double> values) const {
  // What nearly all are, and fast: a NaN stays one.
  if (type_ == SampleType::kFloat32 && (!nodata_ || std::isnan(*nodata_))) {
    for (double& value : values) value = static_cast<double>(static_cast<float>(value));
    return;
  }
  for (double& value : values) value = Held(value);
}

RasterKey& RasterKey::Add(std::uint64_t number) {
  // The finalizer of splitmix64.
  std::uint64_t mixed = state_ ^ number;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
  state_ = (mixed ^ (mixed >> 31)) + 0x9E3779B97F4A7C15;
  return *this;
}

RasterKey& RasterKey::Add(const RasterWindow& size_and_step_of) {
  return Add(size_and_step_of.columns).Add(size_and_step_of.rows).Add(size_and_step_of.step);
}

std::string_view NameOf(SampleType type) {
  return std::ranges::find(kTypes, type, &NamedType::type)->name;
}

std::optional<SampleType> SampleTypeOf(std::string_view name) {
  const auto found = std::ranges::find(kTypes, name, &NamedType::name);
  if (found == std::end(kTypes)) return std::nullopt;
  return found->type;
}

}  // namespace portside::sagemaker_geospatial
