// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/temporal_statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

#include "portside/base/encoding.h"
#include "services/sagemaker_geospatial/earth_observation/image_series.h"
#include "services/sagemaker_geospatial/earth_observation/statistics.h"
#include "services/sagemaker_geospatial/earth_observation/target_bands.h"

namespace portside::sagemaker_geospatial {
namespace {

class StatisticRaster final : public Raster {
 public:
  StatisticRaster(RasterInfo info, std::vector<RasterPtr> images, Statistic statistic)
      : Raster(std::move(info)), images_(std::move(images)), statistic_(statistic) {}

  void Read(const RasterWindow& window, std::size_t band, std::span<double> values) const override {
    // Every image has so many rows in memory at once, in 8 MiB together.
    constexpr std::size_t kPixels = 1024 * 1024;
    const std::size_t each = std::max<std::size_t>(1, window.columns * images_.size());
    const auto at_once = static_cast<std::uint32_t>(std::clamp<std::size_t>(kPixels / each, 4, 64));
    const Sampling sampling(info());
    std::vector<double> rows;
    std::vector<double> pixel;
    ForRows(window, at_once, values, [&](const RasterWindow& piece, std::span<double> results) {
      rows.resize(piece.size() * images_.size());
      for (std::size_t image = 0; image < images_.size(); ++image) {
        images_[image]->Read(piece, band,
                             std::span(rows).subspan(image * piece.size(), piece.size()));
      }
      for (std::size_t at = 0; at < piece.size(); ++at) {
        pixel.clear();
        for (std::size_t image = 0; image < images_.size(); ++image) {
          const double value = rows[image * piece.size() + at];
          if (!std::isnan(value)) pixel.push_back(value);
        }
        results[at] = sampling.Held(Compute(statistic_, pixel));
      }
    });
  }

  [[nodiscard]] std::uint64_t Key(const RasterWindow& window) const override {
    RasterKey key;
    for (const RasterPtr& image : images_) key.Add(image->Key(window));
    return key.value();
  }

 private:
  std::vector<RasterPtr> images_;
  Statistic statistic_;
};

// One band of the images of a group; their layers at `band` are of the same name and grid.
Layer StatisticLayer(const std::vector<std::vector<Layer>>& layers, std::size_t band,
                     const std::string& name) {
  const Layer& first = layers.front()[band];
  Layer layer = first;
  layer.name += "_" + ToLower(name);
  layer.file = "_" + layer.name;
  layer.only_by_name = layer.is_mask = layer.is_reflectance = false;
  RasterInfo info = first.raster->info();
  info.type = SampleType::kFloat32;
  info.nodata = std::numeric_limits<double>::quiet_NaN();
  info.bands = {layer.name};
  if (first.raster->info().bands.size() > 1) {
    info.bands = first.raster->info().bands;
    for (std::string& own : info.bands) own += "_" + ToLower(name);
  }
  std::vector<RasterPtr> rasters;
  for (const std::vector<Layer>& image : layers) rasters.push_back(image[band].raster);
  layer.raster = std::make_shared<StatisticRaster>(std::move(info), std::move(rasters),
                                                   StatisticOf(name).value());
  return layer;
}

}  // namespace

Expected<std::vector<Image>, std::string> TemporalStatisticsOf(const Json& config,
                                                               std::vector<Image> images) {
  const bool yearly = StringOr(config, "GroupBy", "ALL") == "YEARLY";
  std::vector<Image> results;
  for (const ImageSeries& series :
       TRY(SeriesOf(images, yearly ? Grouping::kYearly : Grouping::kAll))) {
    std::vector<std::vector<Layer>> layers;
    for (const std::size_t at : series.images) {
      layers.push_back(TRY(TargetLayers(config, images[at])));
    }
    Image result = images[series.images.back()];
    result.id = series.id;
    result.folder = series.folder;
    result.classes_at = nullptr;
    result.layers.clear();
    for (std::size_t band = 0; band < layers.front().size(); ++band) {
      for (const Json& name : config.at("Statistics")) {
        result.layers.push_back(StatisticLayer(layers, band, name.get_ref<const std::string&>()));
      }
    }
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace portside::sagemaker_geospatial
