// SPDX-License-Identifier: Apache-2.0
//
// What is looked at when a transform job is created, and what its descriptions add.

#include "services/sagemaker/errors.h"
#include "services/sagemaker/hosting/model_process.h"
#include "services/sagemaker/jobs/job_document.h"
#include "services/sagemaker/jobs/job_inputs.h"
#include "services/sagemaker/style.h"
#include "services/sagemaker/transform/rules.h"
#include "services/sagemaker/transform/transform_job.h"
#include "services/sagemaker/transform/transform_plan.h"

namespace portside::sagemaker {
namespace {

// What is in flight at once, documented: MaxConcurrentTransforms * MaxPayloadInMB.
constexpr std::int64_t kMostInFlight = 100;

Result<void> CheckForm(const Json& input) {
  const std::string split = StringOr(input.at("TransformInput"), "SplitType", "None");
  if (split == "RecordIO" || split == "TFRecord") {
    return Fail(NotEmulated("A transform job that splits by " + split + " (SplitType)"));
  }
  if (input.contains("DataCaptureConfig")) {
    return Fail(NotEmulated("Capturing the data of a transform job (DataCaptureConfig)"));
  }
  const auto concurrent = input.value("MaxConcurrentTransforms", std::int64_t{1});
  const auto payload = input.value("MaxPayloadInMB", std::int64_t{6});
  if (concurrent * payload > kMostInFlight) {
    return Fail(TooMuchInFlight(concurrent, payload, kMostInFlight));
  }
  const auto plan = PlanOf(input);
  if (!plan) return Fail(ValidationException(plan.error()));
  return {};
}

Result<void> CheckPlaces(const Json& input, const RequestContext& context) {
  const Json& output = input.at("TransformOutput");
  const std::string target = StringOr(output, "S3OutputPath");
  if (!S3Uri::Parse(target)) return Fail(NotAnS3Location("TransformOutput.S3OutputPath", target));
  const Json& source = input.at("TransformInput").at("DataSource").at("S3DataSource");
  const std::string uri = StringOr(source, "S3Uri");
  const auto location = S3Uri::Parse(uri);
  if (!location) return Fail(NotAnS3Location("TransformInput.DataSource.S3DataSource.S3Uri", uri));
  const std::string type = StringOr(source, "S3DataType");
  if (type != "S3Prefix" && type != "ManifestFile") {
    return Fail(NotEmulated("A transform job's S3DataType " + type));
  }
  if (!HasObjects(context.objects, *location)) {
    // A transform job has no role of its own: its model's is meant.
    return Fail(NoInputObjects(uri, context.region, "", location->bucket));
  }
  return {};
}

Json WholeSeconds(std::optional<Timestamp> at) {
  if (!at) return nullptr;
  return std::chrono::floor<std::chrono::seconds>(at->time_since_epoch()).count();
}

}  // namespace

Result<void> CheckTransformJob(Verb verb, const Json& input, RequestContext& context) {
  if (verb == kStop && !FindResource(kTransformJobs, input, context)) {
    return Fail(NoTransformToStop(StringOr(input, "TransformJobName")));
  }
  if (verb != kCreate) return {};
  TRY(CheckForm(input));
  TRY(FindResource(kModels, input, context));
  return CheckPlaces(input, context);
}

// Recorded answers of Describe.
Result<void> PrepareTransformJob(const Json& input, Resource& job, RequestContext& context) {
  Json& document = job.document;
  SetIfAbsent(document["TransformInput"], "CompressionType", "None");
  SetIfAbsent(document["TransformInput"], "SplitType", "None");
  SetIfAbsent(document["TransformOutput"], "AssembleWith", "None");
  SetIfAbsent(document["TransformOutput"], "KmsKeyId", "");
  Json& processing = document["DataProcessing"];
  if (processing.is_null()) processing = Json::object();
  SetIfAbsent(processing, "InputFilter", "$");
  SetIfAbsent(processing, "OutputFilter", "$");
  SetIfAbsent(processing, "JoinSource", "None");
  const ResourcePtr model = TRY(FindResource(kModels, input, context));
  const Json container = ServedContainer(model->document);
  document["ModelImage"] = StringOr(container, "Image");
  document["ModelContainer"] = container;
  return {};
}

Json TransformStartTimeOf(const Resource& job, const RequestContext&) {
  return WholeSeconds(job.Entered("InProgress"));
}

Json TransformEndTimeOf(const Resource& job, const RequestContext&) {
  if (!kTransformJob.Find(job.state)->next.empty()) return nullptr;
  return WholeSeconds(job.Entered(job.state));
}

}  // namespace portside::sagemaker
