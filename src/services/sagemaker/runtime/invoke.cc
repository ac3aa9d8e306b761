// SPDX-License-Identifier: Apache-2.0
//
// InvokeEndpoint and InvokeEndpointWithResponseStream.

#include "services/sagemaker/runtime/invoke.h"

#include "services/sagemaker/runtime/data_capture.h"
#include "services/sagemaker/runtime/event_stream.h"
#include "services/sagemaker/runtime/invocation.h"
#include "services/sagemaker/runtime/model_server.h"
#include "services/sagemaker/runtime/runtime_errors.h"

namespace portside::sagemaker {
namespace {

void PutText(Json& output, const char* member, const std::string& text) {
  if (!text.empty()) output[member] = text;
}

// What makes the operation's answer of the model's.
using Shape = Result<OwnAnswer> (*)(const Json& input, const Invocation& invocation,
                                    RequestContext& context);

Result<OwnAnswer> Answer(const Json& input, const Invocation& invocation, RequestContext& context,
                         Shape shape) {
  const EndpointAnswer& answer = *invocation.answer;
  if (answer.status != 0 && answer.status < 400) return shape(input, invocation, context);
  return Fail(ModelError({StringOr(input, "EndpointName"), context.account, context.region,
                          answer.status, answer.body}));
}

Result<OwnAnswer> InvokeLate(const Json& input, RequestContext& context, CallRecord& record,
                             EndpointAnswers& answers, Shape shape) {
  Invocation invocation = TRY(Invoke(input, context, answers));
  if (!invocation.server) {
    record.fault.delay += invocation.answer->latency;
    return Answer(input, invocation, context, shape);
  }
  OwnAnswer later;
  later.later = [input, invocation, shape]() mutable -> OwnAnswer::Finish {
    invocation.answer = std::make_shared<const EndpointAnswer>(AskModel(*invocation.server, input));
    return [input, invocation, shape](RequestContext& finishing) {
      return Answer(input, invocation, finishing, shape);
    };
  };
  return later;
}

Json HeadersOf(const Invocation& invocation) {
  Json output = Json::object();
  PutText(output, "ContentType", invocation.answer->content_type);
  PutText(output, "InvokedProductionVariant", invocation.variant);
  PutText(output, "CustomAttributes", invocation.answer->custom_attributes);
  return output;
}

Result<OwnAnswer> WholeAnswer(const Json& input, const Invocation& invocation,
                              RequestContext& context) {
  if (invocation.endpoint != nullptr) {
    Capture(input, *invocation.answer, *invocation.endpoint, invocation.variant, context);
  }
  Json output = HeadersOf(invocation);
  output["Body"] = invocation.answer->body;
  PutText(output, "NewSessionId", invocation.answer->new_session);
  PutText(output, "ClosedSessionId", invocation.answer->closed_session);
  return OwnAnswer{.output = std::move(output)};
}

Result<OwnAnswer> StreamedAnswer(const Json&, const Invocation& invocation, RequestContext&) {
  const EndpointAnswer& answer = *invocation.answer;
  std::string stream;
  // An answer that has no parts is one.
  if (answer.parts.empty() && !answer.body.empty()) AppendPayloadPart(stream, answer.body);
  for (const std::string& part : answer.parts) AppendPayloadPart(stream, part);
  if (!answer.stream_error.empty()) {
    Json error = {{"Message", answer.stream_message}};
    if (answer.stream_error == "ModelStreamError") error["ErrorCode"] = answer.stream_code;
    AppendStreamError(stream, answer.stream_error, DumpJson(error));
  }
  return OwnAnswer{.output = HeadersOf(invocation),
                   .body = std::move(stream),
                   .content_type = "application/vnd.amazon.eventstream"};
}

}  // namespace

Result<OwnAnswer> InvokeEndpoint(const Json& input, RequestContext& context, CallRecord& record,
                                 EndpointAnswers& answers) {
  return InvokeLate(input, context, record, answers, WholeAnswer);
}

Result<OwnAnswer> InvokeEndpointWithResponseStream(const Json& input, RequestContext& context,
                                                   CallRecord& record, EndpointAnswers& answers) {
  return InvokeLate(input, context, record, answers, StreamedAnswer);
}

}  // namespace portside::sagemaker
