// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/earth_observation_jobs.h"

#include "services/sagemaker_geospatial/earth_observation/earth_observation_plan.h"
#include "services/sagemaker_geospatial/earth_observation/job_images.h"
#include "services/sagemaker_geospatial/rules.h"

namespace portside::sagemaker_geospatial {
namespace {

Json OutputBands(const Json& plan) {
  Json bands = Json::array();
  const auto add = [&bands](const std::string& name, SampleType type) {
    bands.push_back({{"BandName", name}, {"OutputDataType", NameOf(type)}});
  };
  for (const Image& image : SampleOutput(plan)) {
    for (const Layer& layer : image.layers) {
      const RasterInfo& info = layer.raster->info();
      if (layer.only_by_name) {
        add(layer.name, info.type);
      } else {
        for (const std::string& band : info.bands) add(band, info.type);
      }
    }
  }
  return bands.empty() ? Json() : bands;
}

// Of the part that failed; a location that was at fault is shared by both.
Json ExportErrorDetails(const Resource& job_export) {
  Json error = job_export.document.at("Error");
  const std::string part = StringOr(error, "Part");
  error.erase("Part");
  if (!part.empty()) return Json{{part, std::move(error)}};
  Json details = {{"ExportResults", error}};
  if (job_export.document.value("ExportSourceImages", false)) {
    details["ExportSourceImages"] = std::move(error);
  }
  return details;
}

}  // namespace

Result<void> PrepareEarthObservationJob(const Json& input, Resource& job, RequestContext& context) {
  job.document["Plan"] = TRY(PlanEarthObservation(input, context));
  job.document["InputConfig"] = InputConfigOutput(input.at("InputConfig"));
  return {};
}

Json EarthObservationOperationOf(const Resource& job, const RequestContext&) {
  return OperationTypeOf(job.document.at("JobConfig"));
}

Json OutputBandsOf(const Resource& job, const RequestContext&) {
  return job.state == kCompleted ? OutputBands(job.document.at("Plan")) : Json();
}

// Why an export failed.
Json EarthObservationExportErrorOf(const Resource& job, const RequestContext& context) {
  const ResourcePtr job_export = FindExport(job, context);
  if (!job_export || job_export->state != "FAILED") return nullptr;
  return ExportErrorDetails(*job_export);
}

Result<Json> ExportEarthObservationJob(const Json& input, RequestContext& context) {
  const ResourcePtr job = TRY(FindResource(kEarthObservationJobs, input, context));
  Json document = {{"Plan", job->document.at("Plan")}};
  SetIfPresent(document, "ExportSourceImages", input.value("ExportSourceImages", Json()));
  Json output = TRY(StartExport(kEarthObservationJobs, kEarthObservationExport, *job, input,
                                std::move(document), context));
  SetIfPresent(output, "ExportSourceImages", input.value("ExportSourceImages", Json()));
  return output;
}

}  // namespace portside::sagemaker_geospatial
