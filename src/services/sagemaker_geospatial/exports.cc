// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/exports.h"

#include <utility>

#include "portside/services/core/output_attributes.h"
#include "services/sagemaker_geospatial/errors.h"
#include "services/sagemaker_geospatial/rules.h"
#include "services/sagemaker_geospatial/scenes/scene_pages.h"
#include "services/sagemaker_geospatial/style.h"
#include "services/sagemaker_geospatial/vector_enrichment/results.h"

namespace portside::sagemaker_geospatial {
namespace {

std::string ExportArn(const Resource& job) { return job.arn + "/export"; }

Result<void> CheckExport(const Family& family, const Resource& job, const ResourcePtr& former,
                         const Json& input) {
  if (job.state != kCompleted) {
    std::string label(family.label);
    label[0] = static_cast<char>(label[0] - 'a' + 'A');
    return Fail(ConflictException(label + " " + job.arn + " is " + job.state +
                                      "; only the results of a COMPLETED job can be exported.",
                                  job.arn));
  }
  if (former && former->state == "IN_PROGRESS") {
    return Fail(ConflictException("The results of " + job.arn +
                                      " are already being exported; wait until its ExportStatus "
                                      "is SUCCEEDED or FAILED.",
                                  job.arn));
  }
  const Json& location = input.at("OutputConfig").at("S3Data").at("S3Uri");
  if (S3Uri::Parse(location.get_ref<const std::string&>())) return {};
  return Fail(ValidationException("OutputConfig.S3Data.S3Uri is '" + location.get<std::string>() +
                                  "'; it must be s3://bucket or s3://bucket/prefix."));
}

}  // namespace

ResourcePtr FindExport(const Resource& job, const RequestContext& context) {
  if (job.state != kCompleted) return nullptr;  // so it has none, and nobody need look
  return context.resources.Find(ExportArn(job));
}

Json ExportStatusOf(const Resource& job, const RequestContext& context) {
  const ResourcePtr job_export = FindExport(job, context);
  if (!job_export) return nullptr;
  context.jobs.Observed(*job_export);
  return job_export->state;
}

// Forgets the job's export and stored results.
Result<void> ReleaseJob(const Resource& job, RequestContext& context) {
  if (const ResourcePtr job_export = FindExport(job, context)) {
    if (job_export->state == "IN_PROGRESS") {
      return Fail(ConflictException("The results of " + job.arn +
                                        " are being exported; delete the job when its "
                                        "ExportStatus is SUCCEEDED or FAILED.",
                                    job.arn));
    }
    context.resources.Remove(job_export->arn);
  }
  ClearResults(job, context.records);
  context.records.Clear(SceneStream(job.arn));
  return {};
}

Result<Json> StartExport(const Family& family, const JobKind& kind, const Resource& job,
                         const Json& input, Json document, RequestContext& context) {
  const ResourcePtr former = FindExport(job, context);
  TRY(CheckExport(family, job, former, input));
  document["OutputConfig"] = input.at("OutputConfig");
  document["ExecutionRoleArn"] = input.at("ExecutionRoleArn");
  if (former) {
    // A repeated export begins again without the former's outcome.
    Resource again = *former;
    again.document = std::move(document);
    again.timeline.clear();
    context.jobs.Enter(kind, std::move(again), kind.states[0].name);
  } else {
    const std::string id(Arn::Parse(job.arn).value_or(Arn{}).ResourceName());
    Resource first = context.NewResource(kind.name, ExportArn(job), id);
    first.parent = job.arn;
    first.document = std::move(document);
    context.jobs.Submit(kind, std::move(first));
  }
  // Whether the real answer's CreationTime is the job's or the export's is not recorded.
  return Json{{"Arn", job.arn},
              {"CreationTime", ToEpochSeconds(job.created_at)},
              {"ExecutionRoleArn", input.at("ExecutionRoleArn")},
              {"ExportStatus", "IN_PROGRESS"},
              {"OutputConfig", input.at("OutputConfig")}};
}

S3Uri ExportRoot(const Resource& job_export) {
  const Json& data = job_export.document.at("OutputConfig").at("S3Data");
  return S3Uri::Parse(data.at("S3Uri").get_ref<const std::string&>())
      .value_or(S3Uri{})
      .Join(job_export.name);
}

ObjectAttributes ExportAttributes(const Resource& job_export, std::string_view content_type) {
  const Json& data = job_export.document.at("OutputConfig").at("S3Data");
  return OutputAttributes(job_export, content_type, StringOr(data, "KmsKeyId"));
}

void FillExportError(Json& document, const JobFailure& failure) {
  document["Error"] = {{"Message", failure.reason}, {"Type", failure.type}};
  SetIfPresent(document["Error"], "Part", failure.part.empty() ? Json() : Json(failure.part));
}

}  // namespace portside::sagemaker_geospatial
