// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/job_family.h"

#include <array>
#include <utility>
#include <vector>

#include "portside/objects/s3_uri.h"
#include "portside/services/core/pagination.h"
#include "portside/services/core/tagging.h"
#include "services/sagemaker_geospatial/errors.h"
#include "services/sagemaker_geospatial/results.h"
#include "services/sagemaker_geospatial/tags.h"

namespace portside::sagemaker_geospatial {
namespace {

// Ids in public recordings have twelve characters, none of them 0, 1, l or o.
constexpr std::string_view kIdAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";
constexpr std::size_t kIdLength = 12;

std::string ExportArn(const Resource& job) { return job.arn + "/export"; }

Result<ResourceOrder> OrderOf(const std::string& sort_by) {
  // No values of SortBy are documented; these are the ones that a job's summary offers.
  if (sort_by == "CreationTime") return ResourceOrder::kCreated;
  if (sort_by == "Name") return ResourceOrder::kName;
  if (sort_by == "Status") return ResourceOrder::kState;
  return Fail(ValidationException("SortBy is '" + sort_by +
                                  "'; allowed are CreationTime, Name and Status."));
}

}  // namespace

Result<Resource> NewJob(const JobFamily& family, const Json& input, RequestContext& context) {
  const std::string id = context.random.Text(kIdLength, kIdAlphabet);
  const std::string resource = std::string(family.resource_type) + "/" + id;
  Resource job =
      context.NewResource(family.kind.name, context.Arn("sagemaker-geospatial", resource),
                          input.at("Name").get<std::string>());
  job.tags = TRY(CheckedTags(input.value("Tags", Json::object()), {}));
  for (const char* member : {"ExecutionRoleArn", "KmsKeyId"}) {
    if (const auto value = input.find(member); value != input.end()) job.document[member] = *value;
  }
  return job;
}

Result<ResourcePtr> FindJob(const JobFamily& family, const std::string& arn,
                            RequestContext& context) {
  ResourcePtr job = context.FindOwn(family.kind.name, arn);
  if (!job) return Fail(NoSuchResource(std::string(family.label), arn));
  return job;
}

std::int64_t DurationInSeconds(const Resource& job, Timestamp now) {
  Timestamp until = now;
  for (const std::string_view end : {"COMPLETED", "FAILED", "STOPPED"}) {
    if (const auto entered = job.Entered(end)) until = std::min(until, *entered);
  }
  return std::chrono::duration_cast<std::chrono::seconds>(until - job.created_at).count();
}

Json JobHead(const Resource& job, Timestamp now) {
  return {{"Arn", job.arn},
          {"CreationTime", ToEpochSeconds(job.created_at)},
          {"DurationInSeconds", DurationInSeconds(job, now)},
          {"Name", job.name},
          {"Status", job.state},
          {"Tags", TagsToMap(job.tags)}};
}

Result<Json> StopJob(const JobFamily& family, const Json& input, RequestContext& context) {
  const ResourcePtr job = TRY(FindJob(family, input.at("Arn"), context));
  if (context.jobs.RequestStop(family.kind, *job) == StopOutcome::kNotLegal) {
    return Fail(ConflictException(std::string(family.label) + " " + job->arn + " is " + job->state +
                                      "; only a job that is INITIALIZING or IN_PROGRESS can be "
                                      "stopped.",
                                  job->arn));
  }
  return Json::object();
}

Result<Json> DeleteJob(const JobFamily& family, const Json& input, RequestContext& context) {
  const ResourcePtr job = TRY(FindJob(family, input.at("Arn"), context));
  const ResourcePtr job_export = FindExport(family, *job, context);
  if (job_export && ExportStatus(*job_export) == "IN_PROGRESS") {
    return Fail(ConflictException("The results of " + job->arn +
                                      " are being exported; delete the job when its ExportStatus "
                                      "is SUCCEEDED or FAILED.",
                                  job->arn));
  }
  // The model calls deletion idempotent: a second call while DELETING is no error.
  if (context.jobs.RequestDelete(family.kind, *job) == StopOutcome::kNotLegal) {
    return Fail(ConflictException(std::string(family.label) + " " + job->arn + " is " + job->state +
                                      "; stop it, or wait until it has ended.",
                                  job->arn));
  }
  if (job_export) context.resources.Remove(job_export->arn);
  ClearResults(*job, context.records);
  return Json::object();
}

Result<Json> ListJobs(const JobFamily& family, const std::string& member, const Json& input,
                      RequestContext& context, Json (*summarise)(const Resource&, Timestamp)) {
  const std::string sort_by = StringOr(input, "SortBy", "CreationTime");
  const std::string order = StringOr(input, "SortOrder", "ASCENDING");
  const std::string status = StringOr(input, "StatusEquals");

  const ResourceQuery query{.scope = context.Scope(family.kind.name),
                            .in_state = status,
                            .order = TRY(OrderOf(sort_by)),
                            .descending = order == "DESCENDING",
                            .limit = input.value("MaxResults", std::size_t{20})};
  const std::string token = StringOr(input, "NextToken");
  const auto page = TakePage(
      context.resources, query,
      {.token = token, .fingerprint = member + "/" + sort_by + "/" + order + "/" + status});
  if (!page) return Fail(InvalidNextToken());

  Json output = {{member, Json::array()}};
  for (const ResourcePtr& job : page->resources) {
    output[member].push_back(summarise(*job, context.now));
  }
  if (!page->next_token.empty()) output["NextToken"] = page->next_token;
  return output;
}

ResourcePtr FindExport(const JobFamily& family, const Resource& job, RequestContext& context) {
  return context.FindOwn(family.export_kind.name, ExportArn(job));
}

std::string ExportStatus(const Resource& job_export) {
  return job_export.state == kExportQueued ? "IN_PROGRESS" : job_export.state;
}

Result<Json> StartExport(const JobFamily& family, const Resource& job, const Json& input,
                         Json document, RequestContext& context) {
  if (job.state != kCompleted) {
    return Fail(ConflictException(std::string(family.label) + " " + job.arn + " is " + job.state +
                                      "; only the results of a COMPLETED job can be exported.",
                                  job.arn));
  }
  const ResourcePtr former = FindExport(family, job, context);
  if (former && ExportStatus(*former) == "IN_PROGRESS") {
    return Fail(ConflictException("The results of " + job.arn +
                                      " are already being exported; wait until its ExportStatus "
                                      "is SUCCEEDED or FAILED.",
                                  job.arn));
  }
  const Json& location = input.at("OutputConfig").at("S3Data").at("S3Uri");
  if (!S3Uri::Parse(location.get_ref<const std::string&>())) {
    return Fail(ValidationException("OutputConfig.S3Data.S3Uri is '" + location.get<std::string>() +
                                    "'; it must be s3://bucket or s3://bucket/prefix."));
  }

  document["OutputConfig"] = input.at("OutputConfig");
  document["ExecutionRoleArn"] = input.at("ExecutionRoleArn");
  if (former) {
    // A repeated export begins again without the former's outcome.
    Resource again = *former;
    again.document = std::move(document);
    again.timeline.clear();
    context.jobs.Enter(family.export_kind, std::move(again), kExportQueued);
  } else {
    const std::string id(Arn::Parse(job.arn).value_or(Arn{}).ResourceName());
    Resource first = context.NewResource(family.export_kind.name, ExportArn(job), id);
    first.parent = job.arn;
    first.document = std::move(document);
    context.jobs.Submit(family.export_kind, std::move(first));
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

void FillExportError(Json& document, const JobFailure& failure) {
  document["Error"] = {{"Message", failure.reason}, {"Type", failure.type}};
}

}  // namespace portside::sagemaker_geospatial
