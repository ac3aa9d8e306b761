// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/stages.h"

#include <algorithm>
#include <utility>

#include "services/sagemaker_geospatial/earth_observation/band_math.h"
#include "services/sagemaker_geospatial/earth_observation/cloud_removal.h"
#include "services/sagemaker_geospatial/earth_observation/geo_mosaic.h"
#include "services/sagemaker_geospatial/earth_observation/regridding.h"
#include "services/sagemaker_geospatial/earth_observation/segmentation.h"
#include "services/sagemaker_geospatial/earth_observation/target_bands.h"
#include "services/sagemaker_geospatial/earth_observation/temporal_statistics.h"

namespace portside::sagemaker_geospatial {
namespace {

using Applied = Expected<Images, std::string>;

// What recognises things in pixels needs those that came from the satellite.
Expected<void, std::string> NeedScenes(const std::string& operation, const Images& images) {
  if (std::ranges::all_of(images, [](const Image& image) { return bool(image.classes_at); })) {
    return {};
  }
  return Fail(operation +
              " recognises what satellite images show and cannot go on from the "
              "results of another job; start it from a RasterDataCollectionQuery.");
}

Applied ApplyLandCover(const Json&, Images images) {
  TRY(NeedScenes("LAND_COVER_SEGMENTATION", images));
  for (Image& image : images) image = LandCoverOf(std::move(image));
  return images;
}

Applied ApplyCloudMasking(const Json&, Images images) {
  TRY(NeedScenes("CLOUD_MASKING", images));
  for (Image& image : images) image = CloudMaskOf(std::move(image));
  return images;
}

Applied ApplyCloudRemoval(const Json& config, Images images) {
  TRY(NeedScenes("CLOUD_REMOVAL", images));
  return WithoutClouds(config, std::move(images));
}

Applied ApplyMosaic(const Json& config, Images images) { return MosaicOf(config, images); }

Applied ApplyResampling(const Json& config, Images images) {
  for (Image& image : images) image = TRY(ResampledImageOf(config, std::move(image)));
  return images;
}

Applied ApplyStacking(const Json& config, Images images) {
  for (Image& image : images) image = TRY(StackOf(config, std::move(image)));
  return images;
}

// A table and no images (zonal_statistics.h).
Applied ApplyZonalStatistics(const Json& config, Images images) {
  TRY(TargetLayers(config, images.front()));
  return Images();
}

struct StageKind {
  std::string_view operation;
  Applied (*apply)(const Json& config, Images images);
};
constexpr StageKind kKinds[] = {
    {"CLOUD_MASKING", ApplyCloudMasking},
    {"CLOUD_REMOVAL", ApplyCloudRemoval},
    {"GEO_MOSAIC", ApplyMosaic},
    {"LAND_COVER_SEGMENTATION", ApplyLandCover},
    {"RESAMPLING", ApplyResampling},
    {"STACKING", ApplyStacking},
    {"TEMPORAL_STATISTICS", TemporalStatisticsOf},
    {kZonalStatistics, ApplyZonalStatistics},
};
constexpr std::string_view kBandMath = "BAND_MATH";

const StageKind* FindKind(std::string_view operation) {
  const auto found = std::ranges::find(kKinds, operation, &StageKind::operation);
  return found == std::end(kKinds) ? nullptr : found;
}

}  // namespace

Expected<Json, std::string> PlanStage(const std::string& operation, const Json& config,
                                      const Images& input) {
  if (input.empty()) {
    return Fail(std::string("ZONAL_STATISTICS gives a table and no images; " + operation +
                            " cannot go on from it."));
  }
  if (operation == kBandMath) {
    const BandSource source = BandSourceOf(input.front());
    if (source.names.empty()) {
      return Fail(
          std::string("BAND_MATH calculates with bands, and the results of the previous job "
                      "are none; start it from a RasterDataCollectionQuery or from a job "
                      "whose OutputBands are bands."));
    }
    return PlanBandMath(config, source);
  }
  Json stage = {{"Operation", operation}, {"Config", config}};
  TRY(ApplyStage(stage, input));
  return stage;
}

Applied ApplyStage(const Json& stage, Images input) {
  if (stage.is_array()) {
    for (Image& image : input) image = BandMathOf(stage, std::move(image));
    return input;
  }
  const StageKind* kind = FindKind(stage.at("Operation").get_ref<const std::string&>());
  if (kind == nullptr) return Fail("There is no operation " + stage.at("Operation").dump() + ".");
  return kind->apply(stage.at("Config"), std::move(input));
}

}  // namespace portside::sagemaker_geospatial
