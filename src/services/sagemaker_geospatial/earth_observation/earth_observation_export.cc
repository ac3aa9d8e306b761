// SPDX-License-Identifier: Apache-2.0
//
// The export of an earth observation job: draws the job's rasters, and on request the images they
// were computed from, into the user's bucket:
//
//   <S3Uri>/<job id>/output/consolidated/<tile>/<scene time>/<scene id>[_<layer>].tif
//   <S3Uri>/<job id>/output/consolidated/<tile>[/<year>]/<tile>[_<year>]_<band>_<statistic>.tif
//   <S3Uri>/<job id>/output/consolidated/mosaic_<band>.tif
//   <S3Uri>/<job id>/output/consolidated/zonal_statistics.csv
//   <S3Uri>/<job id>/input/<scene id>/<band file>.tif
//
// The first layout is the service's own, recorded; of the others the ends of the names are, and
// where source images go is not public. An export that runs again writes the same bytes to the same
// keys.

#include <set>

#include "services/sagemaker_geospatial/earth_observation/earth_observation_jobs.h"
#include "services/sagemaker_geospatial/earth_observation/job_images.h"
#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/rasters/raster_file.h"
#include "services/sagemaker_geospatial/scenes/scene_pages.h"

namespace portside::sagemaker_geospatial {
namespace {

using namespace std::chrono_literals;

// The members of ExportErrorDetails.
constexpr std::string_view kResultsPart = "ExportResults";
constexpr std::string_view kSourcesPart = "ExportSourceImages";
constexpr std::string_view kParts[] = {kResultsPart, kSourcesPart};

class Exporter {
 public:
  explicit Exporter(WorkContext& context)
      : context_(context),
        plan_(context.job.document.at("Plan")),
        root_(ExportRoot(context.job)),
        with_sources_(context.job.document.value("ExportSourceImages", false)) {}

  WorkResult Run() {
    // A bucket that cannot be written to is known before hours of drawing.
    if (const auto bucket = context_.objects.FindBucket(root_.bucket); !bucket) {
      return Fail(ToJobFailure(bucket.error()));
    }
    scenes_ = ScenesOfJob(context_.records, context_.job.parent);
    if (Writes(kResultsPart) && IsTable()) TRY(WriteTable());
    TRY(WriteFiles());
    // What a test has ordered to fail is not there, and the other part is.
    if (context_.part_failure) return Fail(*context_.part_failure);
    return WorkOutput{};
  }

 private:
  using Written = Expected<void, JobFailure>;
  struct File {
    std::string key;
    RasterPtr raster;
    Overviews overviews = Overviews::kNone;
  };

  [[nodiscard]] bool IsTable() const { return plan_.at("Operation") == kZonalStatistics; }

  [[nodiscard]] bool Writes(std::string_view part) const {
    return !context_.part_failure || context_.part_failure->part != part;
  }

  Written WriteTable() {
    const S3Uri place = root_.Join("output/consolidated/zonal_statistics.csv");
    auto writer =
        context_.objects.Put(place.bucket, place.key, ExportAttributes(context_.job, "text/csv"));
    if (!writer) return Fail(ToJobFailure(writer.error()));
    Written written;
    VisitTable(context_.records, context_.job.parent, [&](std::string_view csv) {
      const auto piece = (*writer)->Write(csv);
      if (!piece) written = Fail(ToJobFailure(piece.error()));
      return written.has_value();
    });
    TRY(std::move(written));
    const auto committed = (*writer)->Commit();
    if (!committed) return Fail(ToJobFailure(committed.error()));
    return {};
  }

  // Drawn on several threads at once, and written in their order.
  Written WriteFiles() {
    const std::vector<File> files = TRY(Files());
    const auto new_maker = [&]() -> PieceMaker {
      // Rasters keep what they have drawn, and are not for two threads at once.
      auto own = std::make_shared<const std::vector<File>>(Files().value_or(std::vector<File>()));
      return [&, own](std::size_t at) { return Draw(own->at(at)); };
    };
    return MakeInOrder(context_.crew, files.size(), new_maker,
                       [&](std::size_t at, const std::string& bytes) -> Written {
                         const auto written = context_.objects.WriteAll(
                             root_.Join(files[at].key), bytes,
                             ExportAttributes(context_.job, "image/tiff"));
                         if (!written) return Fail(ToJobFailure(written.error()));
                         return {};
                       });
  }

  Expected<std::vector<File>, JobFailure> Files() const {
    std::vector<File> files;
    const auto outputs = OutputImages(plan_, scenes_, context_.seed);
    if (!outputs) return Fail(JobFailure{outputs.error()});
    if (Writes(kResultsPart) && !IsTable()) AddResults(*outputs, files);
    if (with_sources_ && Writes(kSourcesPart)) AddSources(files);
    return files;
  }

  static void AddResults(const Images& images, std::vector<File>& files) {
    for (const Image& image : images) {
      std::string stem = "output/consolidated/" + image.folder;
      if (!image.folder.empty()) stem += "/";
      stem += image.id;
      for (const Layer& layer : image.layers) {
        files.push_back({stem + layer.file + ".tif", layer.raster, Overviews::kNone});
      }
    }
  }

  void AddSources(std::vector<File>& files) const {
    const std::set<std::string> sources = SourcesOf(plan_);
    for (const Image& image : SceneImages(plan_, scenes_, context_.seed)) {
      for (const Layer& layer : image.layers) {
        if (!sources.contains(layer.name)) continue;
        // Cloud optimized, as the providers' files are.
        files.push_back(
            {"input/" + image.id + "/" + layer.file + ".tif", layer.raster, Overviews::kAll});
      }
    }
  }

  [[nodiscard]] Expected<std::string, JobFailure> Draw(const File& file) const {
    auto bytes = DrawGeoTiff(*file.raster, file.overviews, context_.stop);
    if (bytes) return std::move(*bytes);
    return Fail(JobFailure{"The file " + file.key + " was not written: " + bytes.error()});
  }

  WorkContext& context_;
  const Json& plan_;
  S3Uri root_;
  bool with_sources_;
  std::vector<Scene> scenes_;
};

WorkResult Run(WorkContext& context) { return Exporter(context).Run(); }

constexpr JobState kStates[] = {
    {.name = "IN_PROGRESS",
     .duration = 700ms,
     .next = "SUCCEEDED",
     .work = Run,
     .on_failure = "FAILED",
     .memory = limits::kEarthObservationBytes},
    {.name = "SUCCEEDED"},
    {.name = "FAILED"},
};

}  // namespace

constexpr JobKind kEarthObservationExport{
    .name = "sagemaker-geospatial::earth_observation_job_export",
    .states = kStates,
    .fail = FillExportError,
    .find_flaw = FindFlawOfPlan,
    .parts = kParts};
static_assert(IsWellFormed(kEarthObservationExport));

}  // namespace portside::sagemaker_geospatial
