// SPDX-License-Identifier: Apache-2.0
//
// The states of a vector enrichment job, and its work: to read the user's CSV and to enrich it.
// The result is kept with the job, so that exports do not depend on what becomes of the input.

#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/vector_enrichment/map_matching.h"
#include "services/sagemaker_geospatial/vector_enrichment/results.h"
#include "services/sagemaker_geospatial/vector_enrichment/reverse_geocoding.h"
#include "services/sagemaker_geospatial/vector_enrichment/vector_enrichment_jobs.h"

namespace portside::sagemaker_geospatial {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kReverseGeocodingFile = "results_0.csv";

WorkResult Run(WorkContext& context) {
  const Json& document = context.job.document;
  const auto uri = S3Uri::Parse(document.at("InputConfig")
                                    .at("DataSourceConfig")
                                    .at("S3Data")
                                    .at("S3Uri")
                                    .get_ref<const std::string&>());
  const auto csv =
      context.objects.ReadAll(uri.value_or(S3Uri{}), limits::kVectorEnrichmentInputBytes);
  if (!csv) return Fail(ToJobFailure(csv.error()));

  const Json& config = document.at("JobConfig");
  if (const auto matching = config.find("MapMatchingConfig"); matching != config.end()) {
    return StoreResults(TRY(MatchToRoads(*csv, *matching, context.stop)));
  }
  ResultFiles files;
  files[std::string(kReverseGeocodingFile)] =
      TRY(ReverseGeocode(*csv, config.at("ReverseGeocodingConfig"), context.stop));
  return StoreResults(std::move(files));
}

// The members have other names than an earth observation job's.
void FillErrorDetails(Json& document, const JobFailure& failure) {
  document["ErrorDetails"] = {{"ErrorMessage", failure.reason}, {"ErrorType", failure.type}};
}

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

constexpr JobKind kVectorEnrichmentJob{.name = "sagemaker-geospatial::vector_enrichment_job",
                                       .states = kStates,
                                       .on_stop = "STOPPING",
                                       .on_delete = kDeleting,
                                       .fail = FillErrorDetails};
static_assert(IsWellFormed(kVectorEnrichmentJob));

}  // namespace portside::sagemaker_geospatial
