// SPDX-License-Identifier: Apache-2.0
//
// The datasets of a group, by type: their ARNs, which follow from the group's, and their schemas.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "portside/base/json.h"
#include "portside/formats/avro_schema.h"
#include "portside/services/core/request_context.h"
#include "services/personalize/datasets/rows/row_selection.h"

namespace portside::personalize {

// "…:dataset/<group>/INTERACTIONS" of "…:dataset-group/<group>".
std::string DatasetArnOf(std::string_view group_arn, std::string_view type);

// The texts of the schemas by type, {"INTERACTIONS": "{…}"}, as a job's document keeps them.
Json SchemaTextsOf(const std::string& group_arn, ResourceRepository& resources);
inline Json SchemaTextsOf(const std::string& group_arn, RequestContext& context) {
  return SchemaTextsOf(group_arn, context.resources);
}

// Of such texts; nothing: the group has no such dataset. A damaged text throws
// std::runtime_error: it was checked when the schema came.
std::optional<AvroSchema> SchemaOfType(const Json& texts, std::string_view type);

// What reads the rows of a dataset of this type.
DatasetRows RowsOf(std::string dataset_arn, std::string_view type, const AvroSchema& schema);

// Whether interactions have come into the group, by an import or by events.
bool HasInteractions(const std::string& group_arn, RequestContext& context);

}  // namespace portside::personalize
