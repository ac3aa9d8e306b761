// SPDX-License-Identifier: Apache-2.0
//
// The images of an earth observation job, by its plan (earth_observation_plan.h) and its scenes
// (scenes/scene_pages.h): what went in and what came out, as rasters that are computed when they
// are read. They follow from these two and the program's seed alone, whoever looks and whenever.

#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>

#include "services/sagemaker_geospatial/earth_observation/stages.h"
#include "services/sagemaker_geospatial/scenes/scene.h"

namespace portside::sagemaker_geospatial {

// The scenes with all their bands, in their order.
[[nodiscard]] Images SceneImages(const Json& plan, std::span<const Scene> scenes,
                                 std::uint64_t seed);
// What the job started from: the scenes, or the results of the job before.
Expected<Images, std::string> InputImages(const Json& plan, std::span<const Scene> scenes,
                                          std::uint64_t seed);
// The job's results. One image for each scene, or for all of them, by the operation.
Expected<Images, std::string> OutputImages(const Json& plan, std::span<const Scene> scenes,
                                           std::uint64_t seed);

// What the results of a job are like: names, types and pixel sizes, as if it had one scene. Nobody
// reads its rasters.
[[nodiscard]] Images SampleOutput(const Json& plan);

// The layers of scenes that go into a job's results.
[[nodiscard]] std::set<std::string> SourcesOf(const Json& plan);

// The stages of a plan, also of one that an older release wrote.
[[nodiscard]] Json StagesOf(const Json& plan);

}  // namespace portside::sagemaker_geospatial
