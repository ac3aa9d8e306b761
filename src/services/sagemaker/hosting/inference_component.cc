// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/hosting/inference_component.h"

namespace portside::sagemaker {

WorkResult DeployComponent(WorkContext& context) {
  const Json& document = context.job.document;
  WorkOutput output;
  output.document = document.value("Pending", Json::object());
  Json runtime = document.value("RuntimeConfig", Json::object());
  runtime["CurrentCopyCount"] = runtime.value("DesiredCopyCount", 1);
  output.document["RuntimeConfig"] = std::move(runtime);
  for (const char* member : {"Pending", "FailureReason"}) output.document[member] = nullptr;
  return output;
}

void FailComponent(Json& document, const JobFailure& failure) {
  document["FailureReason"] = failure.reason;
  document.erase("Pending");
}

}  // namespace portside::sagemaker
