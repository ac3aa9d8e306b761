// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "portside/base/encoding.h"
#include "portside/services/core/tagging.h"
#include "services/glue/catalog.h"
#include "services/glue/errors.h"
#include "services/glue/handlers.h"
#include "services/glue/lists.h"
#include "services/glue/tags.h"

namespace portside::glue {
namespace {

// The account's quota of databases.
constexpr std::int64_t kDatabases = 10'000;

// `/` separates database and table in an ARN, but a name may hold one.
std::string ArnSegment(std::string_view name) {
  std::string segment;
  for (const char letter : ToLower(name)) {
    if (letter == '/') {
      segment += "%2f";
    } else if (letter == '%') {
      segment += "%25";
    } else {
      segment += letter;
    }
  }
  return segment;
}

std::string DatabaseArn(std::string_view name, const RequestContext& context) {
  return context.Arn("glue", "database/" + ArnSegment(name));
}

// What a new table may be read by when the caller says nothing: the real service answers this
// default too, unless Lake Formation's settings were changed.
Json DefaultPermissions() {
  return Json::array({{{"Principal", {{"DataLakePrincipalIdentifier", "IAM_ALLOWED_PRINCIPALS"}}},
                       {"Permissions", {"ALL"}}}});
}

Json DescribeDatabase(const Resource& database) {
  Json description = database.document;
  description["CreateTime"] = ToEpochSeconds(database.created_at);
  description["CatalogId"] = database.account;
  return description;
}

}  // namespace

Result<void> CheckCatalog(const Json& input, const RequestContext& context) {
  const std::string catalog = StringOr(input, "CatalogId", context.account);
  if (catalog == context.account) return {};
  return Fail(EntityNotFound("Catalog " + catalog + " not found. Account " + context.account +
                             " has one catalog, whose CatalogId is " + context.account +
                             ": leave CatalogId out or sign with that account."));
}

Result<ResourcePtr> FindDatabase(std::string_view name, const RequestContext& context) {
  ResourcePtr database = context.FindOwn(kDatabase, DatabaseArn(name, context));
  if (database == nullptr) return Fail(DatabaseNotFound(std::string(name)));
  return database;
}

std::string TableArn(std::string_view database, std::string_view name) {
  auto arn = Arn::Parse(database).value_or(Arn());
  arn.resource = "table/" + std::string(arn.ResourceName()) + "/" + ArnSegment(name);
  return arn.ToString();
}

Result<void> CheckAttributes(const Json& input) {
  const auto attributes = input.find("AttributesToGet");
  if (attributes == input.end()) return {};
  if (std::find(attributes->begin(), attributes->end(), "NAME") != attributes->end()) return {};
  return Fail(InvalidInput("AttributesToGet must include NAME, or be left out."));
}

bool Wants(const Json& input, std::string_view attribute) {
  const auto attributes = input.find("AttributesToGet");
  if (attributes == input.end()) return true;
  return std::any_of(attributes->begin(), attributes->end(), [&](const Json& wanted) {
    return wanted == attribute || wanted == "DEFAULT" || wanted == "LATEST_ICEBERG_METADATA";
  });
}

Result<Json> CreateDatabase(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  const Json& wanted = input.at("DatabaseInput");
  for (const char* link : {"TargetDatabase", "FederatedDatabase"}) {
    if (wanted.contains(link)) {
      return Fail(NotEmulated(std::string("DatabaseInput.") + link +
                              ", a database that stands "
                              "for one of another catalog,"));
    }
  }
  const Tags tags = TagsFromMap(ObjectOr(input, "Tags"));
  TRY(CheckTags(tags));

  const std::string name = ToLower(StringOr(wanted, "Name"));
  const std::string arn = DatabaseArn(name, context);
  if (context.FindOwn(kDatabase, arn) != nullptr) return Fail(DatabaseExists());
  if (context.resources.Count(context.Scope(kDatabase)) >= kDatabases) {
    return Fail(LimitExceeded("Account " + context.account + " has its " +
                              std::to_string(kDatabases) + " databases: delete one first."));
  }

  Resource database = context.NewResource(kDatabase, arn, name);
  database.document = wanted;
  database.document["Name"] = name;
  if (!wanted.contains("CreateTableDefaultPermissions")) {
    database.document["CreateTableDefaultPermissions"] = DefaultPermissions();
  }
  database.tags = tags;
  context.resources.Insert(std::move(database));
  return Json::object();
}

Result<Json> GetDatabase(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  const ResourcePtr database = TRY(FindDatabase(StringOr(input, "Name"), context));
  return Json{{"Database", DescribeDatabase(*database)}};
}

Result<Json> GetDatabases(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  TRY(CheckAttributes(input));
  ResourceQuery query{.scope = context.Scope(kDatabase), .order = ResourceOrder::kName};
  // Databases shared by other accounts or sources are not emulated, so there are none to list.
  if (StringOr(input, "ResourceShareType", "ALL") != "ALL") {
    query.matches = [](const Resource&) { return false; };
  }
  const Page page = TRY(TakeListPage("GetDatabases", input, std::move(query), context));

  const bool names_only = input.contains("AttributesToGet");
  Json list = Json::array();
  for (const ResourcePtr& database : page.resources) {
    list.push_back(names_only ? Json{{"Name", database->name}} : DescribeDatabase(*database));
  }
  Json output = {{"DatabaseList", std::move(list)}};
  SetNextToken(output, page);
  return output;
}

Result<Json> DeleteDatabase(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  const ResourcePtr database = TRY(FindDatabase(StringOr(input, "Name"), context));
  // The real service drops the tables some time later; here they go with their database.
  context.resources.RemoveChildren(context.Scope(kTable), database->arn);
  context.resources.Remove(database->arn);
  return Json::object();
}

}  // namespace portside::glue
