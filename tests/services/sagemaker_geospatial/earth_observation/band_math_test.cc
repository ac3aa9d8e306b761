// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/band_math.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "services/sagemaker_geospatial/raster_checks.h"
#include "services/sagemaker_geospatial/rasters/nearest.h"

namespace portside::sagemaker_geospatial {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsNan;
using testing::NanSensitiveDoubleEq;
using testing::Optional;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Json Custom(const char* name, const char* equation, const char* type = nullptr) {
  Json operation = {{"Name", name}, {"Equation", equation}};
  if (type != nullptr) operation["OutputType"] = type;
  return {{"CustomIndices", {{"Operations", Json::array({operation})}}}};
}

Image Scene(Mission mission = Mission::kSentinel2) { return SceneImage(mission); }

// The stage of a configuration over an image.
Json Plan(const Json& config, const Image& image = Scene()) {
  auto stage = PlanBandMath(config, BandSourceOf(image));
  EXPECT_TRUE(stage) << stage.error();
  return stage.value_or(Json::array());
}

std::string Problem(const Json& config, const Image& image = Scene()) {
  const auto stage = PlanBandMath(config, BandSourceOf(image));
  return stage ? "" : stage.error();
}

Image Evaluate(const Json& config, const Image& image = Scene()) {
  return BandMathOf(Plan(config, image), image);
}

// Some pixels in the middle of the one layer.
constexpr RasterWindow kWindow{.column = 700, .row = 300, .columns = 40, .rows = 30};
std::vector<double> Pixels(const Image& image, std::string_view layer) {
  return ReadAll(*image.Find(layer)->raster, kWindow);
}

TEST(BandMath, PredefinedIndicesAreThoseOfTheLiterature) {
  for (const Mission mission : {Mission::kSentinel2, Mission::kLandsat}) {
    Image image = Scene(mission);
    const char* moist = mission == Mission::kSentinel2 ? "nir08" : "nir";
    // On one grid, to be compared pixel by pixel.
    const RasterGrid grid = image.Find("nir")->raster->info().grid;
    const auto reflectance = [&](const char* band) {
      std::vector<double> values = ReadAll(*NearestOnto(image.Find(band)->raster, grid), kWindow);
      for (double& value : values) value = value * image.scale + image.offset;
      return values;
    };
    const auto nirs = reflectance("nir"), reds = reflectance("red"), greens = reflectance("green");
    const auto swirs = reflectance("swir16"), narrows = reflectance(moist);
    const Image indices = Evaluate(
        {{"PredefinedIndices", {"NDVI", "EVI2", "MSAVI", "NDWI", "NDMI", "NDSI", "WDRVI"}}}, image);
    ASSERT_EQ(indices.layers.size(), 7U);
    std::vector<std::vector<double>> actual;
    for (const Layer& layer : indices.layers) {
      actual.push_back(ReadAll(*NearestOnto(layer.raster, grid), kWindow));
    }
    for (std::size_t at = 0; at < kWindow.size(); ++at) {
      const double nir = nirs[at], red = reds[at], green = greens[at], swir = swirs[at];
      const double narrow = narrows[at];
      const double expected[] = {
          (nir - red) / (nir + red),
          2.5 * (nir - red) / (nir + 2.4 * red + 1),
          (2 * nir + 1 - std::sqrt(std::pow(2 * nir + 1, 2) - 8 * (nir - red))) / 2,
          (green - nir) / (green + nir),
          (narrow - swir) / (narrow + swir),
          (green - swir) / (green + swir),
          (0.2 * nir - red) / (0.2 * nir + red)};
      for (std::size_t index = 0; index < 7; ++index) {
        ASSERT_NEAR(actual[index][at], expected[index], 1e-6) << index;
      }
    }
  }
}

TEST(BandMath, TakesTheGridOfTheFinestBand) {
  const std::pair<const char*, double> cases[] = {
      {"nir / red", 10}, {"nir08 / swir16", 20}, {"coastal * 2", 60}, {"coastal + swir16", 20}};
  for (const auto& [equation, metres] : cases) {
    EXPECT_EQ(Evaluate(Custom("a", equation)).layers[0].raster->info().grid.metres, metres);
  }
}

TEST(BandMath, IsASoundRaster) {
  CheckRaster(*Evaluate(Custom("a", "nir / red - coastal")).layers[0].raster);
}

TEST(BandMath, CustomIndicesSeeTheStoredSamples) {
  const Image scene = Scene();
  const Image image = Evaluate(Custom("double", "nir * 2", "INT32"), scene);
  std::vector<double> expected = Pixels(scene, "nir");
  for (double& value : expected) value *= 2;
  EXPECT_EQ(Pixels(image, "double"), expected);
}

TEST(BandMath, HonoursTheOutputType) {
  struct Case {
    const char* type;
    const char* equation;
    SampleType sample;
    double nodata;
    double value;  // of every pixel
  };
  const Case cases[] = {
      {nullptr, "nir / nir / 3", SampleType::kFloat32, kNan, static_cast<double>(1.0F / 3)},
      {"FLOAT32", "nir / nir / 3", SampleType::kFloat32, kNan, static_cast<double>(1.0F / 3)},
      {"FLOAT64", "nir / nir / 3", SampleType::kFloat64, kNan, 1.0 / 3},
      {"INT16", "nir / nir * 2.5", SampleType::kInt16, -9999, 3},
      {"INT16", "nir / nir * 99999", SampleType::kInt16, -9999, 32767},
      {"INT32", "nir / nir * -99999.6", SampleType::kInt32, -9999, -100000},
      {"UINT16", "nir / nir * -5", SampleType::kUint16, 0, kNan},
      {"INT16", "nir / (nir - nir)", SampleType::kInt16, -9999, kNan},
      {"UINT16", "nir / (nir - nir)", SampleType::kUint16, 0, kNan},
      {"FLOAT32", "nir / (nir - nir)", SampleType::kFloat32, kNan, kNan},
  };
  for (const Case& expected : cases) {
    const Image image = Evaluate(Custom("x", expected.equation, expected.type));
    const RasterInfo& info = image.layers[0].raster->info();
    EXPECT_EQ(info.type, expected.sample) << expected.equation;
    EXPECT_THAT(info.nodata, Optional(NanSensitiveDoubleEq(expected.nodata)));
    EXPECT_THAT(Pixels(image, "x"), Each(NanSensitiveDoubleEq(expected.value)))
        << expected.equation;
  }
}

TEST(BandMath, GoesOnFromTheResultsOfAnotherJob) {
  const Image first = Evaluate(Custom("ndvi", "(nir - red) / (nir + red)"));
  const Image second = Evaluate(Custom("scaled", "ndvi * 10000", "INT16"), first);
  ASSERT_EQ(second.layers.size(), 1U);
  EXPECT_EQ(second.layers[0].raster->info().grid.metres, 10);
  std::vector<double> expected = Pixels(first, "ndvi");
  for (double& value : expected) value = std::round(value * 10000);
  EXPECT_EQ(Pixels(second, "scaled"), expected);
  // Bands of the collection are out of reach there, the former results are not.
  EXPECT_THAT(Problem(Custom("x", "nir"), first),
              HasSubstr("there is no band `nir`; the bands are ndvi"));
  EXPECT_THAT(Problem({{"PredefinedIndices", {"NDVI"}}}, first),
              HasSubstr("NDVI cannot be computed: there is no band `nir`"));
}

TEST(BandMath, KeepsWhatHasNoValueThroughAChain) {
  const Image first = Evaluate(Custom("gap", "nir / (nir - nir)", "INT16"));
  EXPECT_THAT(Pixels(Evaluate(Custom("x", "gap + 1"), first), "x"), Each(IsNan()));
}

TEST(BandMath, KnowsWhichBandsGoIn) {
  const auto sources = [](const Image& image) { return image.layers[0].sources; };
  EXPECT_THAT(sources(Evaluate(Custom("x", "nir08 - blue + nir08"))), ElementsAre("blue", "nir08"));
  Json two = Custom("a", "nir - red");
  two["CustomIndices"]["Operations"].push_back({{"Name", "b"}, {"Equation", "coastal * 2"}});
  const Image first = Evaluate(two);
  EXPECT_THAT(sources(first), ElementsAre("nir", "red"));
  EXPECT_THAT(first.layers[1].sources, ElementsAre("coastal"));
  EXPECT_THAT(sources(Evaluate(Custom("c", "a / 2"), first)), ElementsAre("nir", "red"));
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

}  // namespace
}  // namespace portside::sagemaker_geospatial
