// SPDX-License-Identifier: Apache-2.0
//
// GetTile: what an earth observation job has taken in or made, as a tile of a map.

#pragma once

#include "portside/services/core/service.h"

namespace portside::sagemaker_geospatial {

Result<Computation> GetTile(const Json& input, RequestContext& context);

}  // namespace portside::sagemaker_geospatial
