// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "portside/base/encoding.h"
#include "services/glue/catalog/catalog.h"
#include "services/glue/errors.h"
#include "services/glue/rules.h"
#include "services/glue/style.h"

namespace portside::glue {
namespace {

// What a new table may be read by when the caller says nothing: the real service answers this
// default too, unless Lake Formation's settings were changed.
Json DefaultPermissions() {
  return Json::array({{{"Principal", {{"DataLakePrincipalIdentifier", "IAM_ALLOWED_PRINCIPALS"}}},
                       {"Permissions", {"ALL"}}}});
}

}  // namespace

std::string ArnSegment(std::string_view text) {
  std::string segment;
  for (const char letter : text) {
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

Result<void> CheckCatalog(const Json& input, const RequestContext& context) {
  const std::string catalog = StringOr(input, "CatalogId", context.account);
  if (catalog == context.account) return {};
  return Fail(EntityNotFound("Catalog " + catalog + " not found. Account " + context.account +
                             " has one catalog, whose CatalogId is " + context.account +
                             ": leave CatalogId out or sign with that account."));
}

Result<ResourcePtr> FindDatabase(std::string_view name, RequestContext& context) {
  return FindResource(kDatabases, {{"Name", name}}, context);
}

std::string TableArn(std::string_view database, std::string_view name) {
  auto arn = Arn::Parse(database).value_or(Arn());
  arn.resource = "table/" + std::string(arn.ResourceName()) + "/" + ArnSegment(ToLower(name));
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

Result<void> CheckDatabase(Verb verb, const Json& input, RequestContext&) {
  TRY(CheckAttributes(input));
  if (verb != kCreate && verb != kUpdate) return {};
  const std::string name = ToLower(StringOr(input.at("DatabaseInput"), "Name"));
  if (verb == kUpdate && name != ToLower(StringOr(input, "Name"))) {
    return Fail(InvalidInput("Database cannot be renamed"));  // other emulators'
  }
  for (const char* link : {"TargetDatabase", "FederatedDatabase"}) {
    if (input.at("DatabaseInput").contains(link)) {
      return Fail(NotEmulated(std::string("DatabaseInput.") + link +
                              ", a database that stands "
                              "for one of another catalog,"));
    }
  }
  return {};
}

Result<void> PrepareDatabase(const Json&, Resource& database, RequestContext&) {
  if (!database.document.contains("CreateTableDefaultPermissions")) {
    database.document["CreateTableDefaultPermissions"] = DefaultPermissions();
  }
  return {};
}

// The real service drops them some time later; here they go with their database.
Result<void> ReleaseDatabase(const Resource& database, RequestContext& context) {
  while (const ResourcePtr table =
             context.resources.First({.scope = context.Scope(kTable), .parent = database.arn})) {
    RemoveTable(*table, context);
  }
  context.resources.RemoveChildren(context.Scope(kFunction), database.arn);
  return {};
}

// Databases shared by other accounts or sources are not emulated, so there are none to list.
bool MatchesDatabase(const Json& input, const Resource&) {
  return StringOr(input, "ResourceShareType", "ALL") == "ALL";
}

void PresentDatabase(const Json& input, const Resource& database, Json& shown, RequestContext&) {
  if (input.contains("AttributesToGet")) shown = Json{{"Name", database.name}};
}

}  // namespace portside::glue
