// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/runtime/model_server.h"

namespace portside::sagemaker {
namespace {

constexpr auto kPingTime = std::chrono::seconds(2);    // documented
constexpr auto kModelTime = std::chrono::seconds(60);  // documented

// Members of the request that a container sees, and their headers.
constexpr std::pair<const char*, const char*> kHeaders[] = {
    {"ContentType", "Content-Type"},
    {"Accept", "Accept"},
    {"CustomAttributes", "X-Amzn-SageMaker-Custom-Attributes"},
    {"TargetModel", "X-Amzn-SageMaker-Target-Model"},
    {"TargetVariant", "X-Amzn-SageMaker-Target-Variant"},
    {"TargetContainerHostname", "X-Amzn-SageMaker-Target-Container-Hostname"},
    {"InferenceId", "X-Amzn-SageMaker-Inference-Id"},
    {"EnableExplanations", "X-Amzn-SageMaker-Enable-Explanations"},
    {"InferenceComponentName", "X-Amzn-SageMaker-Inference-Component"},
    {"SessionId", "X-Amzn-SageMaker-Session-Id"},
    {"PrefixAwareId", "X-Amzn-SageMaker-Prefix-Aware-Id"},
};

// Recorded, both.
constexpr const char* kSilent =
    "Your invocation timed out while waiting for a response from container primary. Review the "
    "latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again.";
constexpr const char* kGone =
    "An error occurred while handling request as the model process exited.";

std::string Header(const HttpResponse& response, std::string_view name) {
  return std::string(response.headers.Get(name));
}

}  // namespace

EndpointAnswer AskModel(const HttpUrl& server, const Json& input) {
  HttpRequest request;
  request.method = "POST";
  request.target = "/invocations";
  for (const auto& [member, header] : kHeaders) {
    const std::string value = StringOr(input, member);
    if (!value.empty()) request.headers.Set(header, value);
  }
  request.body = StringOr(input, "Body");
  const auto begun = std::chrono::steady_clock::now();
  const auto response = HttpClient(server, {.pause_time = kModelTime}).Send(request);
  EndpointAnswer answer;
  if (!response) {
    const bool was_silent = std::chrono::steady_clock::now() - begun >= kModelTime;
    answer.status = 0;
    answer.body = was_silent ? kSilent : kGone;
    return answer;
  }
  answer.status = response->status;
  answer.body = std::get<std::string>(response->body);
  answer.content_type = Header(*response, "Content-Type");
  answer.custom_attributes = Header(*response, "X-Amzn-SageMaker-Custom-Attributes");
  answer.new_session = Header(*response, "X-Amzn-SageMaker-New-Session-Id");
  answer.closed_session = Header(*response, "X-Amzn-SageMaker-Closed-Session-Id");
  return answer;
}

bool AnswersPing(const HttpUrl& server) {
  const auto response = HttpClient(server, {.connect_time = kPingTime, .pause_time = kPingTime})
                            .Send({.method = "GET", .target = "/ping", .headers = {}, .body = {}});
  return response && response->status == 200;
}

}  // namespace portside::sagemaker
