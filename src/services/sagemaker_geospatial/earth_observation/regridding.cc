// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/regridding.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "services/sagemaker_geospatial/earth_observation/target_bands.h"
#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/rasters/nearest.h"
#include "services/sagemaker_geospatial/rasters/resample.h"

namespace portside::sagemaker_geospatial {
namespace {

Expected<double, std::string> MetresOf(const Json& user_defined) {
  const double metres = user_defined.at("Value").get<double>();
  if (metres >= limits::kFinestMetres && metres <= limits::kCoarsestMetres) return metres;
  char value[32];
  std::snprintf(value, sizeof value, "%g", metres);
  return Fail(std::string("OutputResolution.UserDefined.Value is ") + value +
              "; Portside takes pixels of " + std::to_string(limits::kFinestMetres) + " to " +
              std::to_string(limits::kCoarsestMetres) + " metres.");
}

double MetresOfLayer(const Layer& layer) { return layer.raster->info().grid.metres; }

Expected<double, std::string> StackMetres(const Json& config, const std::vector<Layer>& layers) {
  const Json resolution = config.value("OutputResolution", Json::object());
  if (const auto own = resolution.find("UserDefined"); own != resolution.end()) {
    return MetresOf(*own);
  }
  const std::string predefined = resolution.value("Predefined", "HIGHEST");
  double sum = 0;
  for (const Layer& layer : layers) sum += MetresOfLayer(layer);
  if (predefined == "AVERAGE") return sum / static_cast<double>(layers.size());
  const auto [finest, coarsest] = std::ranges::minmax(layers, {}, MetresOfLayer);
  return MetresOfLayer(predefined == "LOWEST" ? coarsest : finest);
}

bool IsFloat(SampleType type) {
  return type == SampleType::kFloat32 || type == SampleType::kFloat64;
}

// A type that holds the samples of both.
SampleType Common(SampleType a, SampleType b) {
  if (a == b) return a;
  const auto has = [&](SampleType type) { return a == type || b == type; };
  if (has(SampleType::kFloat64)) return SampleType::kFloat64;
  // Whole numbers of 32 bits have more digits than a float.
  if (IsFloat(a) || IsFloat(b)) {
    return has(SampleType::kInt32) ? SampleType::kFloat64 : SampleType::kFloat32;
  }
  return SampleType::kInt32;
}

// One for all bands, as GeoTIFFs have it: that of the bands where they agree.
std::optional<double> CommonNodata(const std::vector<Layer>& layers, SampleType type) {
  const std::optional<double> first = layers.front().raster->info().nodata;
  const auto is_first = [&](const Layer& layer) {
    const std::optional<double> own = layer.raster->info().nodata;
    return own == first || (own && first && std::isnan(*own) && std::isnan(*first));
  };
  if (std::ranges::all_of(layers, is_first)) return first;
  if (IsFloat(type)) return std::numeric_limits<double>::quiet_NaN();
  // Below everything that the bands of a collection hold.
  return type == SampleType::kUint16 ? 0.0 : double{std::numeric_limits<std::int16_t>::min()};
}

class StackRaster final : public Raster {
 public:
  StackRaster(RasterInfo info, std::vector<RasterPtr> bands)
      : Raster(std::move(info)), bands_(std::move(bands)) {}
  void Read(const RasterWindow& window, std::size_t band, std::span<double> values) const override {
    bands_[band]->Read(window, 0, values);
  }
  [[nodiscard]] std::uint64_t Key(const RasterWindow& window) const override {
    RasterKey key;
    for (const RasterPtr& band : bands_) key.Add(band->Key(window));
    return key.value();
  }

 private:
  std::vector<RasterPtr> bands_;
};

// Bands of a stack: `visual` comes apart into its own three.
std::vector<RasterPtr> BandsOf(const Layer& layer, const RasterGrid& grid,
                               std::vector<std::string>& names) {
  std::vector<RasterPtr> bands;
  const std::vector<std::string>& own = layer.raster->info().bands;
  const RasterPtr onto = NearestOnto(layer.raster, grid);
  for (std::size_t band = 0; band < own.size(); ++band) {
    names.push_back(own.size() == 1 ? layer.name : layer.name + "_" + own[band]);
    bands.push_back(BandOf(onto, band));
  }
  return bands;
}

}  // namespace

Expected<Image, std::string> ResampledImageOf(const Json& config, Image image) {
  const double metres = TRY(MetresOf(config.at("OutputResolution").at("UserDefined")));
  const Resampling algorithm =
      ResamplingOf(StringOr(config, "AlgorithmName", "NEAR")).value_or(Resampling::kNear);
  std::vector<Layer> layers = TRY(TargetLayers(config, image));
  for (Layer& layer : layers) {
    const RasterGrid grid = GridOfMetres(layer.raster->info().grid, metres);
    layer.file = "_" + layer.name;
    layer.raster = ResampledOnto(std::move(layer.raster), grid, algorithm);
  }
  image.layers = std::move(layers);
  image.classes_at = nullptr;
  return image;
}

Expected<Image, std::string> StackOf(const Json& config, Image image) {
  std::vector<Layer> layers = TRY(TargetLayers(config, image));
  if (!config.contains("TargetBands")) std::ranges::sort(layers, {}, &Layer::name);
  const double metres = TRY(StackMetres(config, layers));
  Layer stack{"stacked", "_stacked", nullptr};
  RasterInfo info;
  info.grid = GridOfMetres(layers.front().raster->info().grid, metres);
  info.type = layers.front().raster->info().type;
  std::vector<RasterPtr> bands;
  for (const Layer& layer : layers) {
    info.type = Common(info.type, layer.raster->info().type);
    stack.sources.insert(layer.sources.begin(), layer.sources.end());
    for (RasterPtr& band : BandsOf(layer, info.grid, info.bands)) bands.push_back(std::move(band));
  }
  info.nodata = CommonNodata(layers, info.type);
  stack.is_mask = std::ranges::all_of(layers, &Layer::is_mask);
  stack.raster = std::make_shared<StackRaster>(std::move(info), std::move(bands));
  image.layers = {std::move(stack)};
  image.classes_at = nullptr;
  return image;
}

}  // namespace portside::sagemaker_geospatial
