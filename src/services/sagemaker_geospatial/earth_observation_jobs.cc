// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation_jobs.h"

#include "services/sagemaker_geospatial/band_math.h"
#include "services/sagemaker_geospatial/earth_observation_plan.h"

namespace portside::sagemaker_geospatial {
namespace {

constexpr const char* kKept[] = {"ExecutionRoleArn", "InputConfig", "JobConfig", "KmsKeyId"};

// What Start and Get both answer.
Json Describe(const Resource& job, Timestamp now) {
  Json output = JobHead(job, now);
  for (const char* member : kKept) {
    if (const auto value = job.document.find(member); value != job.document.end()) {
      output[member] = *value;
    }
  }
  return output;
}

Json Summarise(const Resource& job, Timestamp now) {
  Json summary = JobHead(job, now);
  summary["OperationType"] = OperationTypeOf(job.document.at("JobConfig"));
  return summary;
}

Json OutputBands(const Json& plan) {
  if (plan.at("Operation") == "BAND_MATH") return OutputBandsOf(plan.at("Stages").back());
  // Classes are small numbers; the enumeration of output types has no byte.
  return Json::array({{{"BandName", "mask"}, {"OutputDataType", "UINT16"}}});
}

// Why an export failed, in both of its parts: they share the location that was at fault.
Json ExportErrorDetails(const Resource& job_export) {
  Json details = {{"ExportResults", job_export.document.at("Error")}};
  if (job_export.document.value("ExportSourceImages", false)) {
    details["ExportSourceImages"] = job_export.document.at("Error");
  }
  return details;
}

}  // namespace

const JobFamily& EarthObservationJobs() {
  static constexpr JobFamily kFamily{kEarthObservationJob, kEarthObservationExport,
                                     "earth-observation-job", "Earth observation job"};
  return kFamily;
}

Result<Json> StartEarthObservationJob(const Json& input, RequestContext& context) {
  Json plan = TRY(PlanEarthObservation(input, context));
  Resource job = TRY(NewJob(EarthObservationJobs(), input, context));
  job.document["InputConfig"] = InputConfigOutput(input.at("InputConfig"));
  job.document["JobConfig"] = input.at("JobConfig");
  job.document["Plan"] = std::move(plan);
  return Describe(*context.jobs.Submit(kEarthObservationJob, std::move(job)), context.now);
}

Result<Json> GetEarthObservationJob(const Json& input, RequestContext& context) {
  const ResourcePtr job = TRY(FindJob(EarthObservationJobs(), input.at("Arn"), context));
  context.jobs.Observed(*job);
  Json output = Describe(*job, context.now);
  SetIfPresent(output, "ErrorDetails", job->document.value("ErrorDetails", Json()));
  if (job->state == kCompleted) output["OutputBands"] = OutputBands(job->document.at("Plan"));

  const ResourcePtr job_export = FindExport(EarthObservationJobs(), *job, context);
  if (!job_export) return output;
  context.jobs.Observed(*job_export);
  output["ExportStatus"] = ExportStatus(*job_export);
  if (job_export->state == "FAILED") output["ExportErrorDetails"] = ExportErrorDetails(*job_export);
  return output;
}

Result<Json> ListEarthObservationJobs(const Json& input, RequestContext& context) {
  return ListJobs(EarthObservationJobs(), "EarthObservationJobSummaries", input, context,
                  Summarise);
}

Result<Json> StopEarthObservationJob(const Json& input, RequestContext& context) {
  return StopJob(EarthObservationJobs(), input, context);
}

Result<Json> DeleteEarthObservationJob(const Json& input, RequestContext& context) {
  return DeleteJob(EarthObservationJobs(), input, context);
}

Result<Json> ExportEarthObservationJob(const Json& input, RequestContext& context) {
  const ResourcePtr job = TRY(FindJob(EarthObservationJobs(), input.at("Arn"), context));
  Json document = {{"Plan", job->document.at("Plan")}};
  SetIfPresent(document, "ExportSourceImages", input.value("ExportSourceImages", Json()));
  Json output = TRY(StartExport(EarthObservationJobs(), *job, input, std::move(document), context));
  SetIfPresent(output, "ExportSourceImages", input.value("ExportSourceImages", Json()));
  return output;
}

}  // namespace portside::sagemaker_geospatial
