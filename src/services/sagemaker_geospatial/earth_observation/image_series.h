// SPDX-License-Identifier: Apache-2.0
//
// Images of one place in the order of time: what statistics over time and interpolation in time are
// made over.

#pragma once

#include <string>
#include <vector>

#include "portside/base/result.h"
#include "services/sagemaker_geospatial/rasters/image.h"

namespace portside::sagemaker_geospatial {

enum class Grouping { kAll, kYearly };

struct ImageSeries {
  std::string id;                   // "11SQA", "11SQA_2022"
  std::string folder;               // "11SQA", "11SQA/2022"
  std::vector<std::size_t> images;  // indexes, oldest first
};

// By tile, and by year where that is asked for. The error is a sentence for the client: one place
// has more images than limits::kImagesPerSeries.
Expected<std::vector<ImageSeries>, std::string> SeriesOf(const std::vector<Image>& images,
                                                         Grouping grouping);

}  // namespace portside::sagemaker_geospatial
