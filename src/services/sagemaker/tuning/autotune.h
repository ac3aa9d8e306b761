// SPDX-License-Identifier: Apache-2.0
//
// Autotune: what a request leaves to the service. How that chooses is not public; what is chosen
// here stands at each function.

#pragma once

#include "portside/base/json.h"

namespace portside::sagemaker {

// Where a request, or a tuning job's document, has Autotune: adds a range for each of
// AutoParameters, early stopping, and an end when it has converged, as far as it names none itself.
// AutoParameters stay beside what was made of them.
void ApplyAutotune(Json& document);

}  // namespace portside::sagemaker
