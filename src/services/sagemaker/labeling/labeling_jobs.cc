// SPDX-License-Identifier: Apache-2.0
//
// What is looked at when a labeling job is created, and what its descriptions compute. Only the
// rules are public, none of the texts.

#include "portside/base/encoding.h"
#include "portside/objects/s3_uri.h"
#include "portside/services/core/tagging.h"
#include "services/sagemaker/errors.h"
#include "services/sagemaker/labeling/labeling_job.h"
#include "services/sagemaker/labeling/labeling_task.h"
#include "services/sagemaker/labeling/rules.h"
#include "services/sagemaker/lists.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

auto Wrong(const std::string& text) { return Fail(ValidationException(text)); }

Result<void> CheckLocation(const std::string& member, const std::string& value) {
  if (!S3Uri::Parse(value)) return Fail(NotAnS3Location(member, value));
  return {};
}

Result<void> CheckSource(const Json& source) {
  const bool is_stream = source.contains("SnsDataSource");
  if (is_stream == source.contains("S3DataSource")) {
    return Wrong("InputConfig.DataSource needs one of S3DataSource and SnsDataSource.");
  }
  if (is_stream) return Fail(NotEmulated("A streaming labeling job (SnsDataSource)"));
  return CheckLocation("InputConfig.DataSource.S3DataSource.ManifestS3Uri",
                       StringOr(source.at("S3DataSource"), "ManifestS3Uri"));
}

// Documented rules of its end.
Result<void> CheckAttribute(const std::string& name, const Json& task) {
  if (name.ends_with("-metadata")) {
    return Wrong("LabelAttributeName is '" + name + "'. It must not end with -metadata.");
  }
  if (NeedsReference(task) && !name.ends_with("-ref")) {
    return Wrong("LabelAttributeName is '" + name + "'. For this task type it must end with -ref.");
  }
  return {};
}

Result<void> CheckTask(const Json& task) {
  const Json& ui = task.at("UiConfig");
  if (ui.contains("UiTemplateS3Uri") == ui.contains("HumanTaskUiArn")) {
    return Wrong("HumanTaskConfig.UiConfig needs one of UiTemplateS3Uri and HumanTaskUiArn.");
  }
  if (FindTask(task) == nullptr) {
    const Json consolidation = task.value("AnnotationConsolidationConfig", Json::object());
    return Fail(NotEmulated("The labeling task of " +
                            StringOr(consolidation, "AnnotationConsolidationLambdaArn",
                                     StringOr(task, "PreHumanTaskLambdaArn"))));
  }
  return {};
}

// "Names are unique in an account and region, whatever the case of their letters."
Result<void> CheckName(const Resource& job, RequestContext& context) {
  const std::string key = ToLower(job.name);
  const ResourcePtr other =
      context.resources.First({.scope = context.Scope(kLabelingJob.name), .attribute = key});
  if (other == nullptr) return {};
  return Fail(
      Refusal(kLabelingJobs, &FamilyTexts::exists, context, {.name = job.name, .arn = other->arn}));
}

constexpr std::string_view kCodeLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::size_t kCodeLength = 28;  // recorded

}  // namespace

Result<void> CheckLabelingJob(Verb verb, const Json& input, RequestContext&) {
  if (verb != kCreate) return {};
  const Json& task = input.at("HumanTaskConfig");
  TRY(CheckAttribute(StringOr(input, "LabelAttributeName"), task));
  TRY(CheckSource(input.at("InputConfig").at("DataSource")));
  TRY(CheckLocation("OutputConfig.S3OutputPath",
                    StringOr(input.at("OutputConfig"), "S3OutputPath")));
  TRY(CheckTask(task));
  if (!input.contains("LabelCategoryConfigS3Uri")) {
    return Wrong("LabelCategoryConfigS3Uri is missing. It names the labels that objects can get.");
  }
  return CheckLocation("LabelCategoryConfigS3Uri", StringOr(input, "LabelCategoryConfigS3Uri"));
}

Result<void> PrepareLabelingJob(const Json&, Resource& job, RequestContext& context) {
  TRY(CheckName(job, context));
  job.attribute = ToLower(job.name);
  job.parent = StringOr(job.document.at("HumanTaskConfig"), "WorkteamArn");
  job.document["JobReferenceCode"] = context.random().Text(kCodeLength, kCodeLetters);
  // Recorded: it is there and empty.
  if (!job.document["OutputConfig"].contains("KmsKeyId")) {
    job.document["OutputConfig"]["KmsKeyId"] = "";
  }
  return {};
}

Json LabelCountersOf(const Resource& job, const RequestContext&) {
  return job.document.value("LabelCounters", Json{{"TotalLabeled", 0},
                                                  {"HumanLabeled", 0},
                                                  {"MachineLabeled", 0},
                                                  {"FailedNonRetryableError", 0},
                                                  {"Unlabeled", 0}});
}

Json LabelingTagsOf(const Resource& job, const RequestContext&) {
  return job.tags.empty() ? Json() : TagsToList(job.tags, "Key", "Value");
}

// A work team that nobody has heard of has no jobs: work teams are not emulated.
Result<Json> ListLabelingJobsForWorkteam(const Json& input, RequestContext& context) {
  const std::string team = StringOr(input, "WorkteamArn");
  ResourceQuery query{.scope = context.Scope(kLabelingJob.name), .parent = team};
  query.limit = TRY(ListLimit(input, context, kStyle.list.default_limit));
  query.descending = StringOr(input, "SortOrder") == "Descending";
  for (const auto& [member, bound] : {std::pair{"CreationTimeAfter", &query.created_after},
                                      std::pair{"CreationTimeBefore", &query.created_before}}) {
    const auto given = input.find(member);
    if (given != input.end()) *bound = FromEpochSeconds(given->get<double>());
  }
  const std::string code = StringOr(input, "JobReferenceCodeContains");
  if (!code.empty()) {
    query.matches = [&code](const Resource& job) {
      return StringOr(job.document, "JobReferenceCode").find(code) != std::string::npos;
    };
  }
  return ListAnswer(
      "ListLabelingJobsForWorkteam", "LabelingJobSummaryList", std::move(query), input, context,
      [&context](const Resource& job) {
        const Json counters = LabelCountersOf(job, context);
        const Json& task = job.document.at("HumanTaskConfig");
        return Json{{"LabelingJobName", job.name},
                    {"JobReferenceCode", StringOr(job.document, "JobReferenceCode")},
                    {"WorkRequesterAccountId", job.account},
                    {"CreationTime", ToEpochSeconds(job.created_at)},
                    {"NumberOfHumanWorkersPerDataObject",
                     task.value("NumberOfHumanWorkersPerDataObject", 1)},
                    {"LabelCounters",
                     {{"HumanLabeled", counters.value("HumanLabeled", 0)},
                      {"PendingHuman", counters.value("Unlabeled", 0)},
                      {"Total", counters.value("TotalLabeled", 0) + counters.value("Unlabeled", 0) +
                                    counters.value("FailedNonRetryableError", 0)}}}};
      });
}

}  // namespace portside::sagemaker
