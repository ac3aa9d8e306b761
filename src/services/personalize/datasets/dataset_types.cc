// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/dataset_types.h"

#include <algorithm>

#include "portside/base/encoding.h"

namespace portside::personalize {
namespace {

constexpr DatasetType kDatasetTypes[] = {
    {.name = "INTERACTIONS",
     .schema_name = "Interactions",
     .id_column = "",
     .in_domain_groups = true,
     .exportable = true,
     .of_users = true},
    {.name = "ITEMS",
     .schema_name = "Items",
     .id_column = "ITEM_ID",
     .in_domain_groups = true,
     .exportable = true},
    {.name = "USERS",
     .schema_name = "Users",
     .id_column = "USER_ID",
     .in_domain_groups = true,
     .exportable = true,
     .of_users = true},
    {.name = "ACTIONS",
     .schema_name = "Actions",
     .id_column = "ACTION_ID",
     .in_domain_groups = false,
     .exportable = false},
    {.name = "ACTION_INTERACTIONS",
     .schema_name = "ActionInteractions",
     .id_column = "",
     .in_domain_groups = false,
     .exportable = false,
     .of_users = true},
};

constexpr std::string_view kActionEventTypes[] = {"Viewed", "Taken", "Not Taken"};

}  // namespace

std::span<const DatasetType> DatasetTypes() { return kDatasetTypes; }

const DatasetType* FindDatasetType(std::string_view name) {
  const auto* found = std::ranges::find_if(
      kDatasetTypes, [name](const DatasetType& type) { return EqualsIgnoreCase(type.name, name); });
  return found == std::end(kDatasetTypes) ? nullptr : found;
}

const DatasetType* FindDatasetTypeOfSchema(std::string_view record_name) {
  const std::string wanted = NormalizedName(record_name);
  const auto* found = std::ranges::find_if(kDatasetTypes, [&wanted](const DatasetType& type) {
    return NormalizedName(type.schema_name) == wanted;
  });
  return found == std::end(kDatasetTypes) ? nullptr : found;
}

bool IsActionEventType(std::string_view event_type) {
  return std::ranges::any_of(kActionEventTypes, [event_type](std::string_view allowed) {
    return EqualsIgnoreCase(event_type, allowed);
  });
}

std::string NormalizedName(std::string_view name) {
  std::string normalized = ToLower(name);
  std::erase(normalized, '_');
  return normalized;
}

}  // namespace portside::personalize
