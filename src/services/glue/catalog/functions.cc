// SPDX-License-Identifier: Apache-2.0
//
// User-defined functions: kept for engines that load them. Nothing here runs one.

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "portside/base/encoding.h"
#include "services/glue/catalog/catalog.h"
#include "services/glue/catalog/name_pattern.h"
#include "services/glue/errors.h"
#include "services/glue/handlers.h"
#include "services/glue/lists.h"

namespace portside::glue {
namespace {

// The model takes any text; the service knows these. [recorded]
Result<void> CheckFunction(const Json& given) {
  static constexpr std::array<std::string_view, 3> kOwners = {"USER", "ROLE", "GROUP"};
  static constexpr std::array<std::string_view, 3> kResources = {"JAR", "FILE", "ARCHIVE"};
  const auto is_one_of = [](const auto& known, const std::string& value) {
    return std::ranges::find(known, value) != known.end();
  };
  if (!given.contains("OwnerType")) {
    return Fail(InvalidInput("Owner type for function can not be null"));
  }
  if (!is_one_of(kOwners, StringOr(given, "OwnerType"))) {
    return Fail(InvalidInput("Owner Type is not valid"));
  }
  const Json resources = given.value("ResourceUris", Json::array());
  for (const Json& resource : resources) {
    if (!is_one_of(kResources, StringOr(resource, "ResourceType"))) {
      return Fail(InvalidInput("Resource Type is not valid"));
    }
  }
  return {};
}

Result<std::string> NameIn(const Json& given) {
  const std::string name = ToLower(StringOr(given, "FunctionName"));
  if (!name.empty()) return name;
  return Fail(InvalidInput("FunctionInput.FunctionName must be given: it names the function."));
}

std::string ArnOf(const Resource& database, const std::string& name) {
  auto arn = Arn::Parse(TableArn(database.arn, name)).value_or(Arn());
  arn.resource = "userDefinedFunction" + arn.resource.substr(arn.resource.find('/'));
  return arn.ToString();
}

Result<ResourcePtr> FindFunction(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  const ResourcePtr database = TRY(FindDatabase(StringOr(input, "DatabaseName"), context));
  const std::string name = StringOr(input, "FunctionName");
  ResourcePtr function = context.FindOwn(kFunction, ArnOf(*database, ToLower(name)));
  if (function == nullptr) return Fail(EntityNotFound("Function " + name + " not found."));
  return function;
}

Json Show(const Resource& function) {
  Json shown = function.document;
  shown["CreateTime"] = ToEpochSeconds(function.created_at);
  shown["CatalogId"] = function.account;
  return shown;
}

Resource MakeFunction(const Resource& database, const Json& given, const std::string& name,
                      RequestContext& context) {
  Resource function = context.NewResource(kFunction, ArnOf(database, name), name);
  function.parent = database.arn;
  function.document = given;
  function.document["FunctionName"] = name;
  function.document["DatabaseName"] = database.name;
  return function;
}

}  // namespace

Result<Json> CreateUserDefinedFunction(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  const Json& given = input.at("FunctionInput");
  TRY(CheckFunction(given));
  const ResourcePtr database = TRY(FindDatabase(StringOr(input, "DatabaseName"), context));
  Resource function = MakeFunction(*database, given, TRY(NameIn(given)), context);
  if (context.FindOwn(kFunction, function.arn) != nullptr) return Fail(FunctionExists());
  context.resources.Insert(std::move(function));
  return Json::object();
}

Result<Json> GetUserDefinedFunction(const Json& input, RequestContext& context) {
  const ResourcePtr function = TRY(FindFunction(input, context));
  return Json{{"UserDefinedFunction", Show(*function)}};
}

// Of one database, or of all of them.
Result<Json> GetUserDefinedFunctions(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  const auto pattern = TRY(NamePattern("Pattern", StringOr(input, "Pattern")));
  ResourceQuery query{.scope = context.Scope(kFunction), .order = ResourceOrder::kName};
  std::string parent;
  if (input.contains("DatabaseName")) {
    parent = TRY(FindDatabase(StringOr(input, "DatabaseName"), context))->arn;
    query.parent = parent;
  }
  query.matches = [&](const Resource& function) {
    const std::string type = StringOr(input, "FunctionType");
    const bool is_of_type = type.empty() || StringOr(function.document, "FunctionType") == type;
    return is_of_type && (!pattern || pattern->Matches(function.name));
  };
  const Page page = TRY(TakeListPage("GetUserDefinedFunctions", input, std::move(query), context));
  Json list = Json::array();
  for (const ResourcePtr& function : page.resources) list.push_back(Show(*function));
  Json output = {{"UserDefinedFunctions", std::move(list)}};
  SetNextToken(output, page);
  return output;
}

// All of it is replaced, its name too.
Result<Json> UpdateUserDefinedFunction(const Json& input, RequestContext& context) {
  const ResourcePtr function = TRY(FindFunction(input, context));
  const Json& given = input.at("FunctionInput");
  TRY(CheckFunction(given));
  const ResourcePtr database = TRY(FindDatabase(StringOr(input, "DatabaseName"), context));
  const std::string name = given.contains("FunctionName") ? TRY(NameIn(given)) : function->name;
  Resource changed = MakeFunction(*database, given, name, context);
  changed.created_at = function->created_at;
  if (changed.arn == function->arn) {
    changed.sequence = function->sequence;
    context.resources.Update(std::move(changed));
    return Json::object();
  }
  if (context.FindOwn(kFunction, changed.arn) != nullptr) return Fail(FunctionExists());
  context.resources.Remove(function->arn);
  context.resources.Insert(std::move(changed));
  return Json::object();
}

Result<Json> DeleteUserDefinedFunction(const Json& input, RequestContext& context) {
  context.resources.Remove(TRY(FindFunction(input, context))->arn);
  return Json::object();
}

}  // namespace portside::glue
