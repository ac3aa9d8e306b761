// SPDX-License-Identifier: Apache-2.0
//
// InvokeEndpointAsync: begins the writing of the answer, and says where it will be.

#include "portside/base/encoding.h"
#include "portside/http_client/http_client.h"
#include "portside/objects/s3_uri.h"
#include "services/sagemaker/runtime/async_invocation.h"
#include "services/sagemaker/runtime/invocation.h"
#include "services/sagemaker/runtime/invoke.h"
#include "services/sagemaker/runtime/runtime_errors.h"

namespace portside::sagemaker {
namespace {

// What the model answers, however it was ordered.
struct Written {
  std::string content;
  std::string content_type;
  bool is_failure = false;
};

Result<Written> Take(const std::string& name, RequestContext& context, EndpointAnswers& answers) {
  if (const EndpointAnswerPtr answer = answers.Take(name, context.account, context.region)) {
    return Written{answer->body, answer->content_type, answer->status >= 400};
  }
  if (const auto result = answers.TakeAsyncResult(context.account, context.region)) {
    return Written{result->data, "binary/octet-stream", result->is_failure};
  }
  return Fail(NoAnswer(name));
}

Result<void> CheckInput(const Json& input) {
  const std::string location = StringOr(input, "InputLocation");
  const bool has_body = !StringOr(input, "Body").empty();
  if (location.empty() != has_body) return Fail(OneInput());
  if (!location.empty() && !S3Uri::Parse(location)) {
    return Fail(NotALocation("InputLocation", location));
  }
  return {};
}

// `file` below a folder of S3.
Result<std::string> Below(const Json& config, const std::string& member, const std::string& file) {
  std::string folder = StringOr(config, member);
  if (!S3Uri::Parse(folder)) return Fail(NotALocation(member, folder));
  if (!folder.ends_with('/')) folder += '/';
  return folder + file;
}

// Recorded: <uuid>.out. That a path extension takes the place of ".out" as it is, and that a file
// name is one as a whole, is chosen.
std::string FileName(const Json& input, const std::string& uuid) {
  if (const std::string name = StringOr(input, "Filename"); !name.empty()) return name;
  return uuid + StringOr(input, "S3OutputPathExtension", ".out");
}

}  // namespace

Result<OwnAnswer> InvokeEndpointAsync(const Json& input, RequestContext& context, CallRecord&,
                                      EndpointAnswers& answers) {
  const ResourcePtr endpoint = TRY(FindInService(input, context));
  const auto async = endpoint->document.find("AsyncInferenceConfig");
  if (async == endpoint->document.end()) return Fail(NotAsynchronous(endpoint->name));
  TRY(CheckInput(input));
  const Json& config = async->at("OutputConfig");
  const std::string uuid = context.random().Uuid();
  const std::string output = TRY(Below(config, "S3OutputPath", FileName(input, uuid)));
  std::string failure;
  if (config.contains("S3FailurePath")) {
    failure = TRY(Below(config, "S3FailurePath", uuid + "-error.out"));
  }
  const std::string variant = TRY(ChooseVariant(input, *endpoint, context));
  const std::optional<HttpUrl> server = ServerOf(*endpoint, variant, context.runners);
  const auto ordered = Take(endpoint->name, context, answers);
  if (!ordered && !server) return Fail(ordered.error());
  const Written written = ordered.value_or(Written{});

  Resource invocation =
      context.NewResource(kAsyncInvocation.name, endpoint->arn + "/invocation/" + uuid, uuid);
  invocation.parent = endpoint->arn;
  invocation.document = {// Without a place for failures they stand where the answer would.
                         {"OutputUri", written.is_failure && !failure.empty() ? failure : output},
                         {"Content", Base64Encode(written.content)},
                         {"ContentType", written.content_type},
                         {"KmsKeyId", StringOr(config, "KmsKeyId")}};
  if (input.contains("InputLocation")) {
    invocation.document["InputLocation"] = input.at("InputLocation");
  }
  if (!ordered) {
    invocation.document["Variant"] = variant;
    invocation.document["Asks"] = server->Authority();
    invocation.document["IsHttps"] = server->is_https;
    invocation.document["FailureUri"] = failure.empty() ? output : failure;
    invocation.document["Request"] = input;
    invocation.document["Request"]["Body"] = Base64Encode(StringOr(input, "Body"));
  }
  context.jobs.Submit(kAsyncInvocation, std::move(invocation));

  OwnAnswer answer;
  answer.output = {{"InferenceId", input.contains("InferenceId") ? StringOr(input, "InferenceId")
                                                                 : context.random().Uuid()},
                   {"OutputLocation", output}};
  if (!failure.empty()) answer.output["FailureLocation"] = failure;
  return answer;
}

}  // namespace portside::sagemaker
