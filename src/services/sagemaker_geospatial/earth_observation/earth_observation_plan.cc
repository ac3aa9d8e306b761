// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/earth_observation_plan.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>

#include "portside/objects/s3_uri.h"
#include "services/sagemaker_geospatial/earth_observation/earth_observation_jobs.h"
#include "services/sagemaker_geospatial/earth_observation/job_images.h"
#include "services/sagemaker_geospatial/errors.h"
#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/scenes/raster_data_collections.h"
#include "services/sagemaker_geospatial/scenes/raster_query.h"

namespace portside::sagemaker_geospatial {
namespace {

// LAND_COVER_SEGMENTATION is recorded; the others are named after it.
struct OperationType {
  std::string_view config;
  std::string_view type;
};
constexpr OperationType kOperationTypes[] = {
    {"BandMathConfig", "BAND_MATH"},
    {"CloudMaskingConfig", "CLOUD_MASKING"},
    {"CloudRemovalConfig", "CLOUD_REMOVAL"},
    {"GeoMosaicConfig", "GEO_MOSAIC"},
    {"LandCoverSegmentationConfig", "LAND_COVER_SEGMENTATION"},
    {"ResamplingConfig", "RESAMPLING"},
    {"StackConfig", "STACKING"},
    {"TemporalStatisticsConfig", "TEMPORAL_STATISTICS"},
    {"ZonalStatisticsConfig", "ZONAL_STATISTICS"},
};

using Checked = Result<void>;

Result<const RasterDataCollection*> CheckQuery(const Json& query) {
  const auto& arn = query.at("RasterDataCollectionArn").get_ref<const std::string&>();
  const RasterDataCollection* collection = FindRasterDataCollection(arn);
  if (collection == nullptr) {
    return Fail(ResourceNotFoundException("Raster data collection " + arn +
                                              " does not exist; ListRasterDataCollections names "
                                              "those that do.",
                                          arn));
  }
  if (collection->mission == Mission::kNone) {
    return Fail(ValidationException("Earth observation jobs do not take images of " +
                                    std::string(collection->name) +
                                    "; use Sentinel 2 L2A COGs or Landsat Collection 2."));
  }
  if (!query.contains("AreaOfInterest")) {
    // Optional in the model; without it nothing says which of all images of the earth are meant.
    return Fail(
        ValidationException("RasterDataCollectionQuery has no AreaOfInterest; give the "
                            "polygon whose images the job is to take."));
  }
  TRY(CheckRasterQuery(query, *collection));
  return collection;
}

bool IsNumber(const std::string& text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && rest == end && !std::isinf(number);
}

// Each is a column or a file of its name.
Checked CheckStatistics(const Json& config) {
  std::set<std::string> known;
  for (const Json& entry : config.value("Statistics", Json::array())) {
    if (known.insert(entry.get<std::string>()).second) continue;
    return Fail(ValidationException("Statistics names " + entry.get<std::string>() + " twice."));
  }
  return {};
}

Checked CheckConfig(const std::string& name, const Json& config) {
  if (name == "CloudRemovalConfig" && config.contains("InterpolationValue") &&
      !IsNumber(config.at("InterpolationValue").get_ref<const std::string&>())) {
    return Fail(ValidationException("CloudRemovalConfig.InterpolationValue is '" +
                                    config.at("InterpolationValue").get<std::string>() +
                                    "'; it must be a number, written as a string."));
  }
  if (name == "ZonalStatisticsConfig") {
    const auto& path = config.at("ZoneS3Path").get_ref<const std::string&>();
    const auto uri = S3Uri::Parse(path);
    if (!uri || uri->key.empty()) {
      return Fail(ValidationException("ZonalStatisticsConfig.ZoneS3Path is '" + path +
                                      "'; it must be s3://bucket/key of a GeoJSON file."));
    }
  }
  const auto resolution = config.find("OutputResolution");
  if (name == "StackConfig" && resolution != config.end() &&
      resolution->contains("Predefined") == resolution->contains("UserDefined")) {
    return Fail(ValidationException(
        "StackConfig.OutputResolution must have exactly one of Predefined and UserDefined."));
  }
  return CheckStatistics(config);
}

// The plan before the operation's own part: what it starts from.
Result<Json> PlanInput(const Json& input_config, RequestContext& context) {
  const auto query = input_config.find("RasterDataCollectionQuery");
  const auto previous = input_config.find("PreviousEarthObservationJobArn");
  if ((query == input_config.end()) == (previous == input_config.end())) {
    return Fail(
        ValidationException("InputConfig must have exactly one of "
                            "RasterDataCollectionQuery and "
                            "PreviousEarthObservationJobArn."));
  }
  if (query != input_config.end()) {
    const RasterDataCollection* collection = TRY(CheckQuery(*query));
    return Json{{"Collection", collection->arn}, {"Stages", Json::array()}};
  }
  const ResourcePtr job = TRY(FindResource(kEarthObservationJobs, {{"Arn", *previous}}, context));
  if (job->state != kCompleted) {
    return Fail(ConflictException("PreviousEarthObservationJobArn: " + job->arn + " is " +
                                      job->state +
                                      "; a job can only go on from one that is "
                                      "COMPLETED.",
                                  job->arn));
  }
  Json plan = job->document.at("Plan");
  plan["Previous"] = plan.at("Operation");
  return plan;
}

}  // namespace

std::string OperationTypeOf(const Json& job_config) {
  const auto found =
      std::ranges::find(kOperationTypes, job_config.begin().key(), &OperationType::config);
  return std::string(found->type);
}

Result<Json> PlanEarthObservation(const Json& input, RequestContext& context) {
  const Json& job_config = input.at("JobConfig");
  const std::string& name = job_config.begin().key();
  const Json& config = job_config.begin().value();
  TRY(CheckConfig(name, config));
  Json plan = TRY(PlanInput(input.at("InputConfig"), context));
  const std::string operation = OperationTypeOf(job_config);
  plan["Stages"] = StagesOf(plan);
  if (plan.at("Stages").size() == limits::kChainedJobs) {
    return Fail(ValidationException("At most " + std::to_string(limits::kChainedJobs) +
                                    " jobs can follow each other."));
  }
  const Images sample = SampleOutput(plan);
  plan["Operation"] = operation;
  auto stage = PlanStage(operation, config, sample);
  if (!stage) return Fail(ValidationException(std::move(stage).error()));
  plan["Stages"].push_back(std::move(*stage));
  return plan;
}

Json InputConfigOutput(const Json& input_config) {
  Json output = input_config;
  if (const auto query = output.find("RasterDataCollectionQuery"); query != output.end()) {
    const std::string arn = query->at("RasterDataCollectionArn").get<std::string>();
    if (const RasterDataCollection* collection = FindRasterDataCollection(arn)) {
      (*query)["RasterDataCollectionName"] = collection->name;
    }
  }
  return output;
}

}  // namespace portside::sagemaker_geospatial
