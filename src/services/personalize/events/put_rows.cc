// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/events/put_rows.h"

#include <optional>
#include <string>
#include <vector>

#include "services/personalize/datasets/rows/rows.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/kinds.h"
#include "services/personalize/style.h"

namespace portside::personalize {
namespace {

Result<ResourcePtr> FindByArn(std::string_view kind, const std::string& arn,
                              RequestContext& context) {
  ResourcePtr resource = context.FindOwn(kind, arn);
  if (resource == nullptr) return Fail(NotFound(arn, kNotFoundStatus));
  return resource;
}

Result<AvroSchema> SchemaOf(const Resource& dataset, RequestContext& context) {
  const ResourcePtr schema =
      TRY(FindByArn(kSchemaKind, StringOr(dataset.document, "schemaArn"), context));
  auto parsed = AvroSchema::Parse(StringOr(schema->document, "schema"));
  if (!parsed) return Fail(InvalidInput("Invalid schema: " + parsed.error().Describe() + "."));
  return std::move(*parsed);
}

}  // namespace

Result<void> PutRows(const Resource& dataset, const Json& records, const RowOf& row_of,
                     RequestContext& context) {
  const AvroSchema schema = TRY(SchemaOf(dataset, context));
  std::optional<PageWriter> writer;
  for (const Json& record : records) {
    const auto row = row_of(schema, record);
    if (!row) return Fail(InvalidInput(row.error()));
    if (!writer) {
      writer.emplace(
          PageOrigin::kPut, row->size(),
          [&](const std::string& page) { context.records.Append(PutStream(dataset.arn), page); },
          dataset.document.value(kLayoutMember, std::size_t{0}));
    }
    writer->Add(std::vector<CellView>(row->begin(), row->end()));
  }
  if (writer) writer->Finish();
  return {};
}

Result<Json> PutRecords(std::string_view type, const Json& records, std::string_view id_member,
                        const Json& input, RequestContext& context) {
  const std::string arn = StringOr(input, "datasetArn");
  const ResourcePtr dataset = TRY(FindByArn(kDatasetKind.name, arn, context));
  if (StringOr(dataset->document, "datasetType") != type) {
    return Fail(InvalidInput("The dataset " + arn + " is not of type " + std::string(type) + "."));
  }
  TRY(RequireActive(*dataset, kInUseStatus));
  const auto row_of = [id_member](const AvroSchema& schema, const Json& record) {
    return RecordRow(schema, record, id_member);
  };
  TRY(PutRows(*dataset, records, row_of, context));
  return Json::object();
}

}  // namespace portside::personalize
