// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/hosting/endpoint.h"

#include <poll.h>

#include "portside/runners/runners.h"
#include "services/sagemaker/hosting/deployment.h"
#include "services/sagemaker/runtime/model_server.h"

namespace portside::sagemaker {
namespace {

// As the model bounds it.
constexpr std::size_t kReasonBytes = 1024;

// Until when a server must answer /ping; about four minutes, documented.
constexpr auto kStartupTime = std::chrono::milliseconds(240'000);
constexpr auto kPause = std::chrono::milliseconds(200);

bool ComesUp(const WorkContext& context, const HttpUrl& server) {
  for (auto tries = kStartupTime / kPause; tries > 0; --tries) {
    if (AnswersPing(server)) return true;
    if (context.stop.stop_requested()) return false;
    poll(nullptr, 0, kPause.count());  // this thread does nothing but wait for that server
  }
  return false;
}

// Where runners' addresses answer for its variants, they must be up.
Expected<void, JobFailure> CheckServers(const WorkContext& context) {
  const Json pending = context.job.document.value("Pending", Json::object());
  const Json variants = pending.value("Variants", Json::array());
  for (const Json& variant : variants) {
    const HttpUrl* server = ServerOf(context.job.name, variant, context.runners);
    if (server == nullptr || ComesUp(context, *server)) continue;
    // Recorded.
    return Fail(JobFailure{"The primary container for production variant " +
                           StringOr(variant, "VariantName") +
                           " did not pass the ping health check. Please check CloudWatch logs for "
                           "this endpoint."});
  }
  return {};
}

}  // namespace

WorkResult Deploy(WorkContext& context) {
  if (context.part_failure) return Fail(*context.part_failure);
  TRY(CheckServers(context));
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
