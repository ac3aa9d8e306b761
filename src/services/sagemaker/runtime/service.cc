// SPDX-License-Identifier: Apache-2.0
//
// The table of contents of SageMaker Runtime. Its endpoints are those of the control plane.

#include "portside/services/sagemaker/service.h"
#include "services/sagemaker/runtime/async_invocation.h"
#include "services/sagemaker/runtime/data_capture.h"
#include "services/sagemaker/runtime/invoke.h"

namespace portside {

const ServiceDefinition& SageMakerRuntimeService() {
  static const JobKind* const kKinds[] = {&sagemaker::kAsyncInvocation, &sagemaker::kDataCapture};
  static const ServiceDefinition kService{
      .model = "sagemaker_runtime", .handlers = {}, .job_kinds = kKinds};
  return kService;
}

OwnHandlers SageMakerRuntimeHandlers(EndpointAnswers& answers) {
  const auto bind = [&answers](auto* handler) -> OwnHandler {
    return [&answers, handler](const Json& input, RequestContext& context, CallRecord& record) {
      return handler(input, context, record, answers);
    };
  };
  return {{"InvokeEndpoint", bind(sagemaker::InvokeEndpoint)},
          {"InvokeEndpointAsync", bind(sagemaker::InvokeEndpointAsync)},
          {"InvokeEndpointWithResponseStream", bind(sagemaker::InvokeEndpointWithResponseStream)}};
}

}  // namespace portside
