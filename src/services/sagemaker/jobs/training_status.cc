// SPDX-License-Identifier: Apache-2.0
//
// How a training job's states look from outside: recorded answers of Describe.

#include <algorithm>

#include "services/sagemaker/jobs/rules.h"
#include "services/sagemaker/jobs/training_job.h"
#include "services/sagemaker/jobs/training_output.h"

namespace portside::sagemaker {
namespace {

struct StateText {
  std::string_view state;
  std::string_view secondary;
  std::string_view message;
};
// Recorded, but for the one of a job that ran too long and that of a failed one, which are widely
// quoted; no public evidence of those of an interruption and of a wait that was too long.
constexpr StateText kTexts[] = {
    {"Starting", "Starting", "Preparing the instances for training"},
    {"Downloading", "Downloading", "Downloading the training image"},
    {"Training", "Training", "Training image download completed. Training in progress."},
    {"Interrupted", "Interrupted", "The spot instance was interrupted"},
    {"Uploading", "Uploading", "Uploading generated training model"},
    {"Stopping", "Stopping", "Stopping the training job"},
    {"ExceedingMaxRuntime", "Stopping", "Stopping the training job"},
    {"Completed", "Completed", "Training job completed"},
    {"Failed", "Failed", "Training job failed"},
    {"Stopped", "Stopped", "Training job stopped"},
    {"MaxRuntimeExceeded", "MaxRuntimeExceeded",
     "Training job runtime exceeded MaxRuntimeInSeconds provided"},
    {"MaxWaitTimeExceeded", "MaxWaitTimeExceeded",
     "Training job exceeded MaxWaitTimeInSeconds provided"},
};

const StateText& TextOf(const Resource& job, std::string_view state) {
  if (state == "MaxRuntimeExceeded" && job.document.value("WaitedTooLong", false)) {
    state = "MaxWaitTimeExceeded";
  }
  return *std::find_if(std::begin(kTexts), std::end(kTexts),
                       [state](const StateText& text) { return text.state == state; });
}

bool IsAtEnd(const Resource& job) { return kTrainingJob.Find(job.state)->next.empty(); }

std::optional<Timestamp> EndOf(const Resource& job) {
  return IsAtEnd(job) ? job.Entered(job.state) : std::nullopt;
}

}  // namespace

// Recorded: a job that was just told to stop shows what it was doing still.
Json SecondaryStatusOf(const Resource& job, const RequestContext&) {
  const bool was_told = job.state == "Stopping" && job.timeline.size() > 1;
  const std::string& state = was_told ? job.timeline[job.timeline.size() - 2].state : job.state;
  return TextOf(job, state).secondary;
}

// The present one has no end, and the last of a job begins and ends at once.
Json SecondaryStatusTransitionsOf(const Resource& job, const RequestContext&) {
  Json transitions = Json::array();
  for (std::size_t i = 0; i < job.timeline.size(); ++i) {
    const StateChange& change = job.timeline[i];
    const StateText& text = TextOf(job, change.state);
    Json transition = {{"Status", text.secondary},
                       {"StartTime", ToEpochSeconds(change.at)},
                       {"StatusMessage", text.message}};
    if (i + 1 < job.timeline.size()) {
      transition["EndTime"] = ToEpochSeconds(job.timeline[i + 1].at);
    } else if (IsAtEnd(job)) {
      transition["EndTime"] = ToEpochSeconds(change.at);
    }
    transitions.push_back(std::move(transition));
  }
  return transitions;
}

Json TrainingModelArtifactsOf(const Resource& job, const RequestContext&) {
  const bool shows = IsAtEnd(job) && job.state != "Failed" && job.document.value("HasModel", false);
  if (!shows) return nullptr;
  return {{"S3ModelArtifacts", ModelLocation(job)}};
}

Json TrainingStartTimeOf(const Resource& job, const RequestContext&) {
  const auto begun = job.Entered("Downloading");
  return begun ? Json(ToEpochSeconds(*begun)) : Json();
}

Json TrainingEndTimeOf(const Resource& job, const RequestContext&) {
  const auto end = EndOf(job);
  return end ? Json(ToEpochSeconds(*end)) : Json();
}

namespace {

// Whole seconds, never 0.
Json WholeSeconds(Duration time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).count();
  return std::max<std::int64_t>(1, seconds);
}

// Without an instance: from its interruption until another has begun to download, or to the end.
Duration Away(const Resource& job, Timestamp end) {
  Duration away{};
  std::optional<Timestamp> since;
  for (const StateChange& change : job.timeline) {
    if (change.state == "Interrupted") since = change.at;
    if (!since || change.state != "Downloading") continue;
    away += change.at - *since;
    since.reset();
  }
  return since ? away + (end - *since) : away;
}

}  // namespace

// Nothing is shown of a job that did not begin.
Json TrainingTimeInSecondsOf(const Resource& job, const RequestContext&) {
  const auto begun = job.Entered("Downloading");
  const auto end = EndOf(job);
  return begun && end ? WholeSeconds(*end - *begun) : Json();
}

// The discount of spot instances is no time, and is left out; what is not billed is the wait for
// another instance.
Json BillableTimeInSecondsOf(const Resource& job, const RequestContext&) {
  const auto begun = job.Entered("Downloading");
  const auto end = EndOf(job);
  return begun && end ? WholeSeconds(*end - *begun - Away(job, *end)) : Json();
}

Json ProfilingStatusOf(const Resource& job, const RequestContext&) {
  const auto config = job.document.find("ProfilerConfig");
  if (config == job.document.end()) return nullptr;
  return config->value("DisableProfiler", false) ? "Disabled" : "Enabled";
}

// Kept alive from the end of a completed job on, for as long as it was asked.
Json WarmPoolStatusOf(const Resource& job, const RequestContext& context) {
  const auto resources = job.document.find("ResourceConfig");
  if (resources == job.document.end() || job.state != "Completed") return nullptr;
  const auto kept = resources->value("KeepAlivePeriodInSeconds", std::int64_t{0});
  if (kept == 0) return nullptr;
  const auto passed = std::chrono::floor<std::chrono::seconds>(context.now - *EndOf(job)).count();
  return {{"Status", passed < kept ? "Available" : "Terminated"},
          {"ResourceRetainedBillableTimeInSeconds", std::min<std::int64_t>(passed, kept)}};
}

}  // namespace portside::sagemaker
