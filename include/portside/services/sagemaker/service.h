// SPDX-License-Identifier: Apache-2.0
//
// The SageMaker operations that Portside serves: Neo compilation jobs, edge packaging jobs, device
// fleets and deployments to them, models, tags; and what devices call.

#pragma once

#include "portside/services/core/service.h"

namespace portside {

// A constant; model "sagemaker".
const ServiceDefinition& SageMakerService();
// Model "sagemaker_edge": GetDeployments, GetDeviceRegistration, SendHeartbeat (rest-json).
const ServiceDefinition& SageMakerEdgeService();

}  // namespace portside
