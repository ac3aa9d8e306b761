// SPDX-License-Identifier: Apache-2.0

#include "services/glue/catalog/table_description.h"

#include <utility>

#include "portside/base/encoding.h"
#include "services/glue/catalog/catalog.h"
#include "services/glue/errors.h"

namespace portside::glue {

void FillStorageDescriptor(Json& descriptor) {
  const Json defaults = {{"Compressed", false},
                         {"NumberOfBuckets", 0},
                         {"SortColumns", Json::array()},
                         {"StoredAsSubDirectories", false}};
  for (const auto& [member, value] : defaults.items()) {
    if (!descriptor.contains(member)) descriptor[member] = value;
  }
}

// Types of columns are stored unread: the real catalog takes any text for a type, and what reads
// the table complains later.
Result<Json> MakeTableDocument(const Json& table_input, const Resource& database) {
  const Json keys = table_input.value("PartitionKeys", Json::array());
  for (const Json& key : keys) {
    if (!key.contains("Parameters")) continue;
    return Fail(InvalidInput("Parameters not supported for partition columns"));  // [recorded]
  }
  Json document = table_input;
  document["Name"] = ToLower(StringOr(table_input, "Name"));
  document["DatabaseName"] = database.name;
  if (!document.contains("Retention")) document["Retention"] = 0;
  if (const auto storage = document.find("StorageDescriptor"); storage != document.end()) {
    FillStorageDescriptor(*storage);
  }
  return document;
}

// Tables of earlier releases have no version: they could not be changed.
std::string VersionOf(const Json& document) { return StringOr(document, "VersionId", "0"); }

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
    for (const char* flag :
         {"IsRegisteredWithLakeFormation", "IsMultiDialectView", "IsMaterializedView"}) {
      description[flag] = false;
    }
    description["VersionId"] = VersionOf(table.document);
  }
  description["CatalogId"] = table.account;
  return description;
}

}  // namespace portside::glue
