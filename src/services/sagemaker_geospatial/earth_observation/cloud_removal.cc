// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/cloud_removal.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

#include "services/sagemaker_geospatial/earth_observation/image_series.h"
#include "services/sagemaker_geospatial/earth_observation/segmentation.h"
#include "services/sagemaker_geospatial/earth_observation/target_bands.h"

namespace portside::sagemaker_geospatial {
namespace {

// One layer of all images of a tile, oldest first.
struct Moment {
  double seconds = 0;
  RasterPtr values;
  RasterPtr classes;
};
using Moments = std::vector<Moment>;

// What is known of a pixel on one side in time.
struct Side {
  std::vector<double> values;  // NaN: nothing yet
  std::vector<double> seconds;
  std::size_t open = 0;  // pixels that still look for a value
};

class CloudFreeRaster final : public Raster {
 public:
  CloudFreeRaster(RasterInfo info, std::shared_ptr<const Moments> moments, std::size_t own)
      : Raster(std::move(info)), moments_(std::move(moments)), own_(own) {}

  void Read(const RasterWindow& window, std::size_t band, std::span<double> values) const override {
    ReadClear((*moments_)[own_], window, band, values);
    const auto gaps = static_cast<std::size_t>(
        std::ranges::count_if(values, [](double value) { return std::isnan(value); }));
    if (gaps == 0) return;
    const Side before = Look(window, band, values, gaps, -1);
    const Side after = Look(window, band, values, gaps, 1);
    const Sampling sampling(info());
    const double now = (*moments_)[own_].seconds;
    for (std::size_t at = 0; at < values.size(); ++at) {
      if (std::isnan(values[at])) values[at] = sampling.Held(Between(before, after, at, now));
    }
  }

  // Any image may show through.
  [[nodiscard]] std::uint64_t Key(const RasterWindow& window) const override {
    RasterKey key;
    for (const Moment& moment : *moments_) {
      key.Add(moment.values->Key(window)).Add(moment.classes->Key(window));
    }
    return key.value();
  }

 private:
  // NaN where it is cloud.
  static void ReadClear(const Moment& moment, const RasterWindow& window, std::size_t band,
                        std::span<double> values) {
    std::vector<double> classes(window.size());
    moment.classes->Read(window, 0, classes);
    moment.values->Read(window, band, values);
    for (std::size_t at = 0; at < values.size(); ++at) {
      if (HidesGround(classes[at])) values[at] = std::numeric_limits<double>::quiet_NaN();
    }
  }

  // From this image on backwards or forwards, until every gap of `own` has a value.
  [[nodiscard]] Side Look(const RasterWindow& window, std::size_t band, std::span<const double> own,
                          std::size_t gaps, int direction) const {
    Side side{std::vector(own.size(), std::numeric_limits<double>::quiet_NaN()),
              std::vector(own.size(), 0.0), gaps};
    std::vector<double> clear(own.size());
    auto next = static_cast<std::ptrdiff_t>(own_) + direction;
    for (; side.open > 0 && next >= 0 && next < std::ssize(*moments_); next += direction) {
      const Moment& moment = (*moments_)[static_cast<std::size_t>(next)];
      ReadClear(moment, window, band, clear);
      for (std::size_t at = 0; at < own.size(); ++at) {
        if (!std::isnan(own[at]) || !std::isnan(side.values[at]) || std::isnan(clear[at])) continue;
        side.values[at] = clear[at];
        side.seconds[at] = moment.seconds;
        --side.open;
      }
    }
    return side;
  }

  static double Between(const Side& before, const Side& after, std::size_t at, double now) {
    if (std::isnan(before.values[at])) return after.values[at];
    if (std::isnan(after.values[at])) return before.values[at];
    const double part = (now - before.seconds[at]) / (after.seconds[at] - before.seconds[at]);
    return std::lerp(before.values[at], after.values[at], part);
  }

  std::shared_ptr<const Moments> moments_;
  std::size_t own_;
};

// The type that holds both a band's samples and the value for nothing.
void SetFilling(RasterInfo& info, std::optional<double> filling) {
  if (!filling) return;
  info.nodata = filling;
  constexpr double kHighest = std::numeric_limits<std::int32_t>::max();
  if (std::isnan(*filling) || *filling != std::round(*filling) || std::abs(*filling) > kHighest) {
    constexpr double kLargest = std::numeric_limits<float>::max();
    const bool is_float = !(std::abs(*filling) > kLargest);
    info.type = is_float ? SampleType::kFloat32 : SampleType::kFloat64;
    // As a float has it, so that readers find it again.
    if (is_float) info.nodata = static_cast<double>(static_cast<float>(*filling));
  } else if (info.type == SampleType::kUint16 && (*filling < 0 || *filling > 65535)) {
    info.type = SampleType::kInt32;
  } else if (info.type == SampleType::kInt16 && std::abs(*filling) > 32767) {
    info.type = SampleType::kInt32;
  }
}

std::optional<double> FillingOf(const Json& config) {
  const std::string text = StringOr(config, "InterpolationValue");
  double number = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc{}) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

Expected<std::vector<Image>, std::string> WithoutClouds(const Json& config,
                                                        std::vector<Image> scenes) {
  const std::optional<double> filling = FillingOf(config);
  for (const ImageSeries& series : TRY(SeriesOf(scenes, Grouping::kAll))) {
    std::vector<std::vector<Layer>> layers;
    for (const std::size_t at : series.images) {
      layers.push_back(TRY(TargetLayers(config, scenes[at])));
    }
    for (std::size_t band = 0; band < layers.front().size(); ++band) {
      auto moments = std::make_shared<Moments>();
      for (std::size_t at = 0; at < series.images.size(); ++at) {
        const Image& scene = scenes[series.images[at]];
        const RasterPtr& values = layers[at][band].raster;
        moments->push_back(
            {ToEpochSeconds(scene.acquired), values, scene.classes_at(values->info().grid.metres)});
      }
      for (std::size_t at = 0; at < series.images.size(); ++at) {
        Layer& layer = layers[at][band];
        RasterInfo info = layer.raster->info();
        SetFilling(info, filling);
        layer.file = "_" + layer.name;
        layer.raster = std::make_shared<CloudFreeRaster>(std::move(info), moments, at);
      }
    }
    for (std::size_t at = 0; at < series.images.size(); ++at) {
      scenes[series.images[at]].layers = std::move(layers[at]);
    }
  }
  for (Image& image : scenes) image.classes_at = nullptr;
  return scenes;
}

}  // namespace portside::sagemaker_geospatial
