// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/tiles/tile_bands.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "services/sagemaker_geospatial/limits.h"

namespace portside::sagemaker_geospatial {
namespace {

constexpr std::size_t kPixels = std::size_t{kTilePixels} * kTilePixels;

// The bands that an asset stands for; none: the image has no such asset.
std::vector<BandOfImage> BandsOf(const Image& image, const std::string& asset) {
  std::vector<BandOfImage> bands;
  if (const Layer* layer = image.Find(asset)) {
    for (std::size_t band = 0; band < layer->raster->info().bands.size(); ++band) {
      bands.push_back({layer, band});
    }
  } else if (const BandOfImage band = image.FindBand(asset); band.layer != nullptr) {
    bands.push_back(band);
  }
  return bands;
}

std::string NamesOf(const Image& image) {
  std::string names;
  for (const Layer& layer : image.layers) names += (names.empty() ? "" : ", ") + layer.name;
  return names;
}

Expected<std::vector<BandOfImage>, std::string> Chosen(const Image& image,
                                                       const std::vector<std::string>& assets) {
  std::vector<BandOfImage> chosen;
  for (const std::string& asset : assets) {
    const std::vector<BandOfImage> bands = BandsOf(image, asset);
    if (bands.empty()) {
      return Fail("ImageAssets has '" + asset + "'; the assets are " + NamesOf(image) + ".");
    }
    chosen.insert(chosen.end(), bands.begin(), bands.end());
  }
  if (chosen.size() > limits::kBandsPerTile) {
    return Fail("ImageAssets names " + std::to_string(chosen.size()) +
                " bands; a tile has at most " + std::to_string(limits::kBandsPerTile) + ".");
  }
  return chosen;
}

TileBand Begin(const BandOfImage& from, const Image& image) {
  const RasterInfo& info = from.layer->raster->info();
  TileBand band;
  band.name = info.bands[from.band];
  band.type = info.type;
  band.nodata = info.nodata.value_or(0);
  if (from.layer->is_reflectance) {
    band.meaning = BandMeaning::kReflectance;
    band.scale = image.scale;
    band.offset = image.offset;
  } else if (from.layer->is_mask) {
    band.meaning = BandMeaning::kClass;
  } else if (info.type == SampleType::kFloat32 || info.type == SampleType::kFloat64) {
    band.meaning = BandMeaning::kIndex;
  }
  band.values.assign(kPixels, band.nodata);
  return band;
}

// What of a raster lies under the pixels of a tile that nothing is seen in yet.
struct Part {
  RasterWindow window;
  std::vector<std::uint32_t> pixels;   // of the tile
  std::vector<std::uint32_t> samples;  // of the window, one for each
};

std::optional<Part> PartUnder(const RasterGrid& grid, const ProjectedTile& tile,
                              const std::vector<bool>& is_seen, double metres) {
  const double right = grid.origin_x + grid.width * grid.metres;
  const double bottom = grid.origin_y - grid.height * grid.metres;
  if (!(tile.east >= grid.origin_x && tile.west < right && tile.north > bottom &&
        tile.south <= grid.origin_y)) {
    return std::nullopt;
  }
  Part part;
  part.window.step = std::max(1U, static_cast<std::uint32_t>(std::lround(metres / grid.metres)));
  const std::uint32_t step = part.window.step;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> cells;
  std::uint32_t last_column = 0;
  std::uint32_t last_row = 0;
  part.window.column = part.window.row = UINT32_MAX;
  for (std::uint32_t pixel = 0; pixel < kPixels; ++pixel) {
    if (is_seen[pixel]) continue;
    const double column = std::floor((tile.eastings[pixel] - grid.origin_x) / grid.metres);
    const double row = std::floor((grid.origin_y - tile.northings[pixel]) / grid.metres);
    // Also where there is no place at all: NaN is in no range.
    if (!(column >= 0 && column < grid.width && row >= 0 && row < grid.height)) continue;
    const auto cell_column = static_cast<std::uint32_t>(column) / step;
    const auto cell_row = static_cast<std::uint32_t>(row) / step;
    part.pixels.push_back(pixel);
    cells.emplace_back(cell_column, cell_row);
    part.window.column = std::min(part.window.column, cell_column);
    part.window.row = std::min(part.window.row, cell_row);
    last_column = std::max(last_column, cell_column);
    last_row = std::max(last_row, cell_row);
  }
  if (cells.empty()) return std::nullopt;
  part.window.columns = last_column - part.window.column + 1;
  part.window.rows = last_row - part.window.row + 1;
  for (const auto& [column, row] : cells) {
    part.samples.push_back((row - part.window.row) * part.window.columns + column -
                           part.window.column);
  }
  part.window.column *= step;
  part.window.row *= step;
  return part;
}

class Reader {
 public:
  explicit Reader(const MapTile& tile) : tile_(tile), metres_(tile.MetresPerPixel()) {}

  Expected<TilePixels, std::string> Read(const Image& sample,
                                         const std::vector<const Image*>& shown,
                                         const std::vector<std::string>& assets) {
    pixels_.is_seen.assign(kPixels, false);
    for (const BandOfImage& band : TRY(Chosen(sample, assets))) {
      pixels_.bands.push_back(Begin(band, sample));
    }
    for (const Image* image : shown) {
      if (pixels_.read.size() == limits::kImagesPerTile) {
        return Fail("The tile lies under more than " + std::to_string(limits::kImagesPerTile) +
                    " images that have no values there; choose among them with TimeRangeFilter or "
                    "PropertyFilters.");
      }
      if (Add(TRY(Chosen(*image, assets)))) pixels_.read.push_back(image);
    }
    return std::move(pixels_);
  }

 private:
  // False: the image has nothing that is to be seen.
  bool Add(const std::vector<BandOfImage>& bands) {
    parts_.clear();
    std::vector<std::uint8_t> values_found(kPixels, 0);
    found_.resize(bands.size());
    for (std::size_t index = 0; index < bands.size(); ++index) {
      const Raster& raster = *bands[index].layer->raster;
      const Part* part = PartOf(raster.info().grid);
      if (part == nullptr) return false;
      samples_.resize(part->window.size());
      raster.Read(part->window, bands[index].band, samples_);
      found_[index].resize(kPixels);
      for (std::size_t number = 0; number < part->pixels.size(); ++number) {
        const double value = samples_[part->samples[number]];
        found_[index][part->pixels[number]] = value;
        if (!std::isnan(value)) ++values_found[part->pixels[number]];
      }
    }
    for (std::size_t pixel = 0; pixel < kPixels; ++pixel) {
      if (values_found[pixel] != bands.size()) continue;
      pixels_.is_seen[pixel] = true;
      for (std::size_t index = 0; index < bands.size(); ++index) {
        pixels_.bands[index].values[pixel] = found_[index][pixel];
      }
    }
    return true;
  }

  // Bands of one size lie on one grid.
  const Part* PartOf(const RasterGrid& grid) {
    for (const auto& [known, part] : parts_) {
      if (known == grid) return part ? &*part : nullptr;
    }
    auto projected = projected_.find(grid.epsg);
    if (projected == projected_.end()) {
      projected = projected_.emplace(grid.epsg, Project(tile_, grid.epsg)).first;
    }
    parts_.emplace_back(grid, PartUnder(grid, projected->second, pixels_.is_seen, metres_));
    const std::optional<Part>& part = parts_.back().second;
    return part ? &*part : nullptr;
  }

  const MapTile& tile_;
  double metres_;
  TilePixels pixels_;
  std::map<int, ProjectedTile> projected_;                         // by EPSG code
  std::vector<std::pair<RasterGrid, std::optional<Part>>> parts_;  // of the image at hand
  std::vector<double> samples_;
  std::vector<std::vector<double>> found_;  // of each band
};

}  // namespace

Expected<TilePixels, std::string> ReadTile(const MapTile& tile, const Image& sample,
                                           const std::vector<const Image*>& shown,
                                           const std::vector<std::string>& assets) {
  return Reader(tile).Read(sample, shown, assets);
}

}  // namespace portside::sagemaker_geospatial
