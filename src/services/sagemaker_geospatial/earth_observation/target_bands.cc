// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/target_bands.h"

#include <algorithm>
#include <set>
#include <utility>

namespace portside::sagemaker_geospatial {
namespace {

// One band of a raster that has several.
class BandRaster final : public Raster {
 public:
  BandRaster(RasterInfo info, RasterPtr source, std::size_t band)
      : Raster(std::move(info)), source_(std::move(source)), band_(band) {}
  void Read(const RasterWindow& window, std::size_t, std::span<double> values) const override {
    source_->Read(window, band_, values);
  }
  [[nodiscard]] std::uint64_t Key(const RasterWindow& window) const override {
    return source_->Key(window);
  }

 private:
  RasterPtr source_;
  std::size_t band_;
};

Layer LayerOf(const Layer& layer, std::size_t band) {
  Layer alone = layer;
  alone.name = layer.raster->info().bands[band];
  alone.raster = BandOf(layer.raster, band);
  return alone;
}

// Every layer that can be named: a stack's bands each, all others as they are.
std::vector<Layer> NamedLayers(const Image& image) {
  std::vector<Layer> layers;
  for (const Layer& layer : image.layers) {
    const std::size_t bands = layer.raster->info().bands.size();
    if (layer.only_by_name || bands == 1) {
      layers.push_back(layer);
      continue;
    }
    for (std::size_t band = 0; band < bands; ++band) layers.push_back(LayerOf(layer, band));
  }
  return layers;
}

std::string NamesOf(const std::vector<Layer>& layers) {
  std::string names;
  for (const Layer& layer : layers) {
    if (!names.empty()) names += ", ";
    names += layer.name;
  }
  return names;
}

}  // namespace

RasterPtr BandOf(const RasterPtr& raster, std::size_t band) {
  RasterInfo info = raster->info();
  if (info.bands.size() == 1) return raster;
  info.bands = {info.bands[band]};
  return std::make_shared<BandRaster>(std::move(info), raster, band);
}

Expected<std::vector<Layer>, std::string> TargetLayers(const Json& config, const Image& image) {
  std::vector<Layer> layers = NamedLayers(image);
  const auto names = config.find("TargetBands");
  if (names == config.end()) {
    // A job may have made nothing else.
    const bool only_these = std::ranges::all_of(layers, &Layer::only_by_name);
    if (!only_these) std::erase_if(layers, [](const Layer& layer) { return layer.only_by_name; });
    return layers;
  }
  std::vector<Layer> targets;
  std::set<std::string> known;
  for (const Json& entry : *names) {
    const auto& name = entry.get_ref<const std::string&>();
    if (!known.insert(name).second) {
      return Fail("TargetBands names '" + name +
                  "' twice; each band is written to a file of its "
                  "name.");
    }
    const auto found = std::ranges::find(layers, name, &Layer::name);
    if (found == layers.end()) {
      return Fail("TargetBands has '" + name + "'; the bands are " + NamesOf(layers) + ".");
    }
    targets.push_back(*found);
  }
  return targets;
}

}  // namespace portside::sagemaker_geospatial
