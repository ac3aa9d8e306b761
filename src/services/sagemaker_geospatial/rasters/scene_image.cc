// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/rasters/scene_image.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "portside/base/encoding.h"
#include "portside/base/random.h"
#include "services/sagemaker_geospatial/limits.h"

namespace portside::sagemaker_geospatial {
namespace {

class SceneGround {
 public:
  SceneGround(Scene scene, std::shared_ptr<GroundCache> grounds)
      : scene_(std::move(scene)), grounds_(std::move(grounds)), number_(grounds_->NextNumber()) {}
  [[nodiscard]] const Scene& scene() const { return scene_; }
  [[nodiscard]] const GroundLayout& layout() const { return grounds_->LayoutOf(scene_); }
  // Valid until any scene's next one.
  [[nodiscard]] std::span<const std::uint8_t> BlockOf(std::size_t pattern) const {
    return grounds_->BlockOf(scene_, number_, pattern);
  }

 private:
  Scene scene_;
  std::shared_ptr<GroundCache> grounds_;
  std::uint64_t number_;
};

// Cuts a row of cells, in ascending order, into those of the same block: calls
// visit(block, first, end).
template <typename Visit>
void ForBlocks(const std::vector<std::size_t>& cells, const Visit& visit) {
  for (std::size_t first = 0; first < cells.size();) {
    const std::size_t block = cells[first] / kBlockCells;
    std::size_t end = first + 1;
    while (end < cells.size() && cells[end] / kBlockCells == block) ++end;
    visit(block, first, end);
    first = end;
  }
}

class SceneRaster final : public Raster {
 public:
  SceneRaster(RasterInfo info, std::shared_ptr<const SceneGround> ground,
              std::vector<StateValues> values)
      : Raster(std::move(info)),
        ground_(std::move(ground)),
        values_(std::move(values)),
        metres_(static_cast<int>(this->info().grid.metres)),
        name_(StableHash(ground_->scene().id)) {
    for (StateValues& band : values_) {
      std::ranges::transform(band, band.begin(), [sampling = Sampling(this->info())](double value) {
        return sampling.Held(value);
      });
    }
  }

  void Read(const RasterWindow& window, std::size_t band, std::span<double> values) const override {
    const GroundLayout& layout = ground_->layout();
    const StateValues& value_of = values_[band];
    const auto cells_from = [&](std::uint32_t first, std::uint32_t count) {
      std::vector<std::size_t> cells(count);
      for (std::size_t at = 0; at < count; ++at) {
        cells[at] = CellAt(first + at * window.step, metres_);
      }
      return cells;
    };
    const std::vector<std::size_t> rows = cells_from(window.row, window.rows);
    const std::vector<std::size_t> columns = cells_from(window.column, window.columns);
    ForBlocks(rows, [&](std::size_t down, std::size_t top, std::size_t bottom) {
      ForBlocks(columns, [&](std::size_t right, std::size_t first, std::size_t end) {
        const auto block = ground_->BlockOf(layout.PatternOf(down, right));
        for (std::size_t y = top; y < bottom; ++y) {
          const auto row = block.subspan(rows[y] % kBlockCells * kBlockCells, kBlockCells);
          double* value = &values[y * window.columns + first];
          for (std::size_t x = first; x < end; ++x) {
            *value++ = value_of[row[columns[x] % kBlockCells]];
          }
        }
      });
    });
  }

  // Windows are equal that begin at the same part of a cell and see the same cells.
  [[nodiscard]] std::uint64_t Key(const RasterWindow& window) const override {
    const std::size_t right = window.column + std::size_t{window.columns - 1} * window.step;
    const std::size_t bottom = window.row + std::size_t{window.rows - 1} * window.step;
    const auto part_of_cell = [&](std::size_t pixel) {
      return (2 * pixel + 1) * static_cast<std::size_t>(metres_) % (2 * kCellMetres);
    };
    return RasterKey()
        .Add(name_)
        .Add(window)
        .Add(part_of_cell(window.column))
        .Add(part_of_cell(window.row))
        .Add(ground_->layout().KeyOf(CellAt(window.row, metres_), CellAt(window.column, metres_),
                                     CellAt(bottom, metres_), CellAt(right, metres_)))
        .value();
  }

 private:
  std::shared_ptr<const SceneGround> ground_;
  std::vector<StateValues> values_;  // one for each band
  int metres_;
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

const LandModel& GroundCache::LandOf(const Scene& scene) {
  return lands_.try_emplace(scene.tile, seed_, scene.tile).first->second;
}

std::span<const std::uint8_t> GroundCache::BlockOf(const Scene& scene, std::uint64_t number,
                                                   std::size_t pattern) {
  const LandModel& land = LandOf(scene);
  return blocks_.Of(number << 16 | pattern, [&] {
    std::vector<std::uint8_t> block(kBlockCells * kBlockCells);
    land.DrawBlock(pattern, scene, skies_.Of(number, [&] { return land.Sky(scene); }), block);
    return block;
  });
}

Image ImageOf(const Scene& scene, const RasterDataCollection& collection,
              const std::shared_ptr<GroundCache>& grounds) {
  const auto ground = std::make_shared<const SceneGround>(scene, grounds);
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
