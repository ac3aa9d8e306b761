// SPDX-License-Identifier: Apache-2.0
//
// The Data Catalog as the rest of Glue sees it: databases and tables by name. Names are folded to
// lower case when stored and when looked up, as Hive's are. Core thread.

#pragma once

#include <string>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"

namespace portside::glue {

inline constexpr std::string_view kDatabase = "glue::database";
inline constexpr std::string_view kTable = "glue::table";
inline constexpr std::string_view kTableVersion = "glue::table_version";
inline constexpr std::string_view kPartition = "glue::partition";
inline constexpr std::string_view kColumnStatistics = "glue::column_statistics";
inline constexpr std::string_view kFunction = "glue::user_defined_function";

// A part of an ARN between slashes: a name or a value may hold one.
std::string ArnSegment(std::string_view text);

// An account has one catalog, whose id is the account's own; any other has no entities here.
Result<void> CheckCatalog(const Json& input, const RequestContext& context);

// EntityNotFoundException where there is none. The name may be in any case.
Result<ResourcePtr> FindDatabase(std::string_view name, RequestContext& context);
// Null where there is no such table. `database` is a database's ARN.
ResourcePtr FindTable(std::string_view database, std::string_view name,
                      const RequestContext& context);

// The table that a request names by DatabaseName and `name_member`, with the texts of all
// operations but GetTable. Checks the request's CatalogId.
Result<ResourcePtr> FindTableOf(const Json& input, std::string_view name_member,
                                RequestContext& context);
// With everything that belongs to it.
void RemoveTable(const Resource& table, RequestContext& context);

// The ARN of the table `name` (in any case) of the database with this ARN.
std::string TableArn(std::string_view database, std::string_view name);

// The list form of AttributesToGet, which is never empty and always has NAME.
Result<void> CheckAttributes(const Json& input);
[[nodiscard]] bool Wants(const Json& input, std::string_view attribute);

}  // namespace portside::glue
