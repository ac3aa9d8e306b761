// SPDX-License-Identifier: Apache-2.0
//
// PropertyFilters of a raster data collection query, for jobs, searches and tiles alike.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "portside/base/json.h"
#include "services/sagemaker_geospatial/scenes/land_model.h"
#include "services/sagemaker_geospatial/scenes/raster_data_collections.h"
#include "services/sagemaker_geospatial/scenes/scene.h"

namespace portside::sagemaker_geospatial {

// What is wrong with {"LogicalOperator": "AND", "Properties": [{"Property": {…}}, …]} for the
// collection, in a sentence; nothing where it is sound.
[[nodiscard]] std::optional<std::string> PropertyFiltersProblem(
    const Json& filters, const RasterDataCollection& collection);

// The clouds over the land of scenes: what their pixels show. Each costs some milliseconds, and so
// does the ground of each tile, of which a few are kept.
class CloudsOverLand {
 public:
  explicit CloudsOverLand(std::uint64_t seed) : seed_(seed) {}
  // In percent.
  double Of(const Scene& scene);

 private:
  std::uint64_t seed_;
  std::map<std::string, LandModel> lands_;  // by tile
  std::map<std::string, double> covers_;    // by scene
};

// Sound filters (PropertyFiltersProblem), ready to be asked often. All must hold: AND is the only
// operator that the service has.
class PropertyFilters {
 public:
  // `properties`: [{"Property": {"EoCloudCover": {…}}}, …].
  PropertyFilters(const Json& properties, CloudsOverLand& clouds);

  // Whether all hold but those that cost milliseconds: LandsatCloudCoverLand.
  [[nodiscard]] bool HoldCheaply(const Scene& scene) const;
  [[nodiscard]] bool Hold(const Scene& scene) const;

 private:
  struct Bounds {
    double Scene::*property;
    double lower;
    double upper;
    [[nodiscard]] bool Hold(double value) const { return value >= lower && value <= upper; }
  };
  struct Platform {
    std::string comparison;
    std::string value;  // in lower case
  };

  CloudsOverLand& clouds_;
  std::vector<Bounds> bounds_;
  std::vector<Bounds> land_bounds_;
  std::vector<Platform> platforms_;
};

}  // namespace portside::sagemaker_geospatial
