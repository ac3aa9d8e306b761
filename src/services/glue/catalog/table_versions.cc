// SPDX-License-Identifier: Apache-2.0

#include "services/glue/catalog/table_versions.h"

#include <charconv>
#include <limits>
#include <string>
#include <utility>

#include "services/glue/catalog/catalog.h"
#include "services/glue/catalog/table_description.h"
#include "services/glue/catalog/table_parts.h"
#include "services/glue/errors.h"
#include "services/glue/handlers.h"
#include "services/glue/lists.h"

namespace portside::glue {
namespace {

// The account's quota. [recorded]
constexpr std::int64_t kMostVersions = 1'000'000;

std::string ArnOfVersion(const Resource& table, std::string_view version) {
  return PartsOf(table) + "/version/" + std::string(version);
}

// A version that was skipped or deleted is told otherwise than one that never was. [recorded]
ServiceError VersionNotFound(const Resource& table, std::string_view version) {
  const auto number = NumberOfVersion(version);
  const auto current = NumberOfVersion(VersionOf(table.document));
  const bool has_been = number && current && *number <= *current;
  return EntityNotFound(has_been ? "Table version not found." : "Version not found.");
}

// A version is kept with the times that the table had.
Json ShowVersion(const Resource& version) {
  Json shown = DescribeTable(version, Json::object());
  if (version.kind == kTableVersion) {
    for (const char* time : {"CreateTime", "UpdateTime"}) shown[time] = version.document.at(time);
  }
  const std::string id = VersionOf(version.document);
  return {{"Table", std::move(shown)}, {"VersionId", id}};
}

Result<void> DeleteVersion(const Resource& table, const std::string& version,
                           RequestContext& context) {
  if (version == VersionOf(table.document)) {
    return Fail(InvalidInput("VersionId cannot be equal to the latest."));  // [recorded]
  }
  const ResourcePtr archived = context.FindOwn(kTableVersion, ArnOfVersion(table, version));
  if (archived == nullptr) return Fail(VersionNotFound(table, version));
  context.resources.Remove(archived->arn);
  return {};
}

}  // namespace

std::optional<std::int64_t> NumberOfVersion(std::string_view version) {
  std::int64_t number = 0;
  const char* end = version.data() + version.size();
  const auto read = std::from_chars(version.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || number < 0) return std::nullopt;
  return number;
}

Result<void> ArchiveTable(const Resource& table, RequestContext& context) {
  if (context.resources.Count(context.Scope(kTableVersion)) >= kMostVersions) {
    return Fail(LimitExceeded("Number of TABLE_VERSION resources exceeds the account limit " +
                              std::to_string(kMostVersions)));
  }
  const std::string id = VersionOf(table.document);
  Resource version = context.NewResource(kTableVersion, ArnOfVersion(table, id), id);
  version.parent = PartsOf(table);
  version.document = table.document;
  version.document["CreateTime"] = ToEpochSeconds(table.created_at);
  version.document["UpdateTime"] = ToEpochSeconds(table.updated_at);
  context.resources.Insert(std::move(version));
  return {};
}

Result<Json> GetTableVersion(const Json& input, RequestContext& context) {
  const ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  const std::string current = VersionOf(table->document);
  const std::string id = StringOr(input, "VersionId", current);
  if (id == current) return Json{{"TableVersion", ShowVersion(*table)}};
  const ResourcePtr version = context.FindOwn(kTableVersion, ArnOfVersion(*table, id));
  if (version == nullptr) return Fail(VersionNotFound(*table, id));
  return Json{{"TableVersion", ShowVersion(*version)}};
}

// The table itself leads the first page. Where nothing else has room there, its token stands before
// everything that is archived.
Result<Json> GetTableVersions(const Json& input, RequestContext& context) {
  const ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  Json shown = Json::array();
  Json rest = input;
  const std::string parts = PartsOf(*table);
  ResourceQuery query{.scope = context.Scope(kTableVersion), .parent = parts};
  if (StringOr(input, "NextToken").empty()) {
    shown.push_back(ShowVersion(*table));
    rest["MaxResults"] = input.value("MaxResults", kPageSize) - 1;
  }
  if (rest.value("MaxResults", kPageSize) == 0) {
    Json output = {{"TableVersions", std::move(shown)}};
    if (context.resources.Count(query.scope, "", parts) > 0) {
      output["NextToken"] = TokenOfWholeList("GetTableVersions", input);
    }
    return output;
  }
  Page page = TRY(TakeListPage("GetTableVersions", rest, std::move(query), context,
                               ListDirection::kDescending));
  for (const ResourcePtr& version : page.resources) shown.push_back(ShowVersion(*version));
  Json output = {{"TableVersions", std::move(shown)}};
  SetNextToken(output, page);
  return output;
}

Result<Json> DeleteTableVersion(const Json& input, RequestContext& context) {
  const ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  TRY(DeleteVersion(*table, StringOr(input, "VersionId"), context));
  return Json::object();
}

Result<Json> BatchDeleteTableVersion(const Json& input, RequestContext& context) {
  const ResourcePtr table = TRY(FindTableOf(input, "TableName", context));
  Json errors = Json::array();
  for (const std::string version : input.at("VersionIds")) {
    const auto deleted = DeleteVersion(*table, version, context);
    if (deleted) continue;
    errors.push_back({{"TableName", table->name},
                      {"VersionId", version},
                      {"ErrorDetail", ErrorDetail(deleted.error())}});
  }
  return Json{{"Errors", std::move(errors)}};
}

}  // namespace portside::glue
