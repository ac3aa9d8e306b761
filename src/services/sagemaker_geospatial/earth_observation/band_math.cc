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

namespace portside::sagemaker_geospatial {
namespace {

struct NamedType {
  std::string_view name;
  SampleType type;
  std::string_view nodata;
};
constexpr NamedType kTypes[] = {
    {"INT32", SampleType::kInt32, "-9999"}, {"FLOAT32", SampleType::kFloat32, "nan"},
    {"INT16", SampleType::kInt16, "-9999"}, {"FLOAT64", SampleType::kFloat64, "nan"},
    {"UINT16", SampleType::kUint16, "0"},
};

// What the equations of a stage may name, and how a predefined index reads a reflectance from it.
struct Source {
  std::vector<std::string> names;
  double scale = 1;
  double offset = 0;
};

Source BandsOf(const RasterDataCollection& collection) {
  Source source{{}, collection.scale, collection.offset};
  for (const RasterBand& band : collection.bands) source.names.emplace_back(band.name);
  return source;
}

// Results of a job are taken as they are.
Source OutputsOf(const Json& stage) {
  Source source;
  for (const Json& operation : stage) source.names.push_back(operation.at("Name"));
  return source;
}

Source SourceOf(const RasterDataCollection& collection, const Json& stages, std::size_t stage) {
  return stage == 0 ? BandsOf(collection) : OutputsOf(stages.at(stage - 1));
}

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

Expected<Json, std::string> PlanPredefined(const std::string& name, const Source& source) {
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

Expected<Json, std::string> PlanCustom(const Json& operation, const Source& source) {
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

// What a raster of this type holds of a value; not a number stays what it is, for "no data".
double Stored(double value, SampleType type) {
  if (std::isnan(value)) return value;
  const auto clamped = [value](double low, double high) {
    return std::clamp(std::round(value), low, high);
  };
  switch (type) {
    case SampleType::kUint16: return clamped(0, 65535);
    case SampleType::kInt16: return clamped(-32768, 32767);
    case SampleType::kInt32: return clamped(-2147483648.0, 2147483647.0);
    case SampleType::kFloat32: return static_cast<double>(static_cast<float>(value));
    case SampleType::kFloat64: return value;
  }
  return value;
}

// The input of a stage: names, and what each holds for every state.
struct Layers {
  Source source;
  std::vector<int> metres;
  std::vector<StateValues> values;
};

Layers CollectionLayers(const RasterDataCollection& collection, double season) {
  Layers layers{BandsOf(collection), {}, {}};
  for (const RasterBand& band : collection.bands) {
    layers.metres.push_back(band.metres);
    layers.values.push_back(BandValues(collection, band, season));
  }
  return layers;
}

Equation ParsedOf(const Json& operation, const Source& source) {
  // Checked when the job was started: a failure here is a damaged document, and throws.
  return Equation::Parse(operation.at("Equation").get_ref<const std::string&>(), source.names,
                         DialectOf(operation))
      .value();
}

IndexRaster Evaluate(const Json& operation, const Layers& input) {
  const Equation equation = ParsedOf(operation, input.source);
  const auto type = std::ranges::find(
      kTypes, operation.at("OutputType").get_ref<const std::string&>(), &NamedType::name);
  IndexRaster raster{operation.at("Name"),
                     type->type,
                     std::string(type->nodata),
                     std::numeric_limits<int>::max(),
                     {}};
  for (const std::size_t band : equation.used_bands()) {
    raster.metres = std::min(raster.metres, input.metres[band]);
  }
  std::vector<double> values(input.values.size());
  for (std::size_t state = 0; state < kCellStates; ++state) {
    std::ranges::transform(input.values, values.begin(),
                           [state](const StateValues& band) { return band[state]; });
    raster.values[state] = Stored(equation.Evaluate(values), raster.type);
  }
  return raster;
}

}  // namespace

Expected<Json, std::string> PlanStage(const Json& config, const RasterDataCollection& collection,
                                      const Json& stages) {
  const Source source = SourceOf(collection, stages, stages.size());
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

std::vector<IndexRaster> EvaluateStages(const RasterDataCollection& collection, const Json& stages,
                                        double season) {
  Layers layers = CollectionLayers(collection, season);
  std::vector<IndexRaster> rasters;
  for (const Json& stage : stages) {
    rasters.clear();
    for (const Json& operation : stage) rasters.push_back(Evaluate(operation, layers));
    layers = {OutputsOf(stage), {}, {}};
    for (const IndexRaster& raster : rasters) {
      layers.metres.push_back(raster.metres);
      layers.values.push_back(raster.values);
    }
  }
  for (IndexRaster& raster : rasters) {
    if (raster.nodata == "nan") continue;
    const double nodata = std::stod(raster.nodata);
    std::ranges::replace_if(
        raster.values, [](double value) { return std::isnan(value); }, nodata);
  }
  return rasters;
}

std::vector<const RasterBand*> SourceBands(const RasterDataCollection& collection,
                                           const Json& stages) {
  // From the last stage back to the collection: the names each stage needs of the one before.
  std::set<std::string> needed;
  for (const Json& operation : stages.back())
    needed.insert(operation.at("Name").get<std::string>());
  for (std::size_t stage = stages.size(); stage-- > 0;) {
    const Source source = SourceOf(collection, stages, stage);
    std::set<std::string> inputs;
    for (const Json& operation : stages[stage]) {
      if (!needed.contains(operation.at("Name").get<std::string>())) continue;
      const Equation equation = ParsedOf(operation, source);
      for (const std::size_t band : equation.used_bands()) inputs.insert(source.names[band]);
    }
    needed = std::move(inputs);
  }
  std::vector<const RasterBand*> bands;
  for (const RasterBand& band : collection.bands) {
    if (needed.contains(std::string(band.name))) bands.push_back(&band);
  }
  return bands;
}

Json OutputBandsOf(const Json& stage) {
  Json bands = Json::array();
  for (const Json& operation : stage) {
    bands.push_back(
        {{"BandName", operation.at("Name")}, {"OutputDataType", operation.at("OutputType")}});
  }
  return bands;
}

}  // namespace portside::sagemaker_geospatial
