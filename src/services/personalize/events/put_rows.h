// SPDX-License-Identifier: Apache-2.0
//
// What the operations of the events API have in common: a dataset, its schema, and rows that are
// stored before the request is answered. The events API answers 404 and 409 where the control plane
// answers 400.

#pragma once

#include <functional>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"
#include "services/personalize/events/put_records.h"

namespace portside::personalize {

inline constexpr int kNotFoundStatus = 404;
inline constexpr int kInUseStatus = 409;

// The row of one record of a request, by its dataset's schema.
using RowOf = std::function<PutRow(const AvroSchema& schema, const Json& record)>;

// Stores all records of a request, or none: InvalidInputException tells of the first that is wrong.
Result<void> PutRows(const Resource& dataset, const Json& records, const RowOf& row_of,
                     RequestContext& context);

// PutItems and its like, into the dataset of this type that the request names by datasetArn.
Result<Json> PutRecords(std::string_view type, const Json& records, std::string_view id_member,
                        const Json& input, RequestContext& context);

}  // namespace portside::personalize
