// SPDX-License-Identifier: Apache-2.0

#include "portside/objects/s3_uri.h"
#include "services/personalize/choices.h"
#include "services/personalize/datasets/dataset_types.h"
#include "services/personalize/documents.h"
#include "services/personalize/errors.h"
#include "services/personalize/rules.h"
#include "services/personalize/style.h"

namespace portside::personalize {
namespace {

// The model lets http and any other text through; the bucket itself is the job's business.
Result<void> CheckPath(const Json& job_output) {
  const std::string path = StringOr(job_output.at("s3DataDestination"), "path");
  if (S3Uri::Parse(path)) return {};
  return Fail(InvalidInput(
      InvalidOutputPathText("'" + path + "' is not of the form s3://bucket/folder/.")));
}

}  // namespace

Result<void> CheckExportJob(Verb verb, const Json& input, RequestContext&) {
  return verb == kCreate ? CheckPath(input.at("jobOutput")) : Result<void>();
}

// A dataset without rows can be exported, and so can one that an import is at work on: the file has
// the rows as they were when the export began.
Result<void> PrepareExportJob(const Json& input, Resource& job, RequestContext& context) {
  const ResourcePtr dataset = TRY(FindResource(kDatasets, input, context));
  const std::string type_name = StringOr(dataset->document, "datasetType");
  const DatasetType* type = FindDatasetType(type_name);
  if (type == nullptr || !type->exportable) return Fail(InvalidInput(NotExportableText(type_name)));
  const ResourcePtr schema = TRY(FindResource(kSchemas, dataset->document, context));
  job.document["ingestionMode"] = StringOr(input, "ingestionMode", "PUT");
  job.document[std::string(kSchemaTextMember)] = StringOr(schema->document, "schema");
  job.document[std::string(kDatasetTypeMember)] = type_name;
  return {};
}

}  // namespace portside::personalize
