// SPDX-License-Identifier: Apache-2.0
//
// The raster data collections that Portside knows, as constant data: names, descriptions, filters
// and bands as the real service lists them. Collections belong to AWS's own account and to
// us-west-2, the only region of the real service, whoever asks from wherever.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "portside/formats/geotiff.h"
#include "portside/services/core/service.h"

namespace portside::sagemaker_geospatial {

enum class Mission { kNone, kSentinel2, kLandsat };

// What is searched in a collection.
enum class Archive { kNotEmulated, kScenes, kElevation };

struct RasterBand {
  std::string_view name;  // "nir08"
  std::string_view file;  // "B8A": the provider's file name without its ending
  int metres = 0;         // side of a pixel
  int wavelength = 0;     // nanometres; 0: not a reflectance
  SampleType type = SampleType::kUint16;
  std::string_view nodata = "0";
};

struct CollectionFilter {
  std::string_view name;
  std::string_view type;  // "number" or "string"
  double minimum = 0;     // numbers only
  double maximum = 0;
};

struct RasterDataCollection {
  std::string_view arn;
  std::string_view name;
  std::string_view description;
  std::string_view page_url;
  std::span<const CollectionFilter> filters;
  std::span<const RasterBand> bands;  // ImageSourceBands, in the service's order
  Mission mission = Mission::kNone;   // kNone: earth observation jobs do not take it
  Archive archive = Archive::kNotEmulated;
  double scale = 1;  // reflectance = sample * scale + offset
  double offset = 0;

  [[nodiscard]] const RasterBand* FindBand(std::string_view band) const;
  // "coastal, blue, green": for error texts.
  [[nodiscard]] std::string BandNames() const;
};

// All of them, by name.
std::span<const RasterDataCollection> RasterDataCollections();
// By exact ARN; null: there is none.
const RasterDataCollection* FindRasterDataCollection(std::string_view arn);
// The one that a plan (earth_observation_plan.h) names. Throws where the database names none.
const RasterDataCollection& CollectionOf(const Json& plan);
// For JobKind::find_flaw.
std::optional<std::string> FindFlawOfPlan(const Json& document);

Result<Json> ListRasterDataCollections(const Json& input, RequestContext& context);
Result<Json> GetRasterDataCollection(const Json& input, RequestContext& context);

}  // namespace portside::sagemaker_geospatial
