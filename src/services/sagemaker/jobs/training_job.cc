// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/jobs/training_job.h"

#include <algorithm>

#include "services/sagemaker/jobs/job_command.h"
#include "services/sagemaker/jobs/job_document.h"
#include "services/sagemaker/jobs/job_inputs.h"
#include "services/sagemaker/jobs/job_outputs.h"
#include "services/sagemaker/jobs/stand_in_metrics.h"
#include "services/sagemaker/jobs/training_command.h"
#include "services/sagemaker/jobs/training_output.h"
#include "services/sagemaker/tuning/early_stopping.h"

namespace portside::sagemaker {
namespace {

constexpr std::string_view kTooLong = "MAX_RUNTIME";
constexpr std::string_view kWaitedTooLong = "MAX_WAIT";

WorkResult StandIn(WorkContext& context) {
  const Json& document = context.job.document;
  Json channels = Json::object();
  for (const Json& channel : ChannelsOf(document)) {
    const auto source = S3SourceOf(channel);
    const InputCount count =
        source ? TRY(CountInput(context, source->form, source->location)) : InputCount{};
    context.log.Line("Channel " + StringOr(channel, "ChannelName") + ": " +
                     std::to_string(count.objects) + " objects, " + std::to_string(count.bytes) +
                     " bytes.");
    channels[StringOr(channel, "ChannelName")] = {{"objects", count.objects},
                                                  {"bytes", count.bytes}};
  }
  if (IsToBeInterrupted(context)) return InterruptedOutput(context);
  const Json notice = {
      {"writtenBy", "Portside, an emulator: this is no model. Nothing was trained."},
      {"trainingJob", context.job.name},
      {"image",
       StringOr(document.value("AlgorithmSpecification", Json::object()), "TrainingImage")},
      {"hyperParameters", document.value("HyperParameters", Json::object())},
      {"channels", channels}};
  TRY(PutModelOf(context, "stand-in.json", notice.dump(2) + "\n"));

  context.log.Line("Nothing was trained: no runner matches this job. A stand-in was written to " +
                   ModelLocation(context.job) + ".");
  WorkOutput output;
  output.document["HasModel"] = true;
  Json metrics = StandInMetrics(context);
  // Its only values are its last ones.
  EarlyStopping early(document);
  for (const Json& metric : metrics) {
    early.Look(StringOr(metric, "MetricName"), metric.at("Value").get<double>());
  }
  early.Tell(output.document, output.next);
  if (!metrics.empty()) output.document["FinalMetricDataList"] = std::move(metrics);
  return output;
}

}  // namespace

WorkResult Train(WorkContext& context) {
  const Json algorithm = context.job.document.value("AlgorithmSpecification", Json::object());
  const Runner* runner =
      FindRunner(context, RunnerKind::kTraining, StringOr(algorithm, "TrainingImage"));
  return runner == nullptr ? StandIn(context) : TrainByCommand(context, *runner);
}

std::optional<TimeLimit> TrainingTimeLimit(const Resource& job) {
  std::optional<TimeLimit> limit;
  if (job.state == "Training") {
    limit = TimeLimit{std::chrono::seconds(MaxRuntimeOf(job.document)),
                      {"The training job ran longer than MaxRuntimeInSeconds of its "
                       "StoppingCondition.",
                       std::string(kTooLong)}};
  }
  const auto wait = MaxWaitOf(job.document);
  if (!wait) return limit;
  const Duration left = std::max(
      Duration(0), job.created_at + Duration(std::chrono::seconds(*wait)) - job.updated_at);
  if (limit && limit->longest <= left) return limit;
  return TimeLimit{left,
                   {"The training job took longer than MaxWaitTimeInSeconds of its "
                    "StoppingCondition.",
                    std::string(kWaitedTooLong)}};
}

void SetTrainingFailure(Json& document, const JobFailure& failure) {
  if (failure.type == kWaitedTooLong) document["WaitedTooLong"] = true;
  if (failure.type == kTooLong || failure.type == kWaitedTooLong) return;
  SetContainerFailure(document, failure);
}

}  // namespace portside::sagemaker
