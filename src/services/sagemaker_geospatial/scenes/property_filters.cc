// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/scenes/property_filters.h"

#include <algorithm>

#include "portside/base/encoding.h"

namespace portside::sagemaker_geospatial {
namespace {

// A tile's ground has 0.3 MB.
constexpr std::size_t kGroundsKept = 8;

struct NamedProperty {
  std::string_view name;
  double Scene::*property;
};
constexpr NamedProperty kNumbers[] = {
    {"EoCloudCover", &Scene::cloud_cover},
    {"LandsatCloudCoverLand", nullptr},  // of the pixels
    {"ViewOffNadir", &Scene::view_off_nadir},
    {"ViewSunAzimuth", &Scene::sun_azimuth},
    {"ViewSunElevation", &Scene::sun_elevation},
};

// Platforms are written "sentinel-2a" and "SENTINEL-2A" by different users.
bool PlatformHolds(const std::string& platform, const std::string& comparison,
                   const std::string& wanted) {
  const std::string actual = ToLower(platform);
  if (comparison == "NOT_EQUALS") return actual != wanted;
  if (comparison == "STARTS_WITH") return actual.starts_with(wanted);
  return actual == wanted;
}

}  // namespace

std::optional<std::string> PropertyFiltersProblem(const Json& filters,
                                                  const RasterDataCollection& collection) {
  for (const Json& filter : filters.value("Properties", Json::array())) {
    const Json& property = filter.at("Property");
    const std::string& name = property.begin().key();
    if (std::ranges::find(collection.filters, name, &CollectionFilter::name) ==
        collection.filters.end()) {
      std::string supported;
      for (const CollectionFilter& known : collection.filters) {
        if (!supported.empty()) supported += ", ";
        supported += known.name;
      }
      return "PropertyFilters: " + std::string(collection.name) + " has no property " + name +
             "; it supports " + (supported.empty() ? "none" : supported) + ".";
    }
    const Json& bounds = property.begin().value();
    if (name != "Platform" &&
        bounds.at("LowerBound").get<double>() > bounds.at("UpperBound").get<double>()) {
      return "PropertyFilters: the LowerBound of " + name + " is above its UpperBound.";
    }
  }
  return std::nullopt;
}

double CloudsOverLand::Of(const Scene& scene) {
  if (const auto known = covers_.find(scene.id); known != covers_.end()) return known->second;
  if (lands_.size() >= kGroundsKept && !lands_.contains(scene.tile)) lands_.clear();
  const auto land = lands_.try_emplace(scene.tile, seed_, scene.tile).first;
  return covers_[scene.id] = land->second.CloudCoverLand(scene);
}

PropertyFilters::PropertyFilters(const Json& properties, CloudsOverLand& clouds) : clouds_(clouds) {
  for (const Json& filter : properties) {
    const Json& property = filter.at("Property");
    const Json& wanted = property.begin().value();
    if (property.begin().key() == "Platform") {
      platforms_.push_back(
          {StringOr(wanted, "ComparisonOperator", "EQUALS"), ToLower(StringOr(wanted, "Value"))});
      continue;
    }
    const auto number = std::ranges::find(kNumbers, property.begin().key(), &NamedProperty::name);
    const Bounds bounds{number->property, wanted.at("LowerBound").get<double>(),
                        wanted.at("UpperBound").get<double>()};
    (number->property == nullptr ? land_bounds_ : bounds_).push_back(bounds);
  }
}

bool PropertyFilters::HoldCheaply(const Scene& scene) const {
  return std::ranges::all_of(bounds_,
                             [&](const Bounds& it) { return it.Hold(scene.*(it.property)); }) &&
         std::ranges::all_of(platforms_, [&](const Platform& it) {
           return PlatformHolds(scene.platform, it.comparison, it.value);
         });
}

bool PropertyFilters::Hold(const Scene& scene) const {
  if (!HoldCheaply(scene)) return false;
  return std::ranges::all_of(land_bounds_,
                             [&](const Bounds& it) { return it.Hold(clouds_.Of(scene)); });
}

}  // namespace portside::sagemaker_geospatial
