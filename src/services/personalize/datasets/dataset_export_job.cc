// SPDX-License-Identifier: Apache-2.0
//
// An export job writes one CSV file below the path it was given: a header row of the schema's
// fields and the rows that its ingestionMode selects (rows.h). The file appears as a whole or not
// at all, and its key follows from the job, so that work repeated after a crash replaces it.

#include <chrono>

#include "portside/base/limits.h"
#include "portside/formats/avro_schema.h"
#include "services/personalize/choices.h"
#include "services/personalize/datasets/data_source.h"
#include "services/personalize/datasets/dataset_types.h"
#include "services/personalize/datasets/rows.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/kinds.h"

namespace portside::personalize {
namespace {

using namespace std::chrono_literals;

JobFailure WriteFailure(const ObjectError& error) {
  switch (error.code) {
    case ObjectErrorCode::kNoSuchBucket:
    case ObjectErrorCode::kAccessDenied:
      return {InsufficientPrivilegesText(error.bucket, error.Describe())};
    case ObjectErrorCode::kInvalidBucketName:
    case ObjectErrorCode::kKeyTooLong: return {InvalidOutputPathText(error.Describe())};
    default: return ToJobFailure(error);
  }
}

Selection SelectionOf(const Json& document) {
  const std::string mode = StringOr(document, "ingestionMode");
  if (mode == "BULK") return Selection::kBulk;
  return mode == "ALL" ? Selection::kAll : Selection::kPut;
}

DatasetRows RowsOf(const Json& document, const AvroSchema& schema) {
  DatasetRows rows{StringOr(document, "datasetArn"), schema.fields.size(), std::nullopt};
  const DatasetType* type = FindDatasetType(StringOr(document, kDatasetTypeMember));
  for (std::size_t i = 0; type != nullptr && i < schema.fields.size(); ++i) {
    if (schema.fields[i].name == type->id_column) rows.id_column = i;
  }
  return rows;
}

// Each record is one physical line, or Personalize would not take it back.
std::string OneLine(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    line += text[i] == '\n' || text[i] == '\r' ? ' ' : text[i];
  }
  return line;
}

ObjectAttributes AttributesOf(const Json& document) {
  ObjectAttributes attributes;
  attributes.content_type = kExportContentType;
  const Json& destination = document.at("jobOutput").at("s3DataDestination");
  if (const auto key = destination.find("kmsKeyArn"); key != destination.end()) {
    attributes.headers["x-amz-server-side-encryption"] = "aws:kms";
    attributes.headers["x-amz-server-side-encryption-aws-kms-key-id"] = key->get<std::string>();
  }
  return attributes;
}

// Collects lines into pieces for an object.
class CsvOutput {
 public:
  explicit CsvOutput(ObjectWriter& writer) : writer_(writer) {}

  void Add(std::span<const CellView> row) {
    fields_.clear();
    for (const CellView& cell : row) fields_.push_back(cell ? OneLine(*cell) : "");
    AddRecord(fields_);
    ++rows_;
  }
  void AddRecord(std::span<const std::string> fields) {
    AppendCsvRecord(buffer_, fields, kPersonalizeCsv);
    if (buffer_.size() >= limits::kStreamChunkBytes) Flush();
  }
  void Flush() {
    if (result_) result_ = writer_.Write(buffer_);
    buffer_.clear();
  }

  [[nodiscard]] std::uint64_t rows() const { return rows_; }
  // The first error of all writing.
  [[nodiscard]] const ObjectResult<void>& result() const { return result_; }

 private:
  ObjectWriter& writer_;
  std::string buffer_;
  std::vector<std::string> fields_;
  std::uint64_t rows_ = 0;
  ObjectResult<void> result_;
};

// The number of rows written; nothing where the rows changed meanwhile and no file was kept.
Expected<std::optional<std::uint64_t>, JobFailure> WriteFile(const WorkContext& context,
                                                             const AvroSchema& schema,
                                                             const S3Uri& target) {
  const Json& document = context.job.document;
  auto writer = context.objects.Put(target.bucket, target.key, AttributesOf(document));
  if (!writer) return Fail(WriteFailure(writer.error()));

  CsvOutput output(**writer);
  std::vector<std::string> header;
  for (const AvroField& field : schema.fields) header.push_back(field.name);
  output.AddRecord(header);
  const VisitOutcome outcome =
      VisitRows(context.records, RowsOf(document, schema), SelectionOf(document),
                [&output](std::span<const CellView> row) { output.Add(row); });
  output.Flush();
  if (!output.result()) return Fail(WriteFailure(output.result().error()));
  if (outcome == VisitOutcome::kChanged) return std::nullopt;

  const auto committed = (*writer)->Commit();
  if (!committed) return Fail(WriteFailure(committed.error()));
  return output.rows();
}

WorkResult Run(WorkContext& context) {
  const Json& document = context.job.document;
  const auto schema = AvroSchema::Parse(StringOr(document, kSchemaTextMember));
  if (!schema) return Fail(JobFailure{schema.error().Describe(), "SERVER_ERROR"});
  const std::string path = StringOr(document.at("jobOutput").at("s3DataDestination"), "path");
  const auto folder = S3Uri::Parse(path);
  if (!folder) return Fail(JobFailure{InvalidOutputPathText("'" + path + "' is no S3 path.")});
  const S3Uri target = folder->Join(ExportKey(context.job.name, context.random.Uuid()));

  for (int attempt = 0; attempt < kExportAttempts; ++attempt) {
    if (context.stop.stop_requested()) return Fail(JobFailure{"The export was stopped."});
    const auto rows = TRY(WriteFile(context, *schema, target));
    if (!rows) continue;
    WorkOutput output;
    output.document[std::string(kRowsMember)] = *rows;
    output.document[std::string(kOutputMember)] = target.ToString();
    return output;
  }
  return Fail(
      JobFailure{"The rows of the dataset were replaced again and again while they were "
                 "exported. Create the export job anew when the imports are done."});
}

constexpr JobState kStates[] = {
    {.name = "CREATE PENDING", .duration = 300ms, .next = "CREATE IN_PROGRESS"},
    {.name = "CREATE IN_PROGRESS",
     .duration = 700ms,
     .next = "ACTIVE",
     .work = Run,
     .on_failure = "CREATE FAILED"},
    {.name = "ACTIVE"},
    {.name = "CREATE FAILED"},
};

}  // namespace

constexpr JobKind kDatasetExportJobKind{
    .name = "personalize::dataset_export_job", .states = kStates, .fail = PutFailureReason};
static_assert(IsWellFormed(kDatasetExportJobKind));

}  // namespace portside::personalize
