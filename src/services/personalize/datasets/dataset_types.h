// SPDX-License-Identifier: Apache-2.0
//
// The types of datasets and what follows from a type alone.

#pragma once

#include <span>
#include <string>
#include <string_view>

namespace portside::personalize {

struct DatasetType {
  std::string_view name;         // as on the wire and in ARNs: "ACTION_INTERACTIONS"
  std::string_view schema_name;  // the record name of its schemas: "ActionInteractions"
  // The column whose value identifies a record; a later record of the same value replaces the
  // earlier. Empty for interactions: they have no identity.
  std::string_view id_column;
  bool in_domain_groups;  // false: only in custom dataset groups
  bool exportable;        // developer guide, "Exporting the training data"
  bool of_users = false;  // its rows belong to users, by USER_ID
};

std::span<const DatasetType> DatasetTypes();

// Ignores case, as CreateDataset does. Null where there is no such type.
const DatasetType* FindDatasetType(std::string_view name);
// By the record name of a schema; ignores case and underscores.
const DatasetType* FindDatasetTypeOfSchema(std::string_view record_name);

// The values that the guide allows for the EVENT_TYPE of action interactions: Viewed, Taken and Not
// Taken. It writes them in capitals as well (TAKEN), so case does not matter.
bool IsActionEventType(std::string_view event_type);
inline constexpr std::string_view kActionEventTypesText = "Viewed, Taken or Not Taken";

// How Personalize compares names of columns and keys of properties: without underscores and case,
// so that `numRatings` finds NUM_RATINGS, and GENRES_1 and GENRES1 are one.
std::string NormalizedName(std::string_view name);

}  // namespace portside::personalize
