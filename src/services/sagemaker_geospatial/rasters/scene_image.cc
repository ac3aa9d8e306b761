// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/rasters/scene_image.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "portside/base/encoding.h"
#include "portside/base/random.h"

namespace portside::sagemaker_geospatial {
namespace {

// A scene's ground, drawn when it is first looked at.
class SceneGround {
 public:
  SceneGround(Scene scene, std::shared_ptr<LandCache> lands)
      : scene_(std::move(scene)), lands_(std::move(lands)) {}
  [[nodiscard]] const Scene& scene() const { return scene_; }
  [[nodiscard]] const Ground& Get() const {
    if (ground_.empty()) ground_ = lands_->Of(scene_).Under(scene_);
    return ground_;
  }

 private:
  Scene scene_;
  std::shared_ptr<LandCache> lands_;
  mutable Ground ground_;
};

// The square of cells is repeated: pixels whose centres are a whole square apart are equal. In half
// pixels, to stay with whole numbers.
constexpr std::uint64_t kHalfSquare = 2ULL * kCellMetres * kLandCells;

std::uint64_t PhaseOf(std::uint64_t pixel, std::uint64_t metres) {
  return (2 * pixel + 1) * metres % kHalfSquare;
}

class SceneRaster final : public Raster {
 public:
  SceneRaster(RasterInfo info, std::shared_ptr<const SceneGround> ground,
              std::vector<StateValues> values)
      : Raster(std::move(info)),
        ground_(std::move(ground)),
        values_(std::move(values)),
        metres_(static_cast<std::uint64_t>(this->info().grid.metres)),
        name_(StableHash(ground_->scene().id)) {
    for (StateValues& band : values_) {
      std::ranges::transform(band, band.begin(), [sampling = Sampling(this->info())](double value) {
        return sampling.Held(value);
      });
    }
  }

  void Read(const RasterWindow& window, std::size_t band, std::span<double> values) const override {
    const Ground& ground = ground_->Get();
    const StateValues& value_of = values_[band];
    std::vector<std::size_t> cells(window.columns);
    for (std::size_t x = 0; x < cells.size(); ++x) {
      cells[x] = PhaseOf(window.column + x * window.step, metres_) / (2 * kCellMetres);
    }
    std::size_t at = 0;
    for (std::size_t y = 0; y < window.rows; ++y) {
      const std::size_t row =
          PhaseOf(window.row + y * window.step, metres_) / (2 * kCellMetres) * kLandCells;
      for (const std::size_t cell : cells) values[at++] = value_of[ground[row + cell]];
    }
  }

  [[nodiscard]] std::uint64_t Key(const RasterWindow& window) const override {
    return RasterKey()
        .Add(name_)
        .Add(window)
        .Add(PhaseOf(window.column, metres_))
        .Add(PhaseOf(window.row, metres_))
        .value();
  }

 private:
  std::shared_ptr<const SceneGround> ground_;
  std::vector<StateValues> values_;  // one for each band
  std::uint64_t metres_;
  std::uint64_t name_;
};

RasterGrid GridOf(const Scene& scene, double metres) {
  const auto side = static_cast<std::uint32_t>(scene.extent / metres);
  return {scene.epsg, scene.origin_x, scene.origin_y, metres, side, side};
}

std::optional<double> NodataOf(const RasterBand& band) {
  if (band.nodata.empty()) return std::nullopt;
  return std::stod(std::string(band.nodata));
}

RasterPtr ClassRaster(std::shared_ptr<const SceneGround> ground, double metres) {
  const RasterGrid grid = GridOf(ground->scene(), metres);
  return std::make_shared<SceneRaster>(RasterInfo{grid, SampleType::kUint16, 0, {"mask"}},
                                       std::move(ground), std::vector{ClassValues()});
}

// The true colour image: red, green and blue of 10 m, stretched so that reflectances up to a third
// fill a byte; 0 has no value.
Layer VisualOf(const RasterDataCollection& collection,
               const std::shared_ptr<const SceneGround>& ground, double season) {
  constexpr double kBrightest = 3558;  // sample
  std::vector<StateValues> values;
  std::vector<std::string> names;
  for (const char* name : {"red", "green", "blue"}) {
    StateValues band = BandValues(collection, *collection.FindBand(name), season);
    for (double& value : band) {
      value = std::clamp(std::round(value * 255 / kBrightest), 1.0, 255.0);
    }
    values.push_back(band);
    names.emplace_back(name);
  }
  const RasterInfo info{GridOf(ground->scene(), collection.FindBand("red")->metres),
                        SampleType::kUint16, 0, std::move(names)};
  return {"visual",
          "TCI",
          std::make_shared<SceneRaster>(info, ground, std::move(values)),
          {"visual"},
          true};
}

}  // namespace

const LandModel& LandCache::Of(const Scene& scene) {
  return lands_.try_emplace(scene.tile, seed_, scene.tile).first->second;
}

Image ImageOf(const Scene& scene, const RasterDataCollection& collection,
              const std::shared_ptr<LandCache>& lands) {
  const auto ground = std::make_shared<const SceneGround>(scene, lands);
  const double season = SeasonOf(scene);
  Image image;
  image.id = scene.id;
  image.folder = scene.tile + "/" + FormatIso8601(scene.acquired, 0);
  image.tile = scene.tile;
  image.acquired = scene.acquired;
  image.scale = collection.scale;
  image.offset = collection.offset;
  for (const RasterBand& band : collection.bands) {
    const std::string name(band.name);
    const RasterInfo info{GridOf(scene, band.metres), band.type, NodataOf(band), {name}};
    Layer layer{name,
                std::string(band.file),
                std::make_shared<SceneRaster>(info, ground,
                                              std::vector{BandValues(collection, band, season)}),
                {name}};
    layer.is_reflectance = band.wavelength != 0;
    image.layers.push_back(std::move(layer));
  }
  if (collection.mission == Mission::kSentinel2) {
    image.layers.push_back(VisualOf(collection, ground, season));
  }
  image.classes_at = [ground](double metres) { return ClassRaster(ground, metres); };
  return image;
}

}  // namespace portside::sagemaker_geospatial
