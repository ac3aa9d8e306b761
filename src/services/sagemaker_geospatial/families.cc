// SPDX-License-Identifier: Apache-2.0
//
// The two nouns of SageMaker geospatial that are kept and shown.

#include "services/sagemaker_geospatial/earth_observation/earth_observation_jobs.h"
#include "services/sagemaker_geospatial/rules.h"
#include "services/sagemaker_geospatial/style.h"
#include "services/sagemaker_geospatial/vector_enrichment/vector_enrichment_jobs.h"

namespace portside::sagemaker_geospatial {
namespace {

// Ids in public recordings have twelve characters, none of them 0, 1, l or o.
constexpr std::string_view kIdAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";
constexpr std::size_t kIdLength = 12;

constexpr Computed kVectorEnrichmentFacts[] = {
    {"DurationInSeconds", DurationInSecondsOf},
    {"Type", VectorEnrichmentTypeOf},
    {"ExportStatus", ExportStatusOf},
    {"ExportErrorDetails", VectorEnrichmentExportErrorOf},
};
constexpr Computed kEarthObservationFacts[] = {
    {"DurationInSeconds", DurationInSecondsOf},
    {"OperationType", EarthObservationOperationOf},
    {"OutputBands", OutputBandsOf},
    {"ExportStatus", ExportStatusOf},
    {"ExportErrorDetails", EarthObservationExportErrorOf},
};

}  // namespace

constexpr Family kVectorEnrichmentJobs{
    .kind = "sagemaker-geospatial::vector_enrichment_job",
    .noun = "VectorEnrichmentJob",
    .label = "vector enrichment job",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kStop | kDelete,
    .states = &kVectorEnrichmentJob,
    .arn = "vector-enrichment-job/{id}",
    .new_id = NewJobId,
    .name_member = "Name",
    .arn_member = "Arn",
    .computed = kVectorEnrichmentFacts,
    .check = CheckVectorEnrichmentJob,
    .release = ReleaseJob,
};

constexpr Family kEarthObservationJobs{
    .kind = "sagemaker-geospatial::earth_observation_job",
    .noun = "EarthObservationJob",
    .label = "earth observation job",
    .style = &kStyle,
    .verbs = kCreate | kDescribe | kList | kStop | kDelete,
    .states = &kEarthObservationJob,
    .arn = "earth-observation-job/{id}",
    .new_id = NewJobId,
    .name_member = "Name",
    .arn_member = "Arn",
    .computed = kEarthObservationFacts,
    .prepare = PrepareEarthObservationJob,
    .release = ReleaseJob,
};

std::span<const Family* const> Families() {
  static constexpr const Family* kFamilies[] = {&kVectorEnrichmentJobs, &kEarthObservationJobs};
  return kFamilies;
}

std::string NewJobId(Random& random) { return random.Text(kIdLength, kIdAlphabet); }

Json DurationInSecondsOf(const Resource& job, const RequestContext& context) {
  Timestamp until = context.now;
  for (const std::string_view end : {"COMPLETED", "FAILED", "STOPPED"}) {
    if (const auto entered = job.Entered(end)) until = std::min(until, *entered);
  }
  return std::chrono::duration_cast<std::chrono::seconds>(until - job.created_at).count();
}

}  // namespace portside::sagemaker_geospatial
