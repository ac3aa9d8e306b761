// SPDX-License-Identifier: Apache-2.0
//
// What each operation makes of images; the values of whole jobs are compared with numpy and GDAL
// in tests/e2e/flows.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "services/sagemaker_geospatial/earth_observation/stages.h"
#include "services/sagemaker_geospatial/raster_checks.h"

namespace portside::sagemaker_geospatial {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

Images Scenes(std::initializer_list<int> days, double cloud_cover = 30) {
  Images images;
  for (const int day : days) images.push_back(SceneImage(Mission::kSentinel2, day, cloud_cover));
  return images;
}

Images Apply(const char* operation, const Json& config, Images images) {
  auto results = ApplyStage({{"Operation", operation}, {"Config", config}}, std::move(images));
  EXPECT_TRUE(results) << results.error();
  return results.value_or(Images());
}

std::string Problem(const char* operation, const Json& config, const Images& images) {
  const auto stage = PlanStage(operation, config, images);
  return stage ? "" : stage.error();
}

std::vector<std::string> FilesOf(const Image& image) {
  std::vector<std::string> files;
  for (const Layer& layer : image.layers)
    files.push_back(image.folder + "/" + image.id + layer.file);
  return files;
}

Json Metres(double metres) { return {{"UserDefined", {{"Unit", "METERS"}, {"Value", metres}}}}; }

TEST(CloudMasking, IsOneWhereTheLandCoverHasClouds) {
  const Image scene = SceneImage();
  const Image mask = Apply("CLOUD_MASKING", Json::object(), {scene}).front();
  const RasterWindow window{0, 0, 200, 200};
  const std::vector<double> classes = ReadAll(*scene.classes_at(60), window);
  const std::vector<double> clouds = ReadAll(*mask.layers[0].raster, window);
  for (std::size_t at = 0; at < classes.size(); ++at) {
    ASSERT_EQ(clouds[at], classes[at] >= 8 && classes[at] <= 10 ? 1 : 0);
  }
  EXPECT_FALSE(mask.layers[0].raster->info().nodata);
  CheckRaster(*mask.layers[0].raster);
}

TEST(CloudRemoval, InterpolatesBetweenClearDays) {
  const Images scenes = Scenes({14, 4, 9}, 40);
  const Images clear =
      Apply("CLOUD_REMOVAL", {{"InterpolationValue", "-9999"}, {"TargetBands", {"red"}}}, scenes);
  const RasterWindow window{100, 100, 300, 300, 3};
  std::vector<std::vector<double>> red;
  std::vector<std::vector<double>> classes;
  for (const Image& scene : scenes) {
    red.push_back(ReadAll(*scene.Find("red")->raster, window));
    classes.push_back(ReadAll(*scene.classes_at(10), window));
  }
  const std::vector<double> actual = ReadAll(*clear[2].layers[0].raster, window);
  const auto hidden = [&](std::size_t day, std::size_t at) {
    return classes[day][at] == 3 || (classes[day][at] >= 8 && classes[day][at] <= 10);
  };
  std::size_t kinds[4] = {};
  for (std::size_t at = 0; at < actual.size(); ++at) {
    const bool after = !hidden(0, at);
    const bool before = !hidden(1, at);
    if (!hidden(2, at)) {
      ASSERT_EQ(actual[at], red[2][at]);
    } else if (before && after) {
      ASSERT_NEAR(actual[at], (red[0][at] + red[1][at]) / 2, 0.5 + 1e-9);
      ++kinds[0];
    } else if (before || after) {
      ASSERT_EQ(actual[at], red[after ? 0 : 1][at]);
      ++kinds[1];
    } else {
      ASSERT_TRUE(std::isnan(actual[at]));
      ++kinds[2];
    }
  }
  EXPECT_GT(kinds[0], 0U);
  EXPECT_GT(kinds[1], 0U);
  EXPECT_GT(kinds[2], 0U);
  EXPECT_EQ(clear[2].layers[0].raster->info().type, SampleType::kInt32);
  EXPECT_EQ(clear[2].layers[0].raster->info().nodata, -9999);
  EXPECT_THAT(FilesOf(clear[1]),
              ElementsAre("11SQA/2022-07-04T18:34:08Z/S2A_11SQA_20220704_0_L2A_red"));
  CheckRaster(*clear[2].layers[0].raster);
}

TEST(CloudRemoval, TakesATypeThatHoldsTheFilling) {
  const std::pair<const char*, SampleType> cases[] = {
      {"0", SampleType::kUint16},    {"65535", SampleType::kUint16}, {"-1", SampleType::kInt32},
      {"70000", SampleType::kInt32}, {"0.5", SampleType::kFloat32},  {"nan", SampleType::kFloat32}};
  for (const auto& [filling, type] : cases) {
    const Images images = Apply("CLOUD_REMOVAL", {{"InterpolationValue", filling}}, Scenes({4}));
    EXPECT_EQ(images[0].Find("nir")->raster->info().type, type) << filling;
  }
  const Images plain = Apply("CLOUD_REMOVAL", Json::object(), Scenes({4}));
  EXPECT_EQ(plain[0].Find("nir")->raster->info().nodata, 0);
  EXPECT_EQ(plain[0].layers.size(), 15U);
}

TEST(Resampling, KeepsImagesApart) {
  const Images images = Apply("RESAMPLING",
                              {{"OutputResolution", Metres(60)},
                               {"AlgorithmName", "AVERAGE"},
                               {"TargetBands", {"nir", "scl"}}},
                              Scenes({4, 9}));
  ASSERT_EQ(images.size(), 2U);
  EXPECT_EQ(images[0].layers[1].name, "scl");
  EXPECT_EQ(images[0].layers[0].raster->info().grid.width, 1830U);
  EXPECT_THAT(FilesOf(images[1])[0], HasSubstr("S2A_11SQA_20220709_0_L2A_nir"));
  for (const double metres : {4.0, 1001.0, 0.0, -3.0}) {
    EXPECT_THAT(Problem("RESAMPLING", {{"OutputResolution", Metres(metres)}}, Scenes({4})),
                AllOf(HasSubstr("OutputResolution.UserDefined.Value"), HasSubstr("5 to 1000")));
  }
}

TEST(Stacking, MakesOneFileInTheOrderOfTheBands) {
  const struct {
    Json resolution;
    double metres;
  } cases[] = {{nullptr, 10},
               {{{"Predefined", "HIGHEST"}}, 10},
               {{{"Predefined", "LOWEST"}}, 60},
               {{{"Predefined", "AVERAGE"}}, 30},
               {Metres(45), 45}};
  for (const auto& [resolution, metres] : cases) {
    Json config = {{"TargetBands", {"swir16", "coastal", "red"}}};
    SetIfPresent(config, "OutputResolution", resolution);
    const Image stack = Apply("STACKING", config, Scenes({4})).front();
    ASSERT_EQ(stack.layers.size(), 1U);
    const RasterInfo& info = stack.layers[0].raster->info();
    EXPECT_THAT(info.bands, ElementsAre("swir16", "coastal", "red"));
    EXPECT_EQ(info.grid.metres, metres);
    EXPECT_THAT(FilesOf(stack)[0], HasSubstr("L2A_stacked"));
    CheckRaster(*stack.layers[0].raster);
  }
}

TEST(Stacking, OfEverythingIsInAlphabeticalOrderAndHoldsAllTypes) {
  const Image stack = Apply("STACKING", Json::object(), {SceneImage(Mission::kLandsat)}).front();
  const RasterInfo& info = stack.layers[0].raster->info();
  EXPECT_TRUE(std::ranges::is_sorted(info.bands));
  EXPECT_EQ(info.bands.size(), 18U);
  EXPECT_EQ(info.type, SampleType::kInt32);
  EXPECT_EQ(info.nodata, -32768);
  // Its bands can be named by the next job.
  EXPECT_EQ(
      Apply("RESAMPLING", {{"OutputResolution", Metres(60)}, {"TargetBands", {"red"}}}, {stack})
          .front()
          .layers[0]
          .name,
      "red");
}

TEST(TemporalStatistics, AreOverTheImagesOfATile) {
  const Images scenes = Scenes({4, 9, 14, 19});
  const Images results = Apply(
      "TEMPORAL_STATISTICS",
      {{"Statistics", {"MEAN", "MEDIAN", "STANDARD_DEVIATION"}}, {"TargetBands", {"nir"}}}, scenes);
  ASSERT_EQ(results.size(), 1U);
  EXPECT_THAT(FilesOf(results[0]), ElementsAre("11SQA/11SQA_nir_mean", "11SQA/11SQA_nir_median",
                                               "11SQA/11SQA_nir_standard_deviation"));
  const RasterWindow window{40, 50, 20, 20};
  const std::vector<double> means = ReadAll(*results[0].layers[0].raster, window);
  std::vector<double> sums(window.size());
  for (const Image& scene : scenes) {
    std::ranges::transform(sums, ReadAll(*scene.Find("nir")->raster, window), sums.begin(),
                           std::plus());
  }
  for (std::size_t at = 0; at < sums.size(); ++at) EXPECT_NEAR(means[at], sums[at] / 4, 1e-3);
  for (const Layer& layer : results[0].layers) CheckRaster(*layer.raster);
}

TEST(GeoMosaic, IsOneImage) {
  const Images scenes = Scenes({9, 4});
  const Images results = Apply("GEO_MOSAIC", {{"TargetBands", {"visual", "coastal"}}}, scenes);
  ASSERT_EQ(results.size(), 1U);
  EXPECT_THAT(FilesOf(results[0]), ElementsAre("/mosaic_visual", "/mosaic_coastal"));
  const RasterWindow window{40, 50, 100, 100};
  EXPECT_EQ(ReadAll(*results[0].layers[1].raster, window),
            ReadAll(*scenes[0].Find("coastal")->raster, window));
  CheckRaster(*results[0].layers[1].raster);
}

TEST(GeoMosaic, OfTheTrueColoursAloneIsAllThatTheNextJobHas) {
  const Images mosaic = Apply("GEO_MOSAIC", {{"TargetBands", {"visual"}}}, Scenes({4}));
  const Image stack = Apply("STACKING", Json::object(), mosaic).front();
  EXPECT_THAT(stack.layers[0].raster->info().bands,
              ElementsAre("visual_red", "visual_green", "visual_blue"));
}

TEST(Stages, SayWhichBandThereIsNot) {
  for (const char* operation : {"CLOUD_REMOVAL", "GEO_MOSAIC", "STACKING", "ZONAL_STATISTICS"}) {
    EXPECT_THAT(Problem(operation, {{"TargetBands", {"red", "lwir11"}}}, Scenes({4})),
                AllOf(HasSubstr("'lwir11'"), HasSubstr("coastal, blue, green")))
        << operation;
    EXPECT_THAT(Problem(operation, {{"TargetBands", {"red", "red"}}}, Scenes({4})),
                HasSubstr("twice"))
        << operation;
  }
}

TEST(Stages, RefuseChainsThatMakeNoSense) {
  const Images mask = Apply("CLOUD_MASKING", Json::object(), Scenes({4}));
  const Images resampled = Apply("RESAMPLING", {{"OutputResolution", Metres(60)}}, Scenes({4}));
  EXPECT_THAT(Problem("BAND_MATH", {{"PredefinedIndices", {"NDVI"}}}, mask),
              HasSubstr("BAND_MATH calculates with bands"));
  for (const char* operation : {"CLOUD_MASKING", "CLOUD_REMOVAL", "LAND_COVER_SEGMENTATION"}) {
    EXPECT_THAT(Problem(operation, Json::object(), resampled),
                AllOf(HasSubstr(operation), HasSubstr("cannot go on")));
  }
  const Images table = Apply("ZONAL_STATISTICS", Json::object(), Scenes({4}));
  EXPECT_THAT(Problem("STACKING", Json::object(), table), HasSubstr("a table and no images"));
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
