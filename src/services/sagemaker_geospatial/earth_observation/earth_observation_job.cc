// SPDX-License-Identifier: Apache-2.0
//
// The states of an earth observation job, and its work: to find the scenes, and to make the table
// of zonal statistics. Other pixels are drawn when they are exported; they follow from the plan and
// the scenes alone.

#include "services/sagemaker_geospatial/earth_observation/earth_observation_jobs.h"
#include "services/sagemaker_geospatial/earth_observation/job_images.h"
#include "services/sagemaker_geospatial/earth_observation/zonal_statistics.h"
#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/scenes/area_of_interest.h"
#include "services/sagemaker_geospatial/scenes/raster_data_collections.h"
#include "services/sagemaker_geospatial/scenes/scene_pages.h"

namespace portside::sagemaker_geospatial {
namespace {

using namespace std::chrono_literals;

Expected<std::vector<Scene>, JobFailure> ScenesOf(const WorkContext& context, const Json& plan) {
  const Json& query = context.job.document.at("InputConfig").at("RasterDataCollectionQuery");
  const Json& range = query.at("TimeRangeFilter");
  const Json& area = query.at("AreaOfInterest");
  const SceneQuery scenes_query{
      .collection = CollectionOf(plan),
      .visit_places = [&area](const PlaceVisitor& visit) { VisitPlaces(area, visit); },
      .start = FromEpochSeconds(range.at("StartTime").get<double>()),
      .end = FromEpochSeconds(range.at("EndTime").get<double>()),
      .property_filters =
          query.value("PropertyFilters", Json::object()).value("Properties", Json::array())};
  return FindScenes(scenes_query, context.seed);
}

// A chained job goes on with the scenes of the job before it, which may be deleted afterwards.
Expected<std::vector<Scene>, JobFailure> FormerScenes(const WorkContext& context) {
  const std::string previous =
      StringOr(context.job.document.at("InputConfig"), "PreviousEarthObservationJobArn");
  std::vector<Scene> scenes = ScenesOfJob(context.records, previous);
  if (!scenes.empty()) return scenes;
  return Fail(JobFailure{"The previous job " + previous + " was deleted before this one began."});
}

// Statistics are made while the job runs, of the zones as they are then.
Expected<void, JobFailure> StageZonalStatistics(WorkContext& context, const Json& plan,
                                                const std::vector<Scene>& scenes) {
  const Json& config = plan.at("Stages").back().at("Config");
  const auto& path = config.at("ZoneS3Path").get_ref<const std::string&>();
  const auto file =
      context.objects.ReadAll(S3Uri::Parse(path).value_or(S3Uri{}), limits::kZoneFileBytes);
  if (!file) return Fail(ToJobFailure(file.error()));
  const auto zones = ReadZones(*file);
  if (!zones) return Fail(JobFailure{"ZoneS3Path " + path + ": " + zones.error()});
  const auto inputs = InputImages(plan, scenes, context.seed);
  if (!inputs) return Fail(JobFailure{inputs.error()});
  auto done = TabulateZones(config, *inputs, *zones, context.stop,
                            [&](std::string_view csv) { StageTable(csv, context.rows); });
  if (!done) return Fail(JobFailure{std::move(done).error()});
  return {};
}

WorkResult Run(WorkContext& context) {
  const Json& plan = context.job.document.at("Plan");
  if (const auto unable = plan.find("Unable"); unable != plan.end()) {
    return Fail(JobFailure{unable->get<std::string>(), "SERVER_ERROR"});
  }
  const std::vector<Scene> scenes =
      plan.contains("Previous") ? TRY(FormerScenes(context)) : TRY(ScenesOf(context, plan));
  StageScenes(scenes, context.rows);
  if (plan.at("Operation") == kZonalStatistics) {
    TRY(StageZonalStatistics(context, plan, scenes));
  } else if (auto outputs = OutputImages(plan, scenes, context.seed); !outputs) {
    return Fail(JobFailure{std::move(outputs).error()});
  }
  WorkOutput output;
  output.rows = {SceneStream(context.job.arn)};
  return output;
}

void FillErrorDetails(Json& document, const JobFailure& failure) {
  document["ErrorDetails"] = {{"Message", failure.reason}, {"Type", failure.type}};
}

// The real service initialises for about a minute and works for many; only the order matters to
// clients, and a first poll after a short sleep should find the job IN_PROGRESS.
constexpr JobState kStates[] = {
    {.name = "INITIALIZING", .duration = 300ms, .next = "IN_PROGRESS"},
    {.name = "IN_PROGRESS",
     .duration = 700ms,
     .next = "COMPLETED",
     .work = Run,
     .on_failure = "FAILED",
     .memory = limits::kEarthObservationBytes},
    {.name = "STOPPING", .duration = 200ms, .next = "STOPPED"},
    {.name = "COMPLETED"},
    {.name = "STOPPED"},
    {.name = "FAILED"},
    {.name = "DELETING", .duration = 200ms, .next = "DELETED"},
    {.name = "DELETED", .removed = true},
};
constexpr JobCommand kCommands[] = {
    {JobVerb::kStop, {"INITIALIZING", "IN_PROGRESS"}, "STOPPING"},
    {JobVerb::kDelete, {"COMPLETED", "STOPPED", "FAILED"}, kDeleting},
};

}  // namespace

constexpr JobKind kEarthObservationJob{.name = "sagemaker-geospatial::earth_observation_job",
                                       .states = kStates,
                                       .commands = kCommands,
                                       .fail = FillErrorDetails,
                                       .find_flaw = FindFlawOfPlan};
static_assert(IsWellFormed(kEarthObservationJob));

}  // namespace portside::sagemaker_geospatial
