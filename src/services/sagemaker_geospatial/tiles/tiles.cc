// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/tiles/tiles.h"

#include <algorithm>
#include <optional>
#include <set>

#include "services/sagemaker_geospatial/earth_observation/job_images.h"
#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/scenes/property_filters.h"
#include "services/sagemaker_geospatial/scenes/scene_pages.h"
#include "services/sagemaker_geospatial/style.h"
#include "services/sagemaker_geospatial/tiles/tile_bands.h"
#include "services/sagemaker_geospatial/tiles/tile_file.h"
#include "services/sagemaker_geospatial/tiles/tile_filter.h"

namespace portside::sagemaker_geospatial {
namespace {

// A request after its rules, with what it needs of the job.
struct TileRequest {
  MapTile tile;
  bool is_input = false;
  std::vector<std::string> assets;
  TileForm form;
  std::optional<TimeRange> range;
  std::optional<Json> properties;
  Json plan;
  std::vector<Scene> scenes;
  std::uint64_t seed = 0;
};

Result<MapTile> MapTileOf(const Json& input) {
  const auto z = input.at("z").get<std::int64_t>();
  if (z < 0 || z > kDeepestZoom) {
    return Fail(ValidationException("z is " + std::to_string(z) + "; a zoom level is 0 to " +
                                    std::to_string(kDeepestZoom) + "."));
  }
  const std::int64_t tiles = std::int64_t{1} << z;
  for (const char* name : {"x", "y"}) {
    const auto at = input.at(name).get<std::int64_t>();
    if (at >= 0 && at < tiles) continue;
    return Fail(ValidationException(std::string(name) + " is " + std::to_string(at) +
                                    "; at zoom level " + std::to_string(z) + " it is 0 to " +
                                    std::to_string(tiles - 1) + "."));
  }
  return MapTile{static_cast<int>(z), static_cast<std::uint32_t>(input.at("x").get<std::int64_t>()),
                 static_cast<std::uint32_t>(input.at("y").get<std::int64_t>())};
}

Result<TileForm> FormOf(const Json& input) {
  TileForm form;
  const std::string name = StringOr(input, "OutputFormat", "png");
  const auto format = TileFormatOf(name);
  if (!format) {
    return Fail(
        ValidationException("OutputFormat is '" + name + "'; allowed are png, jpg and npy."));
  }
  form.format = *format;
  if (input.contains("OutputDataType")) form.type = SampleTypeOf(StringOr(input, "OutputDataType"));
  if (auto problem = FormProblem(form)) return Fail(ValidationException(*std::move(problem)));
  const auto mask = input.find("ImageMask");
  form.with_mask = mask == input.end() ? form.format != TileFormat::kJpeg : mask->get<bool>();
  if (form.with_mask && form.format == TileFormat::kJpeg) {
    return Fail(ValidationException(
        "ImageMask is true, and a jpg has no mask; take OutputFormat png or npy."));
  }
  return form;
}

Result<TileRequest> Read(const Json& input, RequestContext& context) {
  TileRequest request{.tile = TRY(MapTileOf(input)), .form = TRY(FormOf(input))};
  const ResourcePtr job = TRY(FindResource(kEarthObservationJobs, input, context));
  if (job->state != kCompleted) {
    return Fail(ValidationException("Earth observation job " + job->arn + " is " + job->state +
                                    "; tiles are there once it is COMPLETED."));
  }
  request.plan = job->document.at("Plan");
  request.scenes = ScenesOfJob(context.records, job->arn);
  request.seed = context.jobs.seed();
  request.is_input = StringOr(input, "Target") == "INPUT";
  request.assets = input.at("ImageAssets").get<std::vector<std::string>>();
  if (const auto range = input.find("TimeRangeFilter"); range != input.end()) {
    auto read = ReadTimeRange(range->get_ref<const std::string&>());
    if (!read) return Fail(ValidationException(std::move(read).error()));
    request.range = *read;
  }
  if (const auto filters = input.find("PropertyFilters"); filters != input.end()) {
    auto read =
        ReadPropertyFilters(filters->get_ref<const std::string&>(), CollectionOf(request.plan));
    if (!read) return Fail(ValidationException(std::move(read).error()));
    request.properties = std::move(*read);
  }
  return request;
}

// The images of a job. A map asks for tile after tile of one, so that the last job's are kept, with
// the ground that was drawn for them, on each thread that computes. They follow from what they are
// remembered by, so that it does not matter which job it was.
class RememberedImages {
 public:
  Expected<const Images*, std::string> Of(const TileRequest& request) {
    std::string key = KeyOf(request);
    // What was read of holds its ground.
    if (key_ != key || read_.size() > limits::kImagesPerTile) {
      key_.clear();
      images_ = request.is_input ? TRY(InputImages(request.plan, request.scenes, request.seed))
                                 : TRY(OutputImages(request.plan, request.scenes, request.seed));
      std::ranges::stable_sort(images_, std::ranges::greater(), &Image::acquired);
      key_ = std::move(key);
      read_.clear();
    }
    return &images_;
  }
  void WereRead(const std::vector<const Image*>& images) {
    read_.insert(images.begin(), images.end());
  }

 private:
  static std::string KeyOf(const TileRequest& request) {
    std::string key = (request.is_input ? "INPUT " : "OUTPUT ") + std::to_string(request.seed) +
                      DumpJson(request.plan);
    for (const Scene& scene : request.scenes) key += " " + scene.id;
    return key;
  }

  std::string key_;
  Images images_;
  std::set<const Image*> read_;
};

// Those that the filters leave.
Result<std::vector<const Image*>> Shown(const Images& images, const TileRequest& request) {
  std::vector<const Image*> shown;
  CloudsOverLand clouds(request.seed);
  const PropertyFilters filters(request.properties.value_or(Json::array()), clouds);
  for (const Image& image : images) {
    if (request.range || request.properties) {
      const auto scene = std::ranges::find(request.scenes, image.id, &Scene::id);
      if (scene == request.scenes.end()) {
        return Fail(ValidationException(
            "TimeRangeFilter and PropertyFilters choose among the images of scenes; these results "
            "show many scenes at once."));
      }
      if (request.range &&
          (scene->acquired < request.range->start || scene->acquired > request.range->end)) {
        continue;
      }
      if (!filters.Hold(*scene)) continue;
    }
    shown.push_back(&image);
  }
  return shown;
}

Result<ComputedAnswer> Compute(const TileRequest& request) {
  thread_local RememberedImages remembered;
  const auto images = remembered.Of(request);
  if (!images) return Fail(ValidationException(images.error()));
  if ((*images)->empty()) return Fail(ValidationException("The job has no images."));
  const std::vector<const Image*> shown = TRY(Shown(**images, request));
  const auto pixels = ReadTile(request.tile, (*images)->front(), shown, request.assets);
  if (!pixels) return Fail(ValidationException(pixels.error()));
  remembered.WereRead(pixels->read);
  auto file = WriteTile(*pixels, request.form);
  if (!file) return Fail(ValidationException(file.error()));
  return ComputedAnswer{{{"BinaryFile", std::move(*file)}},
                        std::string(ContentTypeOf(request.form.format))};
}

}  // namespace

Result<Computation> GetTile(const Json& input, RequestContext& context) {
  return [request = TRY(Read(input, context))](const RecordReader&) { return Compute(request); };
}

}  // namespace portside::sagemaker_geospatial
