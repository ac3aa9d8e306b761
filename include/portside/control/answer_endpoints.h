// SPDX-License-Identifier: Apache-2.0
//
// /_portside/endpoints: what inference endpoints answer; /moto-api/static/sagemaker: the same in
// moto's form, for tests that have it.

#pragma once

#include <vector>

#include "portside/control/endpoint.h"
#include "portside/services/core/endpoint_answers.h"

namespace portside {

// The reference outlives the endpoints.
std::vector<Endpoint> AnswerEndpoints(EndpointAnswers& answers);
std::vector<Endpoint> MotoAnswerEndpoints(EndpointAnswers& answers);

}  // namespace portside
