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
// Likewise, with 1 where a cloud is and 0 where none is.
[[nodiscard]] Image CloudMaskOf(Image scene);

// Whether a class of the land cover is a cloud or the shadow of one.
[[nodiscard]] bool HidesGround(double land_cover);

}  // namespace portside::sagemaker_geospatial
