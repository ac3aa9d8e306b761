// SPDX-License-Identifier: Apache-2.0
//
// The operations of the runtime. What they answer is what a test has ordered (`answers`).

#pragma once

#include "portside/services/core/endpoint_answers.h"
#include "portside/services/core/modelled_service.h"

namespace portside::sagemaker {

Result<OwnAnswer> InvokeEndpoint(const Json& input, RequestContext& context, CallRecord& record,
                                 EndpointAnswers& answers);
Result<OwnAnswer> InvokeEndpointWithResponseStream(const Json& input, RequestContext& context,
                                                   CallRecord& record, EndpointAnswers& answers);
Result<OwnAnswer> InvokeEndpointAsync(const Json& input, RequestContext& context,
                                      CallRecord& record, EndpointAnswers& answers);

}  // namespace portside::sagemaker
