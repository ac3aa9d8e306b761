// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "portside/base/encoding.h"
#include "services/glue/errors.h"
#include "services/glue/handlers.h"
#include "services/glue/limits.h"
#include "services/glue/ml/labels_task_run.h"
#include "services/glue/ml/ml_transform.h"
#include "services/glue/rules.h"
#include "services/glue/style.h"

namespace portside::glue {
namespace {

// The quotas of live task runs.
constexpr std::int64_t kRunsPerTransform = 3;
constexpr std::int64_t kRunsPerAccount = 30;

bool IsLive(const Resource& run) {
  return std::find(std::begin(kLiveTaskRuns), std::end(kLiveTaskRuns), run.state) !=
         std::end(kLiveTaskRuns);
}

Timestamp EndOf(const Resource& run) { return run.Entered(run.state).value_or(run.updated_at); }

// s3://bucket, s3://bucket/ or s3://bucket/key with a bucket name that could exist.
std::optional<S3Uri> ParsePath(std::string_view path) {
  if (!path.starts_with("s3://")) return std::nullopt;
  auto uri = S3Uri::Parse(path);
  if (!uri || !IsValidBucketName(uri->bucket)) return std::nullopt;
  return uri;
}

// A role's name or ARN. The text is [published] for a role that cannot be used; there is no IAM
// here, so what cannot be used is what cannot be a role.
Result<void> CheckRole(const Resource& transform) {
  const std::string role = StringOr(transform.document, "Role");
  const std::string_view others = "_+=,.@-/";
  const bool name = !role.empty() && std::all_of(role.begin(), role.end(), [&](char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
           (letter >= 'A' && letter <= 'Z') || others.find(letter) != std::string_view::npos;
  });
  const auto arn = Arn::Parse(role);
  if (name || (arn && arn->service == "iam" && arn->resource.starts_with("role/"))) return {};
  return Fail(InvalidInput("Cannot use IAM role provided in the transform. Role: " + role + "."));
}

// [published], all texts of this function. These are errors of the request; what is wrong with the
// rows fails the task run.
Result<void> CheckLabelFile(const std::string& path, const RequestContext& context) {
  const auto uri = ParsePath(path);
  if (!uri || uri->key.empty() || uri->key.ends_with('/')) {
    return Fail(InvalidInput("Invalid label file path."));
  }
  const auto unreadable = [&path](const ObjectError& error) {
    const std::string reason = error.Describe();
    return InvalidInput("Cannot access the label file at " + path + ". " +
                        std::string(WithoutFullStop(reason)) + ".");
  };
  const auto bucket = context.objects.FindBucket(uri->bucket);
  if (!bucket) return Fail(unreadable(bucket.error()));
  if (bucket->region != context.region) return Fail(WrongRegion(context.region, bucket->region));
  const auto file = context.objects.Head(uri->bucket, uri->key);
  if (!file) return Fail(unreadable(file.error()));
  if (file->size == 0) return Fail(InvalidInput("Invalid label file of size 0."));
  if (file->size > limits::kLabelFileBytes) {
    return Fail(LimitExceeded("Label file has exceeded the limit of 10 MB."));
  }
  return {};
}

// A bucket that is missing or of others is no error of the request but fails the task run: the
// published errors of the operation have no text for it.
Result<void> CheckOutputPath(const std::string& path, const RequestContext& context) {
  const auto uri = ParsePath(path);
  if (!uri) {
    return Fail(
        InvalidInput("Invalid S3 output path: " + path + ". The form is s3://bucket/folder."));
  }
  const auto bucket = context.objects.FindBucket(uri->bucket);
  if (bucket && bucket->region != context.region) {
    return Fail(WrongRegion(context.region, bucket->region));
  }
  return {};
}

// The quotas hold for task runs of every type, but the model gives an import no
// ConcurrentRunsExceededException and an export no error for it at all. So an import answers with
// the limit error that it has and the texts [published] for evaluations; an export is not refused.
Result<void> CheckLiveRuns(const Resource& transform, const RequestContext& context) {
  std::int64_t live = 0;
  std::int64_t all = 0;
  for (const std::string_view state : kLiveTaskRuns) {
    live += context.resources.Count(context.Scope(kMlTaskRun.name), state, transform.name);
    all += context.resources.Count(context.Scope(kMlTaskRun.name), state);
  }
  const auto refuse = [](std::int64_t count, const char* of, std::int64_t limit) {
    return LimitExceeded("ML Task Runs count " + std::to_string(count) + " has exceeded the " + of +
                         "limit of " + std::to_string(limit) + " task runs.");
  };
  if (live >= kRunsPerTransform) return Fail(refuse(live + 1, "transform ", kRunsPerTransform));
  if (all >= kRunsPerAccount) return Fail(refuse(all + 1, "", kRunsPerAccount));
  return {};
}

Json StartTaskRun(const Resource& transform, Json properties, RequestContext& context) {
  std::string id;
  std::string arn;
  do {
    id = NewTaskRunId(context.random());
    arn = ArnOf(kMlTaskRuns, {{"TransformId", transform.name}}, context, id);
  } while (context.resources.Find(arn) != nullptr);
  Resource run = context.NewResource(kMlTaskRun.name, arn, id);
  run.parent = transform.name;
  run.attribute = StringOr(properties, "TaskType");
  Json columns = Json::array();
  for (const Json& column : transform.document.at("Schema")) columns.push_back(column.at("Name"));
  run.document = {{"TransformId", transform.name},
                  {"Properties", std::move(properties)},
                  {"Columns", std::move(columns)},
                  {"FileId", context.random().Uuid()}};
  SetIfPresent(run.document, "Timeout", transform.document.value("Timeout", Json()));
  context.jobs.Submit(kMlTaskRun, std::move(run));
  return Json{{"TaskRunId", id}};
}

}  // namespace

std::string NewTaskRunId(Random& random) { return "tsk-" + random.Hex(40); }

// Both operations begin with the transform. LogGroupName is documented for secure logging only and
// its value is not public: absent.
Result<void> CheckMlTaskRun(Verb, const Json& input, RequestContext& context) {
  TRY(FindResource(kMlTransforms, input, context));
  return {};
}

Json CompletedOnOf(const Resource& run, const RequestContext&) {
  return IsLive(run) ? Json() : Json(ToEpochSeconds(EndOf(run)));
}

Json ExecutionTimeOf(const Resource& run, const RequestContext&) {
  if (IsLive(run)) return nullptr;
  return std::chrono::floor<std::chrono::seconds>(EndOf(run) - run.created_at).count();
}

Result<Json> StartImportLabelsTaskRun(const Json& input, RequestContext& context) {
  const ResourcePtr transform = TRY(FindLiveTransform(input, context));
  const std::string path = StringOr(input, "InputS3Path");
  TRY(CheckRole(*transform));
  TRY(CheckLabelFile(path, context));
  TRY(CheckLiveRuns(*transform, context));

  const bool replace = input.value("ReplaceAllLabels", false);
  Json properties = {
      {"TaskType", kImportLabels},
      {"ImportLabelsTaskRunProperties", {{"InputS3Path", path}, {"Replace", replace}}}};
  return StartTaskRun(*transform, std::move(properties), context);
}

Result<Json> StartExportLabelsTaskRun(const Json& input, RequestContext& context) {
  const ResourcePtr transform = TRY(FindLiveTransform(input, context));
  const std::string path = StringOr(input, "OutputS3Path");
  TRY(CheckOutputPath(path, context));
  if (transform->document.at("LabelCount") == 0) {
    return Fail(NoLabels(context.account, transform->name));
  }

  Json properties = {{"TaskType", kExportLabels},
                     {"ExportLabelsTaskRunProperties", {{"OutputS3Path", path}}}};
  return StartTaskRun(*transform, std::move(properties), context);
}

// A run that has ended keeps its status and is no error: nothing public says what it would be.
Result<Json> CancelMLTaskRun(const Json& input, RequestContext& context) {
  TRY(FindResource(kMlTransforms, input, context));
  const ResourcePtr run = TRY(FindResource(kMlTaskRuns, input, context));
  if (IsLive(*run)) context.jobs.Command(kMlTaskRun, JobVerb::kStop, *run);
  const ResourcePtr now = context.resources.Find(run->arn);
  return Json{{"TransformId", run->document.at("TransformId")},
              {"TaskRunId", run->name},
              {"Status", now == nullptr ? run->state : now->state}};
}

}  // namespace portside::glue
