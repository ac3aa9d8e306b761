// SPDX-License-Identifier: Apache-2.0
//
// The SageMaker operations that Portside serves: Neo compilation jobs, edge packaging jobs, tags.

#pragma once

#include "portside/services/core/service.h"

namespace portside {

// A constant; model "sagemaker".
const ServiceDefinition& SageMakerService();

}  // namespace portside
