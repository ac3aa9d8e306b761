// SPDX-License-Identifier: Apache-2.0
//
// An import job reads every row of its CSV files, or none: the first bad value fails the job. Its
// document carries the schema that the dataset had when the job was created.

#include "portside/objects/s3_uri.h"
#include "portside/services/core/output_attributes.h"
#include "services/personalize/datasets/dataset_types.h"
#include "services/personalize/datasets/rows/rows.h"
#include "services/personalize/datasets/transfer/source_rows.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/events/attribution_report.h"
#include "services/personalize/kinds.h"
#include "services/personalize/limits.h"
#include "services/personalize/states.h"

namespace portside::personalize {
namespace {

struct Import {
  AvroSchema schema;
  bool action_events = false;
  PageWriter writer;
  std::optional<AttributionReport> report = std::nullopt;
};

WorkCheck CheckActionEvent(const Import& import, const SourceRow& row) {
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const AvroField& field = import.schema.fields[i];
    const Cell& cell = row.cells[i];
    if (field.name != "EVENT_TYPE" || !cell || IsActionEventType(*cell)) continue;
    return Fail(ValueFailure(
        row.file, row.line, field,
        {"expected " + std::string(kActionEventTypesText) + ", found '" + *cell + "'"}));
  }
  return {};
}

WorkCheck CheckMinimum(const Json& document, std::uint64_t rows) {
  const auto minimum = document.find(kMinimumRowsMember);
  if (minimum == document.end() || rows >= minimum->get<std::uint64_t>()) return {};
  return Fail(JobFailure{"The data has " + std::to_string(rows) +
                         " records; an import into this dataset needs at least " +
                         std::to_string(minimum->get<std::uint64_t>()) + "."});
}

// As documented: a new file for each import, with the way in and the time in its name. Chosen:
// what the way in is called.
WorkCheck WriteReport(const AttributionReport& report, const WorkContext& context) {
  const Json& order = context.job.document.at(kAttributionMember);
  const auto csv = report.Csv();
  if (!csv) return Fail(JobFailure{csv.error()});
  const Json& destination = order.at("destination");
  const auto folder = S3Uri::Parse(StringOr(destination, "path"));
  if (!folder) return Fail(JobFailure{InvalidOutputPathText("It is no S3 path.")});
  const auto seconds = static_cast<std::int64_t>(ToEpochSeconds(context.now));
  const S3Uri target = folder->Join("AggregatedAttributionMetrics - DatasetImportJob - " +
                                    std::to_string(seconds) + ".csv");
  const auto written = context.objects.WriteAll(
      target, *csv, OutputAttributes(context.job, "text/csv", StringOr(destination, "kmsKeyArn")));
  if (written) return {};
  return Fail(ToJobFailure(written.error()));
}

// An INCREMENTAL import may follow from now on.
void NoteImport(const Resource& job, Stores& stores) {
  // A dataset cannot be deleted under a running import; after a reset there is none.
  const ResourcePtr found = stores.resources.Find(StringOr(job.document, "datasetArn"));
  if (found == nullptr) return;
  Resource dataset = *found;
  dataset.document[std::string(kImportedMember)] = true;
  stores.resources.Update(std::move(dataset));
}

WorkResult Run(WorkContext& context) {
  const Json& document = context.job.document;
  auto schema = AvroSchema::Parse(StringOr(document, kSchemaTextMember));
  if (!schema) return Fail(JobFailure{schema.error().Describe(), "SERVER_ERROR"});
  const bool full = StringOr(document, "importMode") == "FULL";
  const std::size_t columns = schema->fields.size();
  Import import{std::move(*schema), StringOr(document, kDatasetTypeMember) == "ACTION_INTERACTIONS",
                PageWriter(
                    full ? PageOrigin::kFull : PageOrigin::kIncremental, columns,
                    [&context](std::string page) { context.rows.Append(std::move(page)); },
                    document.value(kLayoutMember, std::size_t{0}))};

  if (const auto order = document.find(kAttributionMember); order != document.end()) {
    auto report = AttributionReport::Make(*order, import.schema, context.records);
    if (!report) return Fail(JobFailure{report.error()});
    import.report = std::move(*report);
  }
  const auto files = TRY(FindJobFiles(context, limits::kImportInputBytes, "imports"));
  std::vector<CellView> views;
  const auto take = [&](const SourceRow& row) -> WorkCheck {
    if (import.action_events) TRY(CheckActionEvent(import, row));
    views.assign(row.cells.begin(), row.cells.end());
    import.writer.Add(views);
    if (import.report) import.report->Add(views);
    return {};
  };
  TRY(ReadSource(context, import.schema, files, limits::kImportInputBytes, take));
  TRY(CheckMinimum(document, import.writer.rows()));
  import.writer.Finish();
  if (import.report) TRY(WriteReport(*import.report, context));

  // The rows replace or join the dataset's bulk rows in the same unit of work as the job's end.
  using Publication = RecordLog::Publication;
  WorkOutput output;
  output.document[std::string(kRowsMember)] = import.writer.rows();
  output.rows = {BulkStream(StringOr(document, "datasetArn")),
                 full ? Publication::kInstead : Publication::kAfter};
  output.commit = NoteImport;
  return output;
}

constexpr auto kStates = WorkStates(Run, limits::kImportBytes);

}  // namespace

constexpr JobKind kDatasetImportJobKind{
    .name = "personalize::dataset_import_job", .states = kStates, .fail = PutFailureReason};
static_assert(IsWellFormed(kDatasetImportJobKind));

}  // namespace portside::personalize
