// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/group_datasets.h"

#include <stdexcept>
#include <utility>

#include "services/personalize/datasets/dataset_types.h"
#include "services/personalize/datasets/rows/rows.h"
#include "services/personalize/documents.h"
#include "services/personalize/kinds.h"

namespace portside::personalize {

std::string DatasetArnOf(std::string_view group_arn, std::string_view type) {
  constexpr std::string_view kGroup = "dataset-group/";
  const std::size_t at = group_arn.find(kGroup);
  if (at == std::string_view::npos) return "";
  return std::string(group_arn.substr(0, at)) + "dataset/" +
         std::string(group_arn.substr(at + kGroup.size())) + "/" + std::string(type);
}

Json SchemaTextsOf(const std::string& group_arn, ResourceRepository& resources) {
  Json texts = Json::object();
  for (const DatasetType& type : DatasetTypes()) {
    const ResourcePtr dataset = resources.Find(DatasetArnOf(group_arn, type.name));
    if (dataset == nullptr) continue;
    const ResourcePtr schema = resources.Find(StringOr(dataset->document, "schemaArn"));
    if (schema != nullptr) texts[std::string(type.name)] = StringOr(schema->document, "schema");
  }
  return texts;
}

std::optional<AvroSchema> SchemaOfType(const Json& texts, std::string_view type) {
  const auto text = texts.find(type);
  if (text == texts.end()) return std::nullopt;
  auto schema = AvroSchema::Parse(text->get_ref<const std::string&>());
  if (!schema) throw std::runtime_error("a stored schema is damaged");
  return std::move(*schema);
}

DatasetRows RowsOf(std::string dataset_arn, std::string_view type, const AvroSchema& schema) {
  DatasetRows rows{std::move(dataset_arn), schema.fields.size(), std::nullopt};
  for (const AvroField& field : schema.fields) rows.names.push_back(field.name);
  const DatasetType* known = FindDatasetType(type);
  for (std::size_t i = 0; known != nullptr && i < schema.fields.size(); ++i) {
    if (schema.fields[i].name == known->id_column) rows.id_column = i;
    if (known->of_users && schema.fields[i].name == "USER_ID") rows.user_column = i;
  }
  return rows;
}

bool HasInteractions(const std::string& group_arn, RequestContext& context) {
  const ResourcePtr dataset =
      context.FindOwn(kDatasetKind.name, DatasetArnOf(group_arn, "INTERACTIONS"));
  if (dataset == nullptr || dataset->state != kActive) return false;
  if (dataset->document.value(kImportedMember, false)) return true;
  return context.records.Has(PutStream(dataset->arn));
}

}  // namespace portside::personalize
