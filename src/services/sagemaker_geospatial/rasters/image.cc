// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/rasters/image.h"

#include <algorithm>

namespace portside::sagemaker_geospatial {

const Layer* Image::Find(std::string_view layer) const {
  const auto found = std::ranges::find(layers, layer, &Layer::name);
  return found == layers.end() ? nullptr : &*found;
}

BandOfImage Image::FindBand(std::string_view band) const {
  for (const Layer& layer : layers) {
    if (layer.only_by_name || layer.is_mask) continue;
    const std::vector<std::string>& names = layer.raster->info().bands;
    const auto found = std::ranges::find(names, band);
    if (found != names.end()) {
      return {&layer, static_cast<std::size_t>(found - names.begin())};
    }
  }
  return {};
}

std::vector<std::string> Image::BandNames() const {
  std::vector<std::string> names;
  for (const Layer& layer : layers) {
    if (layer.only_by_name || layer.is_mask) continue;
    const std::vector<std::string>& bands = layer.raster->info().bands;
    names.insert(names.end(), bands.begin(), bands.end());
  }
  return names;
}

}  // namespace portside::sagemaker_geospatial
