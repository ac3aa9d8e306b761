// SPDX-License-Identifier: Apache-2.0
//
// The SageMaker operations that Portside serves: training, processing and transform jobs, Neo
// compilation jobs, edge packaging jobs, device fleets and deployments to them, models and
// endpoints, tags; what devices call; and the runtime, which invokes endpoints.

#pragma once

#include "portside/services/core/endpoint_answers.h"
#include "portside/services/core/modelled_service.h"
#include "portside/services/core/service.h"

namespace portside {

// A constant; model "sagemaker".
const ServiceDefinition& SageMakerService();
// Model "sagemaker_edge": GetDeployments, GetDeviceRegistration, SendHeartbeat (rest-json).
const ServiceDefinition& SageMakerEdgeService();

// Model "sagemaker_runtime", with the handlers of all its operations. `answers` outlives them.
const ServiceDefinition& SageMakerRuntimeService();
OwnHandlers SageMakerRuntimeHandlers(EndpointAnswers& answers);

}  // namespace portside
