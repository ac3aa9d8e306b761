// SPDX-License-Identifier: Apache-2.0

#include <charconv>
#include <optional>

#include "services/personalize/choices.h"
#include "services/personalize/data_source.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/families.h"
#include "services/personalize/handlers.h"
#include "services/personalize/kinds.h"
#include "services/personalize/quotas.h"

namespace portside::personalize {
namespace {

constexpr std::string_view kDescribed[] = {"datasetArn", "dataSource",
                                           "roleArn",    "failureReason",
                                           "importMode", "publishAttributionMetricsToS3"};
constexpr std::string_view kListed[] = {"failureReason", "importMode"};
constexpr std::string_view kStored[] = {"datasetArn", "dataSource", "roleArn", "importMode",
                                        "publishAttributionMetricsToS3"};

constexpr Family kImportJobs{.kind = "personalize::dataset_import_job",
                             .name_member = "jobName",
                             .arn_member = "datasetImportJobArn",
                             .member = "datasetImportJob",
                             .list_member = "datasetImportJobs",
                             .parent_member = "datasetArn",
                             .has_status = true,
                             .described = kDescribed,
                             .listed = kListed};

std::int64_t PendingJobs(RequestContext& context) {
  const ResourceScope scope = context.Scope(kImportJobs.kind);
  return context.resources.Count(scope, "CREATE PENDING") +
         context.resources.Count(scope, "CREATE IN_PROGRESS");
}

// What the real service checks before it answers: that it may read the data, and the header row.
// Of a folder only the first file; the job checks the others.
Result<void> CheckSource(const std::string& location, const AvroSchema& schema,
                         RequestContext& context) {
  const auto files = FindSourceFiles(context.objects, location);
  if (!files) return Fail(InvalidInput(files.error()));
  const auto header = CheckHeader(context.objects, files->front(), schema);
  if (!header) return Fail(InvalidInput(header.error()));
  return {};
}

// See kMinimumRowsTag. The tag of the job comes before that of the dataset.
Result<std::optional<std::uint64_t>> MinimumRows(const Tags& job_tags, const Resource& dataset) {
  for (const Tags* tags : {&job_tags, &dataset.tags}) {
    const auto tag = tags->find(std::string(kMinimumRowsTag));
    if (tag == tags->end()) continue;
    const std::string& text = tag->second;
    std::uint64_t rows = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rows);
    if (error != std::errc{} || end != text.data() + text.size()) {
      return Fail(InvalidInput("The value of the tag '" + std::string(kMinimumRowsTag) +
                               "' must be a whole number, not '" + text + "'."));
    }
    return rows;
  }
  return std::nullopt;
}

}  // namespace

Result<Json> CreateDatasetImportJob(const Json& input, RequestContext& context) {
  const std::string name = StringOr(input, "jobName");
  const std::string arn = context.Arn("personalize", "dataset-import-job/" + name);
  const std::string dataset_arn = StringOr(input, "datasetArn");
  Tags tags = TRY(TakeTags(input));
  const ResourcePtr dataset = TRY(FindResource(kDatasetKind.name, dataset_arn, context));
  if (context.resources.Find(arn) != nullptr) return Fail(AlreadyExists(arn));
  TRY(RequireActive(*dataset));

  const std::string mode = StringOr(input, "importMode", "FULL");
  if (mode == "INCREMENTAL" && !dataset->document.value(kImportedMember, false)) {
    return Fail(InvalidInput("The dataset " + dataset_arn +
                             " has no bulk records yet. You can only specify FULL for importMode "
                             "until an import job has succeeded."));
  }
  if (PendingJobs(context) >= kMaxPendingImportJobs) {
    return Fail(TooManyPending(kMaxPendingImportJobs));
  }
  const ResourcePtr schema =
      TRY(FindResource(kSchemaKind, StringOr(dataset->document, "schemaArn"), context));
  const std::string schema_text = StringOr(schema->document, "schema");
  const auto fields = AvroSchema::Parse(schema_text);
  if (!fields) return Fail(InvalidInput("Invalid schema: " + fields.error().Describe() + "."));
  TRY(CheckSource(StringOr(input.at("dataSource"), "dataLocation"), *fields, context));
  const auto minimum = TRY(MinimumRows(tags, *dataset));

  Resource job = context.NewResource(kImportJobs.kind, arn, name);
  job.parent = dataset_arn;
  job.tags = std::move(tags);
  CopyMembers(input, kStored, job.document);
  job.document["importMode"] = mode;
  job.document[std::string(kSchemaTextMember)] = schema_text;
  job.document[std::string(kDatasetTypeMember)] = dataset->document.at("datasetType");
  if (minimum) job.document[std::string(kMinimumRowsMember)] = *minimum;
  context.jobs.Submit(kDatasetImportJobKind, std::move(job));
  return Json{{"datasetImportJobArn", arn}};
}

Result<Json> DescribeDatasetImportJob(const Json& input, RequestContext& context) {
  return Describe(kImportJobs, input, context);
}

Result<Json> ListDatasetImportJobs(const Json& input, RequestContext& context) {
  return List(kImportJobs, input, context);
}

}  // namespace portside::personalize
