// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/hosting/endpoint.h"

#include "services/sagemaker/hosting/deployment.h"

namespace portside::sagemaker {
namespace {

// As the model bounds it.
constexpr std::size_t kReasonBytes = 1024;

}  // namespace

WorkResult Deploy(WorkContext& context) {
  if (context.part_failure) return Fail(*context.part_failure);
  WorkOutput output;
  const Json pending = context.job.document.value("Pending", Json::object());
  const bool is_whole = pending.contains("EndpointConfigName");
  for (const std::string_view name : kDeployedMembers) {
    const std::string member(name);
    if (pending.contains(member)) {
      output.document[member] = pending.at(member);
    } else if (is_whole) {
      output.document[member] = nullptr;
    }
  }
  for (const char* member : {"Pending", "FailureReason", "RollbackFailure"}) {
    output.document[member] = nullptr;
  }
  return output;
}

WorkResult RollBack(WorkContext& context) {
  const Json& document = context.job.document;
  if (const std::string reason = StringOr(document, "RollbackFailure"); !reason.empty()) {
    return Fail(JobFailure{reason});
  }
  WorkOutput output;
  Json variants = document.value("Variants", Json::array());
  for (Json& variant : variants) {
    variant["DesiredWeight"] = variant.at("CurrentWeight");
    if (variant.contains("DesiredInstanceCount")) {
      variant["DesiredInstanceCount"] = variant.at("CurrentInstanceCount");
    }
    variant.erase("DesiredServerlessConfig");
  }
  output.document["Variants"] = std::move(variants);
  return output;
}

void FailDeployment(Json& document, const JobFailure& failure) {
  document["FailureReason"] = failure.reason.substr(0, kReasonBytes);
  document.erase("Pending");
  document.erase("RollbackFailure");
  if (failure.part == kEndpointParts[0]) document["RollbackFailure"] = failure.reason;
}

}  // namespace portside::sagemaker
