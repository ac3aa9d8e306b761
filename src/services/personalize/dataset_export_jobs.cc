// SPDX-License-Identifier: Apache-2.0

#include "portside/objects/s3_uri.h"
#include "services/personalize/choices.h"
#include "services/personalize/dataset_types.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/families.h"
#include "services/personalize/handlers.h"
#include "services/personalize/kinds.h"

namespace portside::personalize {
namespace {

constexpr std::string_view kDescribed[] = {"datasetArn", "ingestionMode", "roleArn", "jobOutput",
                                           "failureReason"};
constexpr std::string_view kListed[] = {"failureReason"};
constexpr std::string_view kStored[] = {"datasetArn", "roleArn", "jobOutput"};

constexpr Family kExportJobs{.kind = "personalize::dataset_export_job",
                             .name_member = "jobName",
                             .arn_member = "datasetExportJobArn",
                             .member = "datasetExportJob",
                             .list_member = "datasetExportJobs",
                             .parent_member = "datasetArn",
                             .has_status = true,
                             .described = kDescribed,
                             .listed = kListed};

// The model lets http and any other text through; the bucket itself is the job's business.
Result<void> CheckPath(const Json& job_output) {
  const std::string path = StringOr(job_output.at("s3DataDestination"), "path");
  if (S3Uri::Parse(path)) return {};
  return Fail(InvalidInput(
      InvalidOutputPathText("'" + path + "' is not of the form s3://bucket/folder/.")));
}

}  // namespace

// A dataset without rows can be exported, and so can one that an import is at work on: the file has
// the rows as they were when the export began.
Result<Json> CreateDatasetExportJob(const Json& input, RequestContext& context) {
  const std::string name = StringOr(input, "jobName");
  const std::string arn = context.Arn("personalize", "dataset-export-job/" + name);
  const std::string dataset_arn = StringOr(input, "datasetArn");
  Tags tags = TRY(TakeTags(input));
  TRY(CheckPath(input.at("jobOutput")));
  const ResourcePtr dataset = TRY(FindResource(kDatasetKind.name, dataset_arn, context));
  const std::string type_name = StringOr(dataset->document, "datasetType");
  const DatasetType* type = FindDatasetType(type_name);
  if (type == nullptr || !type->exportable) return Fail(InvalidInput(NotExportableText(type_name)));
  if (context.resources.Find(arn) != nullptr) return Fail(AlreadyExists(arn));
  TRY(RequireActive(*dataset));
  const ResourcePtr schema =
      TRY(FindResource(kSchemaKind, StringOr(dataset->document, "schemaArn"), context));

  Resource job = context.NewResource(kExportJobs.kind, arn, name);
  job.parent = dataset_arn;
  job.tags = std::move(tags);
  CopyMembers(input, kStored, job.document);
  job.document["ingestionMode"] = StringOr(input, "ingestionMode", "PUT");
  job.document[std::string(kSchemaTextMember)] = StringOr(schema->document, "schema");
  job.document[std::string(kDatasetTypeMember)] = type_name;
  context.jobs.Submit(kDatasetExportJobKind, std::move(job));
  return Json{{"datasetExportJobArn", arn}};
}

Result<Json> DescribeDatasetExportJob(const Json& input, RequestContext& context) {
  return Describe(kExportJobs, input, context);
}

Result<Json> ListDatasetExportJobs(const Json& input, RequestContext& context) {
  return List(kExportJobs, input, context);
}

}  // namespace portside::personalize
