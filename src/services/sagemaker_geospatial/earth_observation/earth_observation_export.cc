// SPDX-License-Identifier: Apache-2.0
//
// The export of an earth observation job: draws the job's rasters, and on request the images they
// were computed from, into the user's bucket:
//
//   <S3Uri>/<job id>/output/consolidated/<tile>/<scene time>/<scene id>[_<index>].tif
//   <S3Uri>/<job id>/input/<scene id>/<band file>.tif
//
// The first layout is the service's own, recorded; where source images go is not public. An export
// that runs again writes the same bytes to the same keys.

#include <map>

#include "services/sagemaker_geospatial/earth_observation/band_math.h"
#include "services/sagemaker_geospatial/earth_observation/earth_observation_jobs.h"
#include "services/sagemaker_geospatial/scenes/land_model.h"
#include "services/sagemaker_geospatial/scenes/scene_pages.h"

namespace portside::sagemaker_geospatial {
namespace {

using namespace std::chrono_literals;

constexpr int kMaskMetres = 60;

// The members of ExportErrorDetails.
constexpr std::string_view kResultsPart = "ExportResults";
constexpr std::string_view kSourcesPart = "ExportSourceImages";
constexpr std::string_view kParts[] = {kResultsPart, kSourcesPart};

// One raster to be written, the same for all scenes but for its values.
struct Raster {
  std::string suffix;  // of the file name: "_ndvi"
  std::string band;    // description inside the file
  SampleType type = SampleType::kUint16;
  std::string nodata;
  int metres = 0;
  StateValues values{};
};

std::string Draw(const Scene& scene, const Raster& raster, std::shared_ptr<const Ground> ground) {
  GeoTiffSpec spec;
  spec.width = static_cast<std::uint32_t>(scene.extent / raster.metres);
  spec.height = spec.width;
  spec.sample_type = raster.type;
  spec.epsg = scene.epsg;
  spec.origin_x = scene.origin_x;
  spec.origin_y = scene.origin_y;
  spec.pixel_size = raster.metres;
  if (!raster.nodata.empty()) spec.nodata = raster.nodata;
  spec.band_names = {raster.band};
  return WriteGeoTiff(spec, TilesOf(std::move(ground), raster.metres, raster.values));
}

class Exporter {
 public:
  explicit Exporter(WorkContext& context)
      : context_(context),
        plan_(context.job.document.at("Plan")),
        collection_(CollectionOf(plan_)),
        root_(ExportRoot(context.job)),
        with_sources_(context.job.document.value("ExportSourceImages", false)) {}

  WorkResult Run() {
    // A bucket that cannot be written to is known before hours of drawing.
    if (const auto bucket = context_.objects.FindBucket(root_.bucket); !bucket) {
      return Fail(ToJobFailure(bucket.error()));
    }
    Written written;
    VisitScenes(context_.records, context_.job.parent, [&](const Scene& scene) {
      if (context_.stop.stop_requested()) written = Fail(JobFailure{"The export was stopped."});
      if (written) written = WriteScene(scene);
      return written.has_value();
    });
    TRY(std::move(written));
    // What a test has ordered to fail is not there, and the other part is.
    if (context_.part_failure) return Fail(*context_.part_failure);
    return WorkOutput{};
  }

 private:
  using Written = Expected<void, JobFailure>;

  [[nodiscard]] bool Writes(std::string_view part) const {
    return !context_.part_failure || context_.part_failure->part != part;
  }

  Written WriteScene(const Scene& scene) {
    const auto ground = std::make_shared<const Ground>(LandOf(scene.tile).Under(scene));
    const double season = SeasonOf(scene);
    if (Writes(kResultsPart)) TRY(WriteResults(scene, ground, season));
    if (with_sources_ && Writes(kSourcesPart)) TRY(WriteSources(scene, ground, season));
    return {};
  }

  Written WriteResults(const Scene& scene, const std::shared_ptr<const Ground>& ground,
                       double season) {
    const std::string folder = "output/consolidated/" + scene.tile + "/" +
                               FormatIso8601(scene.acquired, 0) + "/" + scene.id;
    for (const Raster& raster : Results(season)) {
      TRY(Write(folder + raster.suffix + ".tif", Draw(scene, raster, ground)));
    }
    return {};
  }

  Written WriteSources(const Scene& scene, const std::shared_ptr<const Ground>& ground,
                       double season) {
    for (const RasterBand* band : Sources()) {
      const Raster raster{"",           std::string(band->name),
                          band->type,   std::string(band->nodata),
                          band->metres, BandValues(collection_, *band, season)};
      TRY(Write("input/" + scene.id + "/" + std::string(band->file) + ".tif",
                Draw(scene, raster, ground)));
    }
    return {};
  }

  [[nodiscard]] bool IsBandMath() const { return plan_.at("Operation") == "BAND_MATH"; }

  [[nodiscard]] std::vector<Raster> Results(double season) const {
    if (!IsBandMath()) {
      return {{"", "mask", SampleType::kUint16, "0", kMaskMetres, ClassValues()}};
    }
    std::vector<Raster> rasters;
    for (IndexRaster& index : EvaluateStages(collection_, plan_.at("Stages"), season)) {
      rasters.push_back({"_" + index.name, index.name, index.type, std::move(index.nodata),
                         index.metres, index.values});
    }
    return rasters;
  }

  // Of band math the bands of its equations; of the land cover every reflectance.
  [[nodiscard]] std::vector<const RasterBand*> Sources() const {
    if (IsBandMath()) return SourceBands(collection_, plan_.at("Stages"));
    std::vector<const RasterBand*> bands;
    for (const RasterBand& band : collection_.bands) {
      if (band.wavelength != 0) bands.push_back(&band);
    }
    return bands;
  }

  // Ground belongs to the tile; a job has few of them, and many days of each.
  const LandModel& LandOf(const std::string& tile) {
    return lands_.try_emplace(tile, context_.seed, tile).first->second;
  }

  Written Write(const std::string& key, const std::string& bytes) {
    const auto written = context_.objects.WriteAll(root_.Join(key), bytes,
                                                   ExportAttributes(context_.job, "image/tiff"));
    if (!written) return Fail(ToJobFailure(written.error()));
    return {};
  }

  WorkContext& context_;
  const Json& plan_;
  const RasterDataCollection& collection_;
  S3Uri root_;
  bool with_sources_;
  std::map<std::string, LandModel> lands_;
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

constexpr JobKind kEarthObservationExport{
    .name = "sagemaker-geospatial::earth_observation_job_export",
    .states = kStates,
    .fail = FillExportError,
    .find_flaw = FindFlawOfPlan,
    .parts = kParts};
static_assert(IsWellFormed(kEarthObservationExport));

}  // namespace portside::sagemaker_geospatial
