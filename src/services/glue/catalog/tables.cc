// SPDX-License-Identifier: Apache-2.0

#include <optional>

#include "portside/base/encoding.h"
#include "portside/model/pattern.h"
#include "services/glue/catalog/catalog.h"
#include "services/glue/errors.h"
#include "services/glue/handlers.h"
#include "services/glue/lists.h"

namespace portside::glue {
namespace {

// Members that ask for what is not kept here; a table made without them would not be the one that
// was asked for.
Result<void> CheckEmulated(const Json& input) {
  for (const char* member :
       {"OpenTableFormatInput", "PartitionIndexes", "TransactionId", "QueryAsOfTime"}) {
    if (input.contains(member)) return Fail(NotEmulated(member));
  }
  const Json table = ObjectOr(input, "TableInput");
  for (const char* member : {"TargetTable", "FederatedTable", "ViewDefinition"}) {
    if (table.contains(member)) return Fail(NotEmulated(std::string("TableInput.") + member));
  }
  return {};
}

// Types of columns are stored unread: the real catalog takes any text for a type, and what reads
// the table complains later.
Json DescribeTable(const Resource& table, const Json& input) {
  Json description = Json::object();
  if (!Wants(input, "DEFAULT")) {
    // Names, and types where they were asked for.
    for (const char* member : {"Name", "DatabaseName"}) {
      description[member] = table.document.at(member);
    }
    if (Wants(input, "TABLE_TYPE") && table.document.contains("TableType")) {
      description["TableType"] = table.document.at("TableType");
    }
  } else {
    description = table.document;
    description["CreateTime"] = ToEpochSeconds(table.created_at);
    description["UpdateTime"] = ToEpochSeconds(table.updated_at);
    description["IsRegisteredWithLakeFormation"] = false;
    description["VersionId"] = "0";  // there is no update of a table, so this is its first version
  }
  description["CatalogId"] = table.account;
  return description;
}

// The reference calls the expression a regular one, but `sales*` finds sales_2023 as it does in
// Hive: a `*` that has nothing before it to repeat but a letter stands for any text.
std::string ToRegularExpression(std::string_view expression) {
  const std::string_view repeatable = ".])\\";
  std::string text = "(?i)";
  char previous = '\0';
  for (const char letter : expression) {
    const bool wild = letter == '*' && repeatable.find(previous) == std::string_view::npos;
    text += wild ? ".*" : std::string(1, letter);
    previous = letter;
  }
  return text;
}

Result<std::optional<Pattern>> CompileExpression(const Json& input) {
  const std::string expression = StringOr(input, "Expression");
  if (expression.empty()) return std::optional<Pattern>();
  auto pattern = Pattern::Compile(ToRegularExpression(expression));
  if (!pattern) {
    return Fail(InvalidInput("Expression is not a regular expression: " + pattern.error() + "."));
  }
  return std::optional<Pattern>(*std::move(pattern));
}

}  // namespace

ResourcePtr FindTable(std::string_view database, std::string_view name,
                      const RequestContext& context) {
  return context.FindOwn(kTable, TableArn(database, name));
}

Result<Json> CreateTable(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  TRY(CheckEmulated(input));
  if (!input.contains("TableInput")) {
    return Fail(InvalidInput("TableInput must be given: it names and describes the table."));
  }
  const Json& wanted = input.at("TableInput");
  const ResourcePtr database = TRY(FindDatabase(StringOr(input, "DatabaseName"), context));

  const std::string name = ToLower(StringOr(wanted, "Name"));
  const std::string arn = TableArn(database->arn, name);
  if (context.FindOwn(kTable, arn) != nullptr) return Fail(TableExists());

  Resource table = context.NewResource(kTable, arn, name);
  table.parent = database->arn;
  table.document = wanted;
  table.document["Name"] = name;
  table.document["DatabaseName"] = database->name;
  table.document["CreatedBy"] = "arn:aws:iam::" + context.account + ":root";
  if (!wanted.contains("Retention")) table.document["Retention"] = 0;
  context.resources.Insert(std::move(table));
  return Json::object();
}

Result<Json> GetTable(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  TRY(CheckEmulated(input));
  TRY(CheckAttributes(input));
  const ResourcePtr database = TRY(FindDatabase(StringOr(input, "DatabaseName"), context));
  const ResourcePtr table = FindTable(database->arn, StringOr(input, "Name"), context);
  if (table == nullptr) return Fail(TableNotRead());
  return Json{{"Table", DescribeTable(*table, input)}};
}

Result<Json> GetTables(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  TRY(CheckEmulated(input));
  TRY(CheckAttributes(input));
  const ResourcePtr database = TRY(FindDatabase(StringOr(input, "DatabaseName"), context));
  const std::optional<Pattern> pattern = TRY(CompileExpression(input));
  ResourceQuery query{
      .scope = context.Scope(kTable), .parent = database->arn, .order = ResourceOrder::kName};
  if (pattern) {
    query.matches = [&](const Resource& table) { return pattern->Matches(table.name); };
  }
  const Page page = TRY(TakeListPage("GetTables", input, std::move(query), context));

  Json list = Json::array();
  for (const ResourcePtr& table : page.resources) list.push_back(DescribeTable(*table, input));
  Json output = {{"TableList", std::move(list)}};
  SetNextToken(output, page);
  return output;
}

// Transforms that were made from the table keep the schema that they read.
Result<Json> DeleteTable(const Json& input, RequestContext& context) {
  TRY(CheckCatalog(input, context));
  TRY(CheckEmulated(input));
  const ResourcePtr database = TRY(FindDatabase(StringOr(input, "DatabaseName"), context));
  const std::string name = StringOr(input, "Name");
  const ResourcePtr table = FindTable(database->arn, name, context);
  if (table == nullptr) return Fail(TableNotFound(name));
  context.resources.Remove(table->arn);
  return Json::object();
}

}  // namespace portside::glue
