// SPDX-License-Identifier: Apache-2.0
//
// The states of a vector enrichment job, and its work: to read the user's CSV and to enrich it.
// The result is kept with the job, so that exports do not depend on what becomes of the input.

#include <functional>

#include "portside/objects/object_stream.h"
#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/vector_enrichment/map_matching.h"
#include "services/sagemaker_geospatial/vector_enrichment/results.h"
#include "services/sagemaker_geospatial/vector_enrichment/reverse_geocoding.h"
#include "services/sagemaker_geospatial/vector_enrichment/vector_enrichment_jobs.h"

namespace portside::sagemaker_geospatial {
namespace {

using namespace std::chrono_literals;

WorkResult Run(WorkContext& context) {
  const Json& document = context.job.document;
  const S3Uri uri = S3Uri::Parse(document.at("InputConfig")
                                     .at("DataSourceConfig")
                                     .at("S3Data")
                                     .at("S3Uri")
                                     .get_ref<const std::string&>())
                        .value_or(S3Uri{});
  const auto reader = context.objects.Open(uri.bucket, uri.key);
  if (!reader) return Fail(ToJobFailure(reader.error()));
  if ((*reader)->info().size > limits::kVectorEnrichmentInputBytes) {
    return Fail(
        ToJobFailure(TooLarge(uri, (*reader)->info().size, limits::kVectorEnrichmentInputBytes)));
  }

  const Json& config = document.at("JobConfig");
  ObjectInput csv(**reader);
  if (const auto matching = config.find("MapMatchingConfig"); matching != config.end()) {
    TRY(TakeDrives(std::ref(csv), *matching, context.rows, context.stop));
  } else {
    TRY(TakePlaces(std::ref(csv), config.at("ReverseGeocodingConfig"), context.rows, context.stop));
  }
  WorkOutput output;
  output.rows = {ResultStream(context.job.arn)};
  return output;
}

// The members have other names than an earth observation job's.
void FillErrorDetails(Json& document, const JobFailure& failure) {
  document["ErrorDetails"] = {{"ErrorMessage", failure.reason}, {"ErrorType", failure.type}};
}

constexpr JobState kStates[] = {
    {.name = "INITIALIZING", .duration = 300ms, .next = "IN_PROGRESS"},
    {.name = "IN_PROGRESS",
     .duration = 700ms,
     .next = "COMPLETED",
     .work = Run,
     .on_failure = "FAILED",
     .memory = limits::kSortBytes},
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

constexpr JobKind kVectorEnrichmentJob{.name = "sagemaker-geospatial::vector_enrichment_job",
                                       .states = kStates,
                                       .commands = kCommands,
                                       .fail = FillErrorDetails};
static_assert(IsWellFormed(kVectorEnrichmentJob));

}  // namespace portside::sagemaker_geospatial
