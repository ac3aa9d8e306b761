// SPDX-License-Identifier: Apache-2.0
//
// What all ways of invoking an endpoint share: the endpoint that is in service, the variant that
// the call goes to, and the answer that a test has ordered.

#pragma once

#include <optional>
#include <string>

#include "portside/aws/service_error.h"
#include "portside/http_client/http_client.h"
#include "portside/services/core/endpoint_answers.h"
#include "portside/services/core/request_context.h"

namespace portside::sagemaker {

// The endpoint that the request names; ValidationError where none of that very name is in service.
Result<ResourcePtr> FindInService(const Json& input, RequestContext& context);

// TargetVariant, else one by the weights of the variants, which is drawn where there are several.
Result<std::string> ChooseVariant(const Json& input, const Resource& endpoint,
                                  RequestContext& context);

// Of a synchronous call; errors are what the client is told instead. An endpoint must be there but
// for results in moto's form.
struct Invocation {
  EndpointAnswerPtr answer;
  std::string variant;
  ResourcePtr endpoint;  // null: moto's results do without
  // Instead of an answer: the address that gives it.
  std::optional<HttpUrl> server{};
};
// The address that answers for an endpoint's variant; nothing: no runner does. Of a command that
// does not run it has the port 0, where nobody answers.
std::optional<HttpUrl> ServerOf(const Resource& endpoint, const std::string& variant,
                                const Runners* runners);
Result<Invocation> Invoke(const Json& input, RequestContext& context, EndpointAnswers& answers);

}  // namespace portside::sagemaker
