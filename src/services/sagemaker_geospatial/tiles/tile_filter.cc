// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/tiles/tile_filter.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "services/sagemaker_geospatial/limits.h"
#include "services/sagemaker_geospatial/scenes/property_filters.h"

namespace portside::sagemaker_geospatial {
namespace {

std::string TimeProblem(std::string_view text) {
  return "TimeRangeFilter is '" + std::string(text) +
         R"('; it must be {"StartTime": …, "EndTime": …} as JSON, or "start/end", with times )"
         "such as 2022-07-01T00:00:00Z, of which the first is not after the second.";
}

std::optional<Timestamp> TimeOf(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return std::nullopt;
  if (found->is_string()) return ParseIso8601(found->get_ref<const std::string&>());
  if (!found->is_number() || !std::isfinite(found->get<double>())) return std::nullopt;
  return FromEpochSeconds(found->get<double>());
}

constexpr std::string_view kPropertiesForm =
    R"(PropertyFilters must be {"Properties": [{"Property": {"EoCloudCover": {"LowerBound": 0, )"
    R"("UpperBound": 20}}}, …], "LogicalOperator": "AND"} as JSON)";

bool HasOnly(const Json& object, std::initializer_list<std::string_view> names) {
  return object.is_object() && std::ranges::all_of(object.items(), [names](const auto& item) {
           return std::ranges::find(names, item.key()) != names.end();
         });
}

// As the model has it, which does not reach into a text.
bool IsPlatform(const Json& value) {
  if (!HasOnly(value, {"Value", "ComparisonOperator"}) || !value.contains("Value")) return false;
  if (!value.at("Value").is_string()) return false;
  const std::string comparison = StringOr(value, "ComparisonOperator", "EQUALS");
  return comparison == "EQUALS" || comparison == "NOT_EQUALS" || comparison == "STARTS_WITH";
}

bool IsBounds(const Json& value) {
  if (!HasOnly(value, {"LowerBound", "UpperBound"}) || value.size() != 2) return false;
  return std::ranges::all_of(value, [](const Json& bound) { return bound.is_number(); });
}

bool IsFilter(const Json& filter) {
  if (!HasOnly(filter, {"Property"}) || filter.empty()) return false;
  const Json& property = filter.at("Property");
  if (!property.is_object() || property.size() != 1) return false;
  const Json& value = property.begin().value();
  return property.begin().key() == "Platform" ? IsPlatform(value) : IsBounds(value);
}

}  // namespace

Expected<TimeRange, std::string> ReadTimeRange(std::string_view text) {
  std::optional<Timestamp> start;
  std::optional<Timestamp> end;
  if (text.size() > limits::kTileFilterBytes)
    return Fail(std::string("TimeRangeFilter is too long."));
  if (const auto slash = text.find('/'); slash != std::string_view::npos) {
    start = ParseIso8601(text.substr(0, slash));
    end = ParseIso8601(text.substr(slash + 1));
  } else if (const auto json = ParseJson(text); json && HasOnly(*json, {"StartTime", "EndTime"})) {
    start = TimeOf(*json, "StartTime");
    end = TimeOf(*json, "EndTime");
  }
  if (!start || !end || *start > *end) return Fail(TimeProblem(text));
  return TimeRange{*start, *end};
}

Expected<Json, std::string> ReadPropertyFilters(std::string_view text,
                                                const RasterDataCollection& collection) {
  if (text.size() > limits::kTileFilterBytes)
    return Fail(std::string("PropertyFilters is too long."));
  const auto json = ParseJson(text);
  const Json properties =
      json && json->is_object() ? json->value("Properties", Json::array()) : Json();
  const bool is_sound = json && HasOnly(*json, {"Properties", "LogicalOperator"}) &&
                        StringOr(*json, "LogicalOperator", "AND") == "AND" &&
                        properties.is_array() && std::ranges::all_of(properties, IsFilter);
  if (!is_sound) {
    return Fail(std::string(kPropertiesForm) + "; it is '" + std::string(text) + "'.");
  }
  if (auto problem = PropertyFiltersProblem(*json, collection)) return Fail(*std::move(problem));
  return properties;
}

}  // namespace portside::sagemaker_geospatial
