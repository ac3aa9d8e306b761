// SPDX-License-Identifier: Apache-2.0
//
// An export job writes one CSV file below the path it was given: a header row of the schema's
// fields and the rows that its ingestionMode selects (rows.h). The file appears as a whole or not
// at all, and its key follows from the job, so that work repeated after a crash replaces it.

#include <algorithm>

#include "portside/formats/avro_schema.h"
#include "portside/objects/object_stream.h"
#include "portside/services/core/output_attributes.h"
#include "services/personalize/choices.h"
#include "services/personalize/datasets/group_datasets.h"
#include "services/personalize/datasets/rows/row_selection.h"
#include "services/personalize/datasets/transfer/data_source.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/kinds.h"
#include "services/personalize/limits.h"
#include "services/personalize/states.h"

namespace portside::personalize {
namespace {

Selection SelectionOf(const Json& document) {
  const std::string mode = StringOr(document, "ingestionMode");
  if (mode == "BULK") return Selection::kBulk;
  return mode == "ALL" ? Selection::kAll : Selection::kPut;
}

// Each record is one physical line, or Personalize would not take it back.
void AppendOneLine(std::string& out, std::string_view text) {
  const auto breaks = [](char byte) { return byte == '\r' || byte == '\n'; };
  if (std::ranges::none_of(text, breaks)) {
    AppendCsvField(out, text, kPersonalizeCsv);
    return;
  }
  std::string line;
  line.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    line += breaks(text[i]) ? ' ' : text[i];
  }
  AppendCsvField(out, line, kPersonalizeCsv);
}

// A record has more than one field: every schema has.
void AppendRow(std::string& out, std::span<const CellView> row) {
  bool first = true;
  for (const CellView& cell : row) {
    if (!first) out += ',';
    first = false;
    if (cell) AppendOneLine(out, *cell);
  }
  out += '\n';
}

// The number of rows written.
Expected<std::uint64_t, JobFailure> WriteFile(const WorkContext& context, const AvroSchema& schema,
                                              const S3Uri& target) {
  const Json& document = context.job.document;
  const Json& destination = document.at("jobOutput").at("s3DataDestination");
  auto writer = context.objects.Put(
      target.bucket, target.key,
      OutputAttributes(context.job, kExportContentType, StringOr(destination, "kmsKeyArn")));
  if (!writer) return Fail(OutputFailure(writer.error()));

  ObjectOutput output(std::move(*writer));
  std::vector<std::string> fields;
  for (const AvroField& field : schema.fields) fields.push_back(field.name);
  AppendCsvRecord(output.text(), fields, kPersonalizeCsv);
  std::uint64_t rows = 0;
  VisitRows(
      context.records,
      RowsOf(StringOr(document, "datasetArn"), StringOr(document, kDatasetTypeMember), schema),
      SelectionOf(document), [&](std::span<const CellView> row) {
        AppendRow(output.text(), row);
        output.Pass();
        ++rows;
        return output.result() && !context.stop.stop_requested();
      });
  if (context.stop.stop_requested()) return Fail(JobFailure{"The export was stopped."});
  const auto committed = output.Commit();
  if (!committed) return Fail(OutputFailure(committed.error()));
  return rows;
}

WorkResult Run(WorkContext& context) {
  const Json& document = context.job.document;
  const auto schema = AvroSchema::Parse(StringOr(document, kSchemaTextMember));
  if (!schema) return Fail(JobFailure{schema.error().Describe(), "SERVER_ERROR"});
  const std::string path = StringOr(document.at("jobOutput").at("s3DataDestination"), "path");
  const auto folder = S3Uri::Parse(path);
  if (!folder) return Fail(JobFailure{InvalidOutputPathText("'" + path + "' is no S3 path.")});
  const S3Uri target = folder->Join(ExportKey(context.job.name, context.random.Uuid()));

  WorkOutput output;
  output.document[std::string(kRowsMember)] = TRY(WriteFile(context, *schema, target));
  output.document[std::string(kOutputMember)] = target.ToString();
  return output;
}

constexpr auto kStates = WorkStates(Run, limits::kExportBytes);

}  // namespace

constexpr JobKind kDatasetExportJobKind{
    .name = "personalize::dataset_export_job", .states = kStates, .fail = PutFailureReason};
static_assert(IsWellFormed(kDatasetExportJobKind));

}  // namespace portside::personalize
