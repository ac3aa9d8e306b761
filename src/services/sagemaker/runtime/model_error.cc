// SPDX-License-Identifier: Apache-2.0

#include "portside/aws/arn.h"
#include "services/sagemaker/runtime/runtime_errors.h"

namespace portside::sagemaker {
namespace {

// The model bounds Message and OriginalMessage; how much of the body AWS quotes is not published.
constexpr std::size_t kQuotedBytes = 1024;
constexpr std::size_t kOriginalBytes = 2048;

}  // namespace

ServiceError ModelError(const ModelFailure& failure) {
  const bool is_clients = failure.status >= 400 && failure.status < 500;
  const std::string group = "/aws/sagemaker/Endpoints/" + failure.endpoint;
  ServiceError error("ModelError", 424,
                     std::string("Received ") + (is_clients ? "client" : "server") + " error (" +
                         std::to_string(failure.status) + ") from primary with message \"" +
                         failure.body.substr(0, kQuotedBytes) + "\". See https://" +
                         failure.region + ".console.aws.amazon.com/cloudwatch/home?region=" +
                         failure.region + "#logEventViewer:group=" + group + " in account " +
                         failure.account + " for more information.");
  error.members = {
      {"OriginalStatusCode", failure.status},
      {"OriginalMessage", failure.body.substr(0, kOriginalBytes)},
      {"LogStreamArn", MakeArn("logs", failure.region, failure.account, "log-group:" + group)},
      {"ErrorCode", is_clients ? "CLIENT_ERROR_FROM_MODEL" : "SERVER_ERROR_FROM_MODEL"}};
  return error;
}

}  // namespace portside::sagemaker
