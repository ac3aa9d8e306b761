// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/band_math.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "portside/base/encoding.h"
#include "services/sagemaker_geospatial/earth_observation/equation.h"
#include "services/sagemaker_geospatial/earth_observation/predefined_index.h"
#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/rasters/nearest.h"

namespace portside::sagemaker_geospatial {
namespace {

EquationDialect DialectOf(const Json& operation) {
  return operation.value("Predefined", false) ? EquationDialect::kPredefined
                                              : EquationDialect::kCustom;
}

// Operations name files and, in a chained job, bands.
bool IsFileName(const std::string& name) {
  constexpr std::size_t kLongest = 128;
  return !name.empty() && name.size() <= kLongest && IsValidUtf8(name) &&
         std::ranges::none_of(name,
                              [](unsigned char c) { return c < 0x20 || c == '/' || c == 0x7f; });
}

Expected<Json, std::string> PlanPredefined(const std::string& name, const BandSource& source) {
  const auto equation = PredefinedEquation(name, source.names, source.scale, source.offset);
  if (!equation) {
    return Fail("BandMathConfig.PredefinedIndices has '" + name +
                "'; allowed are NDVI, EVI2, MSAVI, NDWI, NDMI, NDSI and WDRVI.");
  }
  const auto parsed = Equation::Parse(*equation, source.names, EquationDialect::kPredefined);
  if (!parsed) {
    return Fail("The predefined index " + name + " cannot be computed: " + parsed.error().message +
                ".");
  }
  return Json{{"Name", ToLower(name)},
              {"Equation", *equation},
              {"OutputType", "FLOAT32"},
              {"Predefined", true}};
}

Expected<Json, std::string> PlanCustom(const Json& operation, const BandSource& source) {
  const auto& name = operation.at("Name").get_ref<const std::string&>();
  const auto& equation = operation.at("Equation").get_ref<const std::string&>();
  if (!IsFileName(name)) {
    return Fail(
        std::string("BandMathConfig.CustomIndices.Operations has the Name '") + name +
        "'; a name is 1 to 128 characters without '/', for it becomes part of a file name.");
  }
  const auto parsed = Equation::Parse(equation, source.names);
  if (!parsed) {
    return Fail("The Equation of operation '" + name + "' is not valid " +
                parsed.error().Describe() + ".");
  }
  return Json{{"Name", name},
              {"Equation", equation},
              {"OutputType", StringOr(operation, "OutputType", "FLOAT32")}};
}

Equation ParsedOf(const Json& operation, const BandSource& source) {
  // Checked when the job was started: a failure here is a damaged document, and throws.
  return Equation::Parse(operation.at("Equation").get_ref<const std::string&>(), source.names,
                         DialectOf(operation))
      .value();
}

// The value that stands for none.
double NodataOf(SampleType type) {
  constexpr double kFill = -9999;
  if (type == SampleType::kUint16) return 0;
  const bool is_float = type == SampleType::kFloat32 || type == SampleType::kFloat64;
  return is_float ? std::numeric_limits<double>::quiet_NaN() : kFill;
}

// One operation over the bands that go into it, on their grid.
class IndexRaster final : public Raster {
 public:
  struct Input {
    std::size_t name;  // in the equation
    RasterPtr raster;
    std::size_t band;
  };
  IndexRaster(RasterInfo info, Equation equation, std::size_t names, std::vector<Input> inputs)
      : Raster(std::move(info)),
        equation_(std::move(equation)),
        names_(names),
        inputs_(std::move(inputs)) {}

  void Read(const RasterWindow& window, std::size_t, std::span<double> values) const override {
    constexpr std::uint32_t kRows = 16;  // at once
    const Sampling sampling(info());
    std::vector<std::vector<double>> rows(inputs_.size());
    std::vector<std::span<const double>> bands(names_);
    ForRows(window, kRows, values, [&](const RasterWindow& piece, std::span<double> results) {
      for (std::size_t at = 0; at < inputs_.size(); ++at) {
        rows[at].resize(piece.size());
        inputs_[at].raster->Read(piece, inputs_[at].band, rows[at]);
        bands[inputs_[at].name] = rows[at];
      }
      equation_.Evaluate(bands, results);
      sampling.Hold(results);
    });
  }

  [[nodiscard]] std::uint64_t Key(const RasterWindow& window) const override {
    RasterKey key;
    for (const Input& input : inputs_) key.Add(input.raster->Key(window));
    return key.value();
  }

 private:
  Equation equation_;
  std::size_t names_;
  std::vector<Input> inputs_;
};

Layer IndexLayer(const Json& operation, const Image& image, const BandSource& source) {
  Equation equation = ParsedOf(operation, source);
  std::vector<IndexRaster::Input> inputs;
  Layer layer;
  RasterGrid grid;
  for (const std::size_t name : equation.used_bands()) {
    const BandOfImage band = image.FindBand(source.names[name]);
    const RasterGrid& own = band.layer->raster->info().grid;
    if (inputs.empty() || own.metres < grid.metres) grid = own;
    inputs.push_back({name, band.layer->raster, band.band});
    layer.sources.insert(band.layer->sources.begin(), band.layer->sources.end());
  }
  for (IndexRaster::Input& input : inputs) input.raster = NearestOnto(input.raster, grid);
  layer.name = operation.at("Name").get<std::string>();
  layer.file = "_" + layer.name;
  const SampleType type =
      SampleTypeOf(operation.at("OutputType").get_ref<const std::string&>()).value();
  layer.raster =
      std::make_shared<IndexRaster>(RasterInfo{grid, type, NodataOf(type), {layer.name}},
                                    std::move(equation), source.names.size(), std::move(inputs));
  return layer;
}

}  // namespace

BandSource BandSourceOf(const Image& image) {
  return {image.BandNames(), image.scale, image.offset};
}

Expected<Json, std::string> PlanBandMath(const Json& config, const BandSource& source) {
  Json stage = Json::array();
  for (const Json& name : config.value("PredefinedIndices", Json::array())) {
    stage.push_back(TRY(PlanPredefined(name.get_ref<const std::string&>(), source)));
  }
  if (const auto custom = config.find("CustomIndices"); custom != config.end()) {
    for (const Json& operation : custom->value("Operations", Json::array())) {
      stage.push_back(TRY(PlanCustom(operation, source)));
    }
  }
  if (stage.empty()) {
    return Fail(
        std::string("BandMathConfig names no index: give PredefinedIndices, "
                    "CustomIndices.Operations, or both."));
  }

  if (stage.size() > limits::kIndicesPerJob) {
    return Fail("BandMathConfig names " + std::to_string(stage.size()) + " indices; at most " +
                std::to_string(limits::kIndicesPerJob) + " can be computed by one job.");
  }
  std::set<std::string> names;
  for (const Json& operation : stage) {
    if (names.insert(operation.at("Name").get<std::string>()).second) continue;
    return Fail("BandMathConfig names '" + operation.at("Name").get<std::string>() +
                "' twice; each index is written to a file of its name.");
  }
  return stage;
}

Image BandMathOf(const Json& operations, Image image) {
  const BandSource source = BandSourceOf(image);
  std::vector<Layer> layers;
  for (const Json& operation : operations) layers.push_back(IndexLayer(operation, image, source));
  image.layers = std::move(layers);
  image.classes_at = nullptr;
  image.scale = 1;
  image.offset = 0;
  return image;
}

}  // namespace portside::sagemaker_geospatial
