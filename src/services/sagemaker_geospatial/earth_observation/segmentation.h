// SPDX-License-Identifier: Apache-2.0
//
// What segmentation models say of a scene: its land cover, or whether a pixel is cloud. Portside
// has no model and no need of one: it knows what it has drawn.

#pragma once

#include "portside/base/result.h"
#include "services/sagemaker_geospatial/rasters/image.h"

namespace portside::sagemaker_geospatial {

// The image with the layer `mask` alone, 60 m wide: the classes of the developer guide, 0 to 11.
// The image is a scene as it came.
[[nodiscard]] Image LandCoverOf(Image scene);

}  // namespace portside::sagemaker_geospatial
