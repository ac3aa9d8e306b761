// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/job_images.h"

#include <memory>
#include <utility>

#include "services/sagemaker_geospatial/earth_observation/target_bands.h"
#include "services/sagemaker_geospatial/rasters/scene_image.h"

namespace portside::sagemaker_geospatial {
namespace {

Expected<Images, std::string> Apply(const Json& stages, std::size_t count, Images images) {
  for (std::size_t stage = 0; stage < count; ++stage) {
    images = TRY(ApplyStage(stages[stage], std::move(images)));
  }
  return images;
}

// Any place and time; sides of 10 to 60 m divide its extent.
Scene SampleScene() {
  Scene scene;
  scene.id = "scene";
  scene.tile = "tile";
  scene.epsg = 32600;
  scene.extent = 109'800;
  return scene;
}

}  // namespace

Json StagesOf(const Json& plan) {
  constexpr std::string_view kLandCover = "LAND_COVER_SEGMENTATION";
  Json stages = plan.at("Stages");
  // Before other operations were computed, this one had no stage.
  if (stages.empty() && plan.value("Operation", "") == kLandCover) {
    stages.push_back({{"Operation", kLandCover}, {"Config", Json::object()}});
  }
  return stages;
}

Images SceneImages(const Json& plan, std::span<const Scene> scenes, std::uint64_t seed) {
  const RasterDataCollection& collection = CollectionOf(plan);
  const auto grounds = std::make_shared<GroundCache>(seed);
  Images images;
  for (const Scene& scene : scenes) images.push_back(ImageOf(scene, collection, grounds));
  return images;
}

Expected<Images, std::string> InputImages(const Json& plan, std::span<const Scene> scenes,
                                          std::uint64_t seed) {
  const Json stages = StagesOf(plan);
  return Apply(stages, stages.size() - 1, SceneImages(plan, scenes, seed));
}

Expected<Images, std::string> OutputImages(const Json& plan, std::span<const Scene> scenes,
                                           std::uint64_t seed) {
  const Json stages = StagesOf(plan);
  return Apply(stages, stages.size(), SceneImages(plan, scenes, seed));
}

std::set<std::string> SourcesOf(const Json& plan) {
  const Scene scene = SampleScene();
  const bool is_table = plan.at("Operation") == kZonalStatistics;
  const Images images = is_table ? InputImages(plan, {&scene, 1}, 0).value_or(Images())
                                 : OutputImages(plan, {&scene, 1}, 0).value_or(Images());
  std::set<std::string> sources;
  for (const Image& image : images) {
    const Json config = is_table ? StagesOf(plan).back().at("Config") : Json::object();
    for (const Layer& layer :
         is_table ? TargetLayers(config, image).value_or(image.layers) : image.layers) {
      sources.insert(layer.sources.begin(), layer.sources.end());
    }
  }
  return sources;
}

Images SampleOutput(const Json& plan) {
  const Scene scene = SampleScene();
  return OutputImages(plan, {&scene, 1}, 0).value_or(Images());
}

}  // namespace portside::sagemaker_geospatial
