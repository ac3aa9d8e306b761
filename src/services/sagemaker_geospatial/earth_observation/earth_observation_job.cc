// SPDX-License-Identifier: Apache-2.0
//
// The states of an earth observation job, and its work: to find the scenes. Pixels are drawn when
// they are exported; they follow from the plan alone.

#include "services/sagemaker_geospatial/earth_observation/earth_observation_jobs.h"
#include "services/sagemaker_geospatial/scenes/area_of_interest.h"
#include "services/sagemaker_geospatial/scenes/raster_data_collections.h"
#include "services/sagemaker_geospatial/scenes/scene.h"

namespace portside::sagemaker_geospatial {
namespace {

using namespace std::chrono_literals;

WorkResult Run(WorkContext& context) {
  const Json& document = context.job.document;
  Json plan = document.at("Plan");
  if (const auto unable = plan.find("Unable"); unable != plan.end()) {
    return Fail(JobFailure{unable->get<std::string>(), "SERVER_ERROR"});
  }
  // A chained job goes on with the scenes of the job before it.
  if (plan.contains("Scenes")) return WorkOutput{};

  const Json& query = document.at("InputConfig").at("RasterDataCollectionQuery");
  const Json& range = query.at("TimeRangeFilter");
  const SceneQuery scenes_query{
      .collection = *FindRasterDataCollection(plan.at("Collection").get<std::string>()),
      .place = CentroidOf(query.at("AreaOfInterest")),
      .start = FromEpochSeconds(range.at("StartTime").get<double>()),
      .end = FromEpochSeconds(range.at("EndTime").get<double>()),
      .property_filters =
          query.value("PropertyFilters", Json::object()).value("Properties", Json::array())};
  plan["Scenes"] = Json::array();
  for (const Scene& scene : TRY(FindScenes(scenes_query, context.seed))) {
    plan["Scenes"].push_back(ToJson(scene));
  }
  WorkOutput output;
  output.document["Plan"] = std::move(plan);
  return output;
}

void FillErrorDetails(Json& document, const JobFailure& failure) {
  document["ErrorDetails"] = {{"Message", failure.reason}, {"Type", failure.type}};
}

// The real service initialises for about a minute and works for many; only the order matters to
// clients, and a first poll after a short sleep should find the job IN_PROGRESS.
constexpr JobState kStates[] = {
    {.name = "INITIALIZING", .duration = 300ms, .next = "IN_PROGRESS", .stoppable = true},
    {.name = "IN_PROGRESS",
     .duration = 700ms,
     .next = "COMPLETED",
     .work = Run,
     .on_failure = "FAILED",
     .stoppable = true},
    {.name = "STOPPING", .duration = 200ms, .next = "STOPPED"},
    {.name = "COMPLETED", .deletable = true},
    {.name = "STOPPED", .deletable = true},
    {.name = "FAILED", .deletable = true},
    {.name = "DELETING", .duration = 200ms, .next = "DELETED"},
    {.name = "DELETED", .removed = true},
};

}  // namespace

constexpr JobKind kEarthObservationJob{.name = "sagemaker-geospatial::earth_observation_job",
                                       .states = kStates,
                                       .on_stop = "STOPPING",
                                       .on_delete = kDeleting,
                                       .fail = FillErrorDetails};
static_assert(IsWellFormed(kEarthObservationJob));

}  // namespace portside::sagemaker_geospatial
