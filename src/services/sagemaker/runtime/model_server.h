// SPDX-License-Identifier: Apache-2.0
//
// A model behind an address (docs/RUNNERS.md): it is asked as SageMaker asks a container.

#pragma once

#include <string>

#include "portside/base/json.h"
#include "portside/http_client/http_client.h"
#include "portside/services/core/endpoint_answers.h"

namespace portside::sagemaker {

// POST /invocations with the members of InvokeEndpoint's input. Blocks, for 60 seconds at most
// without a sign of it. Where the server cannot be asked, or is silent, the answer has the status 0
// and the text that the service has for that.
EndpointAnswer AskModel(const HttpUrl& server, const Json& input);

// GET /ping: whether it answers 200 within two seconds.
bool AnswersPing(const HttpUrl& server);

}  // namespace portside::sagemaker
