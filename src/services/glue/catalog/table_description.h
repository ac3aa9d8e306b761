// SPDX-License-Identifier: Apache-2.0
//
// Tables as they are kept and as they are shown. A table's document is its TableInput with what the
// catalog adds; so is that of each archived version.

#pragma once

#include <string>

#include "portside/aws/service_error.h"
#include "portside/base/json.h"
#include "portside/services/core/request_context.h"

namespace portside::glue {

// What the catalog makes of a TableInput: names folded, defaults of the storage filled in. Refuses
// what cannot be a table.
Result<Json> MakeTableDocument(const Json& table_input, const Resource& database);

// Adds the members that the real catalog shows of every storage descriptor. [recorded]
void FillStorageDescriptor(Json& descriptor);

// "0" for a new table; each update adds one.
std::string VersionOf(const Json& document);

// As far as the request's AttributesToGet wants it.
Json DescribeTable(const Resource& table, const Json& input);

}  // namespace portside::glue
