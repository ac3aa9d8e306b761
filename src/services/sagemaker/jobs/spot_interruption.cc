// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/jobs/spot_interruption.h"

namespace portside::sagemaker {
namespace {

bool IsSpot(const Json& document) { return document.value("EnableManagedSpotTraining", false); }

}  // namespace

bool IsToBeInterrupted(const WorkContext& context) {
  const Json& document = context.job.document;
  return context.part_failure && context.part_failure->part == kSpotInstance && IsSpot(document) &&
         !document.value("Interrupted", false);
}

WorkOutput InterruptedOutput(const WorkContext& context) {
  context.log.Line("The spot instance was taken away: " + context.part_failure->reason);
  WorkOutput output;
  output.document["Interrupted"] = true;
  output.next = "Interrupted";
  return output;
}

std::optional<std::int64_t> MaxWaitOf(const Json& document) {
  if (!IsSpot(document)) return std::nullopt;
  return document.at("StoppingCondition").at("MaxWaitTimeInSeconds").get<std::int64_t>();
}

}  // namespace portside::sagemaker
