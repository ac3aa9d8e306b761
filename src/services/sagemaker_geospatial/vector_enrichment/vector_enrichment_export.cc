// SPDX-License-Identifier: Apache-2.0
//
// The export of a vector enrichment job: copies its stored results to <S3Uri>/<job id>/<file>.
// Whether the service's own path has the job's id or the export's is not known; it has one of
// twelve characters.

#include "services/sagemaker_geospatial/vector_enrichment/results.h"
#include "services/sagemaker_geospatial/vector_enrichment/vector_enrichment_jobs.h"

namespace portside::sagemaker_geospatial {
namespace {

using namespace std::chrono_literals;

std::string ContentTypeOf(const std::string& file) {
  return file.ends_with(".csv") ? "text/csv" : "application/json";
}

ObjectResult<void> Copy(WorkContext& context, const std::string& file) {
  const S3Uri uri = ExportRoot(context.job).Join(file);
  ObjectAttributes attributes;
  attributes.content_type = ContentTypeOf(file);
  const auto writer = TRY(context.objects.Put(uri.bucket, uri.key, std::move(attributes)));
  ObjectResult<void> written;
  ReadResult(context.records, context.job.parent, file, [&](std::string_view piece) {
    if (written) written = writer->Write(piece);
  });
  TRY(std::move(written));
  TRY(writer->Commit());
  return {};
}

WorkResult Run(WorkContext& context) {
  for (const Json& file : context.job.document.at("ResultFiles")) {
    if (context.stop.stop_requested()) return Fail(JobFailure{"The export was stopped."});
    const auto copied = Copy(context, file.get<std::string>());
    if (!copied) return Fail(ToJobFailure(copied.error()));
  }
  return WorkOutput{};
}

constexpr JobState kStates[] = {
    {.name = kExportQueued, .duration = 0ms, .next = "IN_PROGRESS"},
    {.name = "IN_PROGRESS",
     .duration = 700ms,
     .next = "SUCCEEDED",
     .work = Run,
     .on_failure = "FAILED"},
    {.name = "SUCCEEDED"},
    {.name = "FAILED"},
};

}  // namespace

constexpr JobKind kVectorEnrichmentExport{
    .name = "sagemaker-geospatial::vector_enrichment_job_export",
    .states = kStates,
    .fail = FillExportError};
static_assert(IsWellFormed(kVectorEnrichmentExport));

}  // namespace portside::sagemaker_geospatial
