// SPDX-License-Identifier: Apache-2.0
//
// SearchRasterDataCollection: which images there are of an area and a time. They are those that an
// earth observation job over the same query takes, in the same order.

#pragma once

#include "portside/services/core/service.h"

namespace portside::sagemaker_geospatial {

Result<Computation> SearchRasterDataCollection(const Json& input, RequestContext& context);

}  // namespace portside::sagemaker_geospatial
