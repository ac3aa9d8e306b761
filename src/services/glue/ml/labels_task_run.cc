// SPDX-License-Identifier: Apache-2.0

#include "services/glue/ml/labels_task_run.h"

#include "services/glue/limits.h"
#include "services/glue/ml/labels.h"
#include "services/glue/ml/ml_transform.h"

namespace portside::glue {
namespace {

// A task run's ARN goes on from its transform's.
std::string TransformArnOf(const Resource& run) {
  return run.arn.substr(0, run.arn.rfind("/taskRun/"));
}

using namespace std::chrono_literals;

std::vector<std::string> Columns(const Resource& job) {
  return job.document.at("Columns").get<std::vector<std::string>>();
}

// The transform's new count. LabelCount is described as
// the number of label files and, elsewhere, as the labels in them; the one public program that
// checks it against the real service expects the rows, so rows are counted.
void CountLabels(const Resource& job, std::int64_t rows, bool replace, Stores& stores) {
  const ResourcePtr found = stores.resources.Find(TransformArnOf(job));
  if (found == nullptr || found->state == kDeleting) return;
  Resource transform = *found;
  const std::int64_t kept = replace ? 0 : transform.document.at("LabelCount").get<std::int64_t>();
  transform.document["LabelCount"] = kept + rows;
  transform.updated_at = job.updated_at;
  stores.resources.Update(std::move(transform));
}

// The guide tells to remove duplicates by hand: an import appends whatever is there already.
WorkResult ImportLabels(WorkContext& context) {
  const Json& properties =
      context.job.document.at("Properties").at("ImportLabelsTaskRunProperties");
  const std::string path = StringOr(properties, "InputS3Path");
  const auto uri = S3Uri::Parse(path);
  if (!uri) return Fail(JobFailure{"Invalid label file path: " + path});

  const auto file = context.objects.ReadAll(*uri, limits::kLabelFileBytes);
  if (!file) return Fail(ToJobFailure(file.error()));
  const auto rows = ReadLabels(*file, Columns(context.job), [&context](std::string page) {
    context.rows.Append(std::move(page));
  });
  if (!rows) return Fail(JobFailure{"Label file " + path + ": " + rows.error().Describe()});

  using Publication = RecordLog::Publication;
  const bool replace = properties.at("Replace").get<bool>();
  WorkOutput output;
  output.rows = {LabelStream(TransformArnOf(context.job)),
                 replace ? Publication::kInstead : Publication::kAfter};
  output.commit = [rows = *rows, replace](const Resource& job, Stores& stores) {
    CountLabels(job, rows, replace, stores);
  };
  output.moves = {{TransformArnOf(context.job), kNotReady, kReady}};
  return output;
}

// <TransformId>_labels_2022-01-12_00_17_57_<uuid>.csv, as users of the real service found theirs.
// The time is UTC, when the task began to run; repeated work writes the same object.
std::string FileName(const WorkContext& context) {
  return StringOr(context.job.document, "TransformId") + "_labels_" +
         FormatUtc(context.job.Entered("RUNNING").value_or(context.now), "%Y-%m-%d_%H_%M_%S") +
         "_" + StringOr(context.job.document, "FileId") + ".csv";
}

// Every label that was ever imported, in order of import, duplicates and all.
WorkResult ExportLabels(WorkContext& context) {
  const std::string path = StringOr(
      context.job.document.at("Properties").at("ExportLabelsTaskRunProperties"), "OutputS3Path");
  const auto folder = S3Uri::Parse(path);
  if (!folder) return Fail(JobFailure{"Invalid S3 output path: " + path});

  const S3Uri file = folder->Join(FileName(context));
  ObjectAttributes attributes;
  attributes.content_type = "text/csv";
  auto writer = context.objects.Put(file.bucket, file.key, std::move(attributes));
  if (!writer) return Fail(ToJobFailure(writer.error()));

  ObjectResult<void> written = (*writer)->Write(LabelHeader(Columns(context.job)));
  context.records.Visit(LabelStream(TransformArnOf(context.job)), [&](const Record& page) {
    if (written && !context.stop.stop_requested()) written = (*writer)->Write(page.bytes);
  });
  if (!written) return Fail(ToJobFailure(written.error()));
  // A cancelled task leaves no half file; what it answers is not looked at.
  if (context.stop.stop_requested()) return Fail(JobFailure{"The task run was cancelled."});
  const auto committed = (*writer)->Commit();
  if (!committed) return Fail(ToJobFailure(committed.error()));
  return WorkOutput{};
}

WorkResult RunTask(WorkContext& context) {
  const std::string type = StringOr(context.job.document.at("Properties"), "TaskType");
  return type == kImportLabels ? ImportLabels(context) : ExportLabels(context);
}

void SetErrorString(Json& document, const JobFailure& failure) {
  document["ErrorString"] = failure.reason;
}

// The transform's Timeout as it was when the task began; runs of former versions have none.
std::optional<TimeLimit> TaskTimeLimit(const Resource& run) {
  const auto minutes = run.document.find("Timeout");
  if (minutes == run.document.end()) return std::nullopt;
  return TimeLimit{std::chrono::minutes(std::min(
                       minutes->get<std::int64_t>(),
                       std::int64_t{std::chrono::minutes(limits::kLongestDuration).count()})),
                   {"The task run timed out after " + minutes->dump() + " minutes."}};
}

constexpr JobState kStates[] = {
    {.name = "STARTING", .duration = 300ms, .next = "RUNNING"},
    {.name = "RUNNING",
     .duration = 700ms,
     .next = "SUCCEEDED",
     .work = RunTask,
     .on_failure = "FAILED",
     .on_timeout = "TIMEOUT"},
    {.name = "STOPPING", .duration = 300ms, .next = "STOPPED"},
    {.name = "SUCCEEDED"},
    {.name = "FAILED"},
    {.name = "STOPPED"},
    {.name = "TIMEOUT"},
};
constexpr JobCommand kCommands[] = {
    {JobVerb::kStop, {"STARTING", "RUNNING"}, "STOPPING"},
};

}  // namespace

constexpr JobKind kMlTaskRun{.name = "glue::ml_task_run",
                             .states = kStates,
                             .commands = kCommands,
                             .fail = SetErrorString,
                             .time_limit = TaskTimeLimit};
static_assert(IsWellFormed(kMlTaskRun));

}  // namespace portside::glue
