// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/band_math.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace portside::sagemaker_geospatial {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const RasterDataCollection& Collection(Mission mission) {
  for (const RasterDataCollection& collection : RasterDataCollections()) {
    if (collection.mission == mission) return collection;
  }
  throw std::logic_error("no such collection");
}
const RasterDataCollection& Sentinel2() { return Collection(Mission::kSentinel2); }

Json Custom(const char* name, const char* equation, const char* type = nullptr) {
  Json operation = {{"Name", name}, {"Equation", equation}};
  if (type != nullptr) operation["OutputType"] = type;
  return {{"CustomIndices", {{"Operations", Json::array({operation})}}}};
}

Json Plan(const Json& config, const Json& stages = Json::array()) {
  auto stage = PlanStage(config, Sentinel2(), stages);
  EXPECT_TRUE(stage) << stage.error();
  return stage.value_or(Json::array());
}

std::string Problem(const Json& config, const Json& stages = Json::array()) {
  const auto stage = PlanStage(config, Sentinel2(), stages);
  return stage ? "" : stage.error();
}

std::vector<IndexRaster> Evaluate(const Json& stages) {
  return EvaluateStages(Sentinel2(), stages, 0.5);
}

// The reflectance of a band for a state.
double Reflectance(const RasterDataCollection& collection, const char* band, std::size_t state) {
  return BandValues(collection, *collection.FindBand(band), 0.5)[state] * collection.scale +
         collection.offset;
}

TEST(BandMath, PredefinedIndicesAreThoseOfTheLiterature) {
  for (const Mission mission : {Mission::kSentinel2, Mission::kLandsat}) {
    const RasterDataCollection& collection = Collection(mission);
    const auto stage = PlanStage(
        {{"PredefinedIndices", {"NDVI", "EVI2", "MSAVI", "NDWI", "NDMI", "NDSI", "WDRVI"}}},
        collection, Json::array());
    ASSERT_TRUE(stage);
    const auto rasters = EvaluateStages(collection, Json::array({*stage}), 0.5);
    ASSERT_EQ(rasters.size(), 7U);
    EXPECT_EQ(rasters[2].name, "msavi");
    const char* moist = mission == Mission::kSentinel2 ? "nir08" : "nir";
    for (std::size_t state = 0; state < kCellStates; ++state) {
      const double nir = Reflectance(collection, "nir", state);
      const double red = Reflectance(collection, "red", state);
      const double green = Reflectance(collection, "green", state);
      const double swir = Reflectance(collection, "swir16", state);
      const double narrow = Reflectance(collection, moist, state);
      const double tolerance = 1e-6;
      EXPECT_NEAR(rasters[0].values[state], (nir - red) / (nir + red), tolerance);
      EXPECT_NEAR(rasters[1].values[state], 2.5 * (nir - red) / (nir + 2.4 * red + 1), tolerance);
      EXPECT_NEAR(rasters[2].values[state],
                  (2 * nir + 1 - std::sqrt(std::pow(2 * nir + 1, 2) - 8 * (nir - red))) / 2,
                  tolerance);
      EXPECT_NEAR(rasters[3].values[state], (green - nir) / (green + nir), tolerance);
      EXPECT_NEAR(rasters[4].values[state], (narrow - swir) / (narrow + swir), tolerance);
      EXPECT_NEAR(rasters[5].values[state], (green - swir) / (green + swir), tolerance);
      EXPECT_NEAR(rasters[6].values[state], (0.2 * nir - red) / (0.2 * nir + red), tolerance);
    }
  }
}

TEST(BandMath, TakesTheGridOfTheFinestBand) {
  EXPECT_EQ(Evaluate(Json::array({Plan(Custom("a", "nir / red"))}))[0].metres, 10);
  EXPECT_EQ(Evaluate(Json::array({Plan(Custom("a", "nir08 / swir16"))}))[0].metres, 20);
  EXPECT_EQ(Evaluate(Json::array({Plan(Custom("a", "coastal * 2"))}))[0].metres, 60);
  EXPECT_EQ(Evaluate(Json::array({Plan(Custom("a", "coastal + swir16"))}))[0].metres, 20);
}

TEST(BandMath, CustomIndicesSeeTheStoredSamples) {
  const auto raster = Evaluate(Json::array({Plan(Custom("double", "nir * 2", "INT32"))}))[0];
  const StateValues nir = BandValues(Sentinel2(), *Sentinel2().FindBand("nir"), 0.5);
  for (std::size_t state = 0; state < kCellStates; ++state) {
    EXPECT_EQ(raster.values[state], nir[state] * 2);
  }
}

TEST(BandMath, HonoursTheOutputType) {
  struct Case {
    const char* type;
    const char* equation;
    SampleType sample;
    const char* nodata;
    double value;  // of every state
  };
  const Case cases[] = {
      {nullptr, "nir / nir / 3", SampleType::kFloat32, "nan", static_cast<double>(1.0F / 3)},
      {"FLOAT32", "nir / nir / 3", SampleType::kFloat32, "nan", static_cast<double>(1.0F / 3)},
      {"FLOAT64", "nir / nir / 3", SampleType::kFloat64, "nan", 1.0 / 3},
      {"INT16", "nir / nir * 2.5", SampleType::kInt16, "-9999", 3},
      {"INT16", "nir / nir * 99999", SampleType::kInt16, "-9999", 32767},
      {"INT32", "nir / nir * -99999.6", SampleType::kInt32, "-9999", -100000},
      {"UINT16", "nir / nir * -5", SampleType::kUint16, "0", 0},
      {"INT16", "nir / (nir - nir)", SampleType::kInt16, "-9999", -9999},
      {"UINT16", "nir / (nir - nir)", SampleType::kUint16, "0", 0},
  };
  for (const Case& expected : cases) {
    const auto raster =
        Evaluate(Json::array({Plan(Custom("x", expected.equation, expected.type))}))[0];
    EXPECT_EQ(raster.type, expected.sample) << expected.equation;
    EXPECT_EQ(raster.nodata, expected.nodata) << expected.equation;
    for (const double value : raster.values) EXPECT_EQ(value, expected.value) << expected.equation;
  }
  const auto nothing = Evaluate(Json::array({Plan(Custom("x", "nir / (nir - nir)"))}))[0];
  EXPECT_TRUE(std::isnan(nothing.values[0]));
}

TEST(BandMath, GoesOnFromTheResultsOfAnotherJob) {
  const Json first = Plan(Custom("ndvi", "(nir - red) / (nir + red)"));
  const Json second = Plan(Custom("scaled", "ndvi * 10000", "INT16"), Json::array({first}));
  const auto rasters = Evaluate(Json::array({first, second}));
  ASSERT_EQ(rasters.size(), 1U);
  EXPECT_EQ(rasters[0].name, "scaled");
  EXPECT_EQ(rasters[0].metres, 10);
  const auto ndvi = Evaluate(Json::array({first}))[0];
  for (std::size_t state = 0; state < kCellStates; ++state) {
    EXPECT_EQ(rasters[0].values[state], std::round(ndvi.values[state] * 10000));
  }
  // Bands of the collection are out of reach there, the former results are not.
  EXPECT_THAT(Problem(Custom("x", "nir"), Json::array({first})),
              HasSubstr("there is no band `nir`; the bands are ndvi"));
  EXPECT_THAT(Problem({{"PredefinedIndices", {"NDVI"}}}, Json::array({first})),
              HasSubstr("NDVI cannot be computed: there is no band `nir`"));
}

TEST(BandMath, KeepsWhatHasNoValueThroughAChain) {
  const Json first = Plan(Custom("gap", "nir / (nir - nir)", "INT16"));
  const Json second = Plan(Custom("x", "gap + 1"), Json::array({first}));
  EXPECT_TRUE(std::isnan(Evaluate(Json::array({first, second}))[0].values[0]));
}

TEST(BandMath, KnowsWhichBandsGoIn) {
  const auto names = [](const Json& stages) {
    std::string text;
    for (const RasterBand* band : SourceBands(Sentinel2(), stages)) {
      text += std::string(band->file) + " ";
    }
    return text;
  };
  EXPECT_EQ(names(Json::array({Plan(Custom("x", "nir08 - blue + nir08"))})), "B02 B8A ");
  Json two = Custom("a", "nir - red");
  two["CustomIndices"]["Operations"].push_back({{"Name", "b"}, {"Equation", "coastal * 2"}});
  const Json first = Plan(two);
  EXPECT_EQ(names(Json::array({first})), "B01 B04 B08 ");
  EXPECT_EQ(names(Json::array({first, Plan(Custom("c", "a / 2"), Json::array({first}))})),
            "B04 B08 ");
}

TEST(BandMath, SaysWhatIsWrong) {
  EXPECT_THAT(Problem({{"PredefinedIndices", {"NDVI", "SAVI"}}}),
              AllOf(HasSubstr("'SAVI'"), HasSubstr("NDVI, EVI2, MSAVI")));
  EXPECT_THAT(Problem({{"PredefinedIndices", {"ndvi"}}}), HasSubstr("'ndvi'"));
  EXPECT_THAT(Problem(Custom("x", "(B08 - B04)")),
              AllOf(HasSubstr("operation 'x'"), HasSubstr("position 2"), HasSubstr("`B08`"),
                    HasSubstr("coastal, blue, green")));
  EXPECT_THAT(Problem(Json::object()), HasSubstr("names no index"));
  EXPECT_THAT(Problem(Custom("", "nir")), HasSubstr("1 to 128 characters"));
  EXPECT_THAT(Problem(Custom("a/b", "nir")), HasSubstr("without '/'"));
  EXPECT_THAT(Problem(Custom("a\nb", "nir")), HasSubstr("file name"));
  Json twice = Custom("ndvi", "nir");
  twice["PredefinedIndices"] = {"NDVI"};
  EXPECT_THAT(Problem(twice), HasSubstr("'ndvi' twice"));
  Json many = Custom("x", "nir");
  for (int i = 0; i < 100; ++i) {
    many["CustomIndices"]["Operations"].push_back(
        {{"Name", "x" + std::to_string(i)}, {"Equation", "nir"}});
  }
  EXPECT_THAT(Problem(many), HasSubstr("at most 100"));
}

TEST(BandMath, OutputBandsAreTheOperations) {
  Json config = Custom("veggie", "nir - red", "FLOAT64");
  config["PredefinedIndices"] = {"MSAVI"};
  EXPECT_EQ(OutputBandsOf(Plan(config)),
            Json::parse(R"([{"BandName":"msavi","OutputDataType":"FLOAT32"},
                            {"BandName":"veggie","OutputDataType":"FLOAT64"}])"));
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
