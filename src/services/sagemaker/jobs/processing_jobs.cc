// SPDX-License-Identifier: Apache-2.0
//
// What is looked at when a processing job is created, and what its descriptions add.

#include <set>

#include "portside/objects/s3_uri.h"
#include "services/sagemaker/errors.h"
#include "services/sagemaker/jobs/job_document.h"
#include "services/sagemaker/jobs/processing_job.h"
#include "services/sagemaker/jobs/rules.h"

namespace portside::sagemaker {
namespace {

constexpr std::string_view kProcessingFolder = "/opt/ml/processing/";

// Names and paths of inputs and outputs are one namespace each.
class Places {
 public:
  Result<void> Add(const std::string& name, const Json& s3, const char* member) {
    if (!names_.insert(name).second) return Fail(NamesNotUnique(name));
    const std::string uri = StringOr(s3, "S3Uri");
    if (!S3Uri::Parse(uri)) return Fail(NotAnS3Location(std::string(member) + ".S3Uri", uri));
    std::string path = StringOr(s3, "LocalPath");
    if (!path.starts_with(kProcessingFolder)) return Fail(NoProcessingPath(name, path));
    while (path.ends_with('/')) path.pop_back();
    if (!paths_.insert(path).second) return Fail(PathsNotUnique());
    return {};
  }

 private:
  std::set<std::string> names_, paths_;
};

Result<void> CheckInputs(const Json& input, Places& places) {
  const auto inputs = input.find("ProcessingInputs");
  if (inputs == input.end()) return {};
  for (const Json& one : *inputs) {
    const std::string name = StringOr(one, "InputName");
    if (one.contains("DatasetDefinition")) {
      return Fail(NotEmulated("A processing input from Athena or Redshift (DatasetDefinition)"));
    }
    if (!one.contains("S3Input")) {
      return Fail(NoSource(name, "S3Input and DatasetDefinition"));
    }
    const Json& s3 = one.at("S3Input");
    if (StringOr(s3, "S3CompressionType") == "Gzip") {
      return Fail(NotEmulated("A compressed processing input (S3CompressionType Gzip)"));
    }
    TRY(places.Add(name, s3, "S3Input"));
  }
  return {};
}

Result<void> CheckOutputs(const Json& input, Places& places) {
  const auto config = input.find("ProcessingOutputConfig");
  if (config == input.end()) return {};
  for (const Json& one : config->at("Outputs")) {
    const std::string name = StringOr(one, "OutputName");
    if (one.contains("FeatureStoreOutput")) {
      return Fail(NotEmulated("A processing output into a feature group (FeatureStoreOutput)"));
    }
    if (!one.contains("S3Output")) {
      return Fail(NoSource(name, "S3Output and FeatureStoreOutput"));
    }
    TRY(places.Add(name, one.at("S3Output"), "S3Output"));
  }
  return {};
}

}  // namespace

Result<void> CheckProcessingJob(Verb verb, const Json& input, RequestContext&) {
  if (verb != kCreate) return {};
  Places places;
  TRY(CheckInputs(input, places));
  return CheckOutputs(input, places);
}

// Recorded answers of Describe.
Result<void> PrepareProcessingJob(const Json&, Resource& job, RequestContext&) {
  Json& document = job.document;
  SetIfAbsent(document, "StoppingCondition", {{"MaxRuntimeInSeconds", kDefaultMaxRuntime}});
  if (document.contains("ProcessingInputs")) {
    for (Json& input : document["ProcessingInputs"]) {
      SetIfAbsent(input, "AppManaged", false);
      SetIfAbsent(input["S3Input"], "S3DataDistributionType", "FullyReplicated");
      SetIfAbsent(input["S3Input"], "S3CompressionType", "None");
    }
  }
  if (document.contains("ProcessingOutputConfig")) {
    for (Json& output : document["ProcessingOutputConfig"]["Outputs"]) {
      SetIfAbsent(output, "AppManaged", false);
    }
  }
  if (document.contains("NetworkConfig")) {
    SetIfAbsent(document["NetworkConfig"], "EnableInterContainerTrafficEncryption", false);
    SetIfAbsent(document["NetworkConfig"], "EnableNetworkIsolation", false);
  }
  return {};
}

Json ProcessingStartTimeOf(const Resource& job, const RequestContext&) {
  const auto begun = job.Entered("InProgress");
  return begun ? Json(ToEpochSeconds(*begun)) : Json();
}

Json ProcessingEndTimeOf(const Resource& job, const RequestContext&) {
  if (!kProcessingJob.Find(job.state)->next.empty()) return nullptr;
  const auto end = job.Entered(job.state);
  return end ? Json(ToEpochSeconds(*end)) : Json();
}

}  // namespace portside::sagemaker
