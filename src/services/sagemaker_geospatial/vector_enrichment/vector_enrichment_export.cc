// SPDX-License-Identifier: Apache-2.0
//
// The export of a vector enrichment job: writes its result to <S3Uri>/<job id>/<file>.
// Whether the service's own path has the job's id or the export's is not known; it has one of
// twelve characters.

#include <functional>

#include "portside/objects/object_stream.h"
#include "services/sagemaker_geospatial/vector_enrichment/map_matching.h"
#include "services/sagemaker_geospatial/vector_enrichment/reverse_geocoding.h"
#include "services/sagemaker_geospatial/vector_enrichment/vector_enrichment_jobs.h"

namespace portside::sagemaker_geospatial {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kReverseGeocodingFile = "results_0.csv";

std::string ContentTypeOf(std::string_view file) {
  return file.ends_with(".csv") ? "text/csv" : "application/json";
}

class Exporter {
 public:
  explicit Exporter(WorkContext& context) : context_(context), document_(context.job.document) {}

  WorkResult Run() {
    if (const auto former = document_.find("ResultFiles"); former != document_.end()) {
      for (const Json& file : *former) TRY(CopyFormer(file.get<std::string>()));
      return WorkOutput{};
    }
    const Json& config = document_.at("JobConfig");
    if (const auto geocoding = config.find("ReverseGeocodingConfig"); geocoding != config.end()) {
      TRY(Write(kReverseGeocodingFile, [&](const PageVisitor& pages, const TextSink& out) {
        WriteAddresses(pages, *geocoding, out);
      }));
      return WorkOutput{};
    }
    for (const std::string_view file : kMatchedFiles) {
      TRY(Write(file, [file](const PageVisitor& pages, const TextSink& out) {
        WriteMatched(file, pages, out);
      }));
    }
    return WorkOutput{};
  }

 private:
  using Written = Expected<void, JobFailure>;
  using WriteText = std::function<void(const PageVisitor& pages, const TextSink& out)>;

  Written Write(std::string_view file, const WriteText& write) {
    const PageVisitor pages = [&](const std::function<void(std::string_view page)>& visit) {
      context_.records.Visit(ResultStream(context_.job.parent),
                             [&](const Record& record) { visit(record.bytes); });
    };
    return WriteObject(file, [&](const TextSink& out) { write(pages, out); });
  }

  Written CopyFormer(const std::string& file) {
    return WriteObject(file, [&](const TextSink& out) {
      ReadFormerResult(context_.records, context_.job.parent, file,
                       [&](std::string_view piece) { (void)out(piece); });
    });
  }

  Written WriteObject(std::string_view file,
                      const std::function<void(const TextSink& out)>& write) {
    const S3Uri uri = ExportRoot(context_.job).Join(file);
    auto writer = context_.objects.Put(uri.bucket, uri.key,
                                       ExportAttributes(context_.job, ContentTypeOf(file)));
    if (!writer) return Fail(ToJobFailure(writer.error()));
    ObjectOutput output(std::move(*writer));
    write([&](std::string_view text) {
      output.Write(text);
      return output.result() && !context_.stop.stop_requested();
    });
    if (context_.stop.stop_requested()) return Fail(JobFailure{"The export was stopped."});
    const auto committed = output.Commit();
    if (!committed) return Fail(ToJobFailure(committed.error()));
    return {};
  }

  WorkContext& context_;
  const Json& document_;
};

WorkResult Run(WorkContext& context) { return Exporter(context).Run(); }

constexpr JobState kStates[] = {
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
