// SPDX-License-Identifier: Apache-2.0
//
// What is looked at when an AutoML job is created, in either form.

#include <algorithm>

#include "portside/base/encoding.h"
#include "portside/objects/s3_uri.h"
#include "services/sagemaker/automl/automl_errors.h"
#include "services/sagemaker/automl/automl_job.h"
#include "services/sagemaker/automl/automl_metrics.h"
#include "services/sagemaker/automl/automl_request.h"
#include "services/sagemaker/automl/rules.h"
#include "services/sagemaker/errors.h"
#include "services/sagemaker/jobs/job_document.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

// Documented: names are unique by their letters alone.
Result<void> CheckName(const Json& input, RequestContext& context) {
  const ResourcePtr other =
      context.resources.First({.scope = context.Scope(kAutoMLJob.name),
                               .parent = ToLower(StringOr(input, "AutoMLJobName"))});
  if (other == nullptr) return {};
  return Fail(Refusal(kAutoMLJobs, &FamilyTexts::exists, context, {.name = other->name}));
}

Result<void> CheckChannels(const Json& channels) {
  int training = 0, validation = 0;
  for (const Json& channel : channels) {
    const std::string type = StringOr(channel, "ChannelType", "training");
    (type == "training" ? training : validation) += 1;
    const Json source = channel.value("DataSource", Json::object());
    if (!source.contains("S3DataSource")) return Fail(NoChannelSource(type));
    const std::string uri = StringOr(source.at("S3DataSource"), "S3Uri");
    if (!S3Uri::Parse(uri)) return Fail(NotAnS3Location("S3Uri of the channel " + type, uri));
  }
  if (training != 1 || validation > 1) return Fail(WrongChannels());
  for (const char* member : {"ContentType", "TargetAttributeName"}) {
    if (StringOr(channels.front(), member) != StringOr(channels.back(), member)) {
      return Fail(ChannelsDiffer(member));
    }
  }
  return {};
}

Result<void> CheckObjective(const Json& request) {
  const std::string problem = ProblemOf(request);
  const bool is_tabular = ProblemTypeNameOf(request) == kTabular;
  const auto objective = request.find("AutoMLJobObjective");
  if (is_tabular && problem.empty() == (objective != request.end())) {
    return Fail(ProblemWithoutObjective());
  }
  if (objective == request.end()) return {};
  const std::string metric = StringOr(*objective, "MetricName");
  const auto allowed = ObjectivesOf(problem);
  if (std::find(allowed.begin(), allowed.end(), metric) != allowed.end()) return {};
  std::string names;
  for (const std::string_view name : allowed)
    names += (names.empty() ? "" : ", ") + std::string(name);
  return Fail(WrongObjective(metric, problem, names.empty() ? "none" : names));
}

Result<void> CheckProblem(const Json& request) {
  const std::string problem = ProblemTypeNameOf(request);
  const auto most = MaxCandidatesOf(request);
  if (problem != kTabular && most.value_or(1) != 1) return Fail(OneCandidateOnly(problem, *most));
  if (problem == "TimeSeriesForecasting" && request.contains("DataSplitConfig")) {
    return Fail(SplitOfTimeSeries());
  }
  return {};
}

Result<void> CheckDeployment(const Json& input) {
  const auto config = input.find("ModelDeployConfig");
  if (config == input.end()) return {};
  const bool is_generated = config->value("AutoGenerateEndpointName", false);
  if (is_generated == config->contains("EndpointName")) return Fail(WrongDeployConfig());
  return {};
}

// `request` has the form of CreateAutoMLJobV2.
Result<void> CheckRequest(const Json& request, RequestContext& context) {
  TRY(CheckName(request, context));
  TRY(CheckObjective(request));
  TRY(CheckProblem(request));
  TRY(CheckDeployment(request));
  const std::string output = StringOr(request.at("OutputDataConfig"), "S3OutputPath");
  if (!S3Uri::Parse(output)) return Fail(NotAnS3Location("OutputDataConfig.S3OutputPath", output));
  return {};
}

// Recorded: Describe says what was left out of it.
void Complete(Resource& job) {
  job.parent = ToLower(job.name);
  SetIfAbsent(job.document, "SecurityConfig", Json::object());
  SetIfAbsent(job.document["SecurityConfig"], "EnableInterContainerTrafficEncryption", false);
  job.document["AutoMLProblemTypeConfigName"] = ProblemTypeNameOf(job.document);
}

}  // namespace

Result<void> CheckAutoMLJob(Verb verb, const Json& input, RequestContext& context) {
  if (verb == kDescribe) {
    // Documented for all of the other form; recorded is that tabular ones are shown.
    const ResourcePtr job = TRY(FindResource(kAutoMLJobs, input, context));
    if (job->document.contains("InputDataConfig")) return {};
    return Fail(DescribedByV2Only(job->name, ProblemTypeNameOf(job->document)));
  }
  if (verb != kCreate) return {};
  TRY(CheckChannels(input.at("InputDataConfig")));
  Json request = input;
  request.update(ToV2(input));
  return CheckRequest(request, context);
}

Result<void> CheckAutoMLJobV2(Verb verb, const Json& input, RequestContext& context) {
  if (verb != kCreate) return {};
  TRY(CheckChannels(input.at("AutoMLJobInputDataConfig")));
  return CheckRequest(input, context);
}

Result<void> PrepareAutoMLJob(const Json& input, Resource& job, RequestContext&) {
  job.document.update(ToV2(input));
  Complete(job);
  job.document["AutoMLJobConfig"]["SecurityConfig"] = job.document["SecurityConfig"];
  SetIfAbsent(job.document, "GenerateCandidateDefinitionsOnly", false);
  return {};
}

Result<void> PrepareAutoMLJobV2(const Json&, Resource& job, RequestContext&) {
  Complete(job);
  if (ProblemTypeNameOf(job.document) != kTabular) return {};
  job.document.update(ToV1(job.document));
  SetIfAbsent(job.document, "GenerateCandidateDefinitionsOnly", false);
  return {};
}

}  // namespace portside::sagemaker
