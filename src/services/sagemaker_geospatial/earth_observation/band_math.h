// SPDX-License-Identifier: Apache-2.0
//
// Band math: the rasters that BandMathConfig asks for. Its stage is the checked form of the job's
// configuration, as plans keep it: [{"Name", "Equation", "OutputType", "Predefined"}].

#pragma once

#include <string>
#include <vector>

#include "portside/base/json.h"
#include "portside/base/result.h"
#include "services/sagemaker_geospatial/rasters/image.h"

namespace portside::sagemaker_geospatial {

// What equations may name, and how a predefined index reads a reflectance from it.
struct BandSource {
  std::vector<std::string> names;
  double scale = 1;
  double offset = 0;
};
[[nodiscard]] BandSource BandSourceOf(const Image& image);

// Checks a BandMathConfig and returns its stage. The error is a sentence for the client.
Expected<Json, std::string> PlanBandMath(const Json& config, const BandSource& source);

// The image with one layer for each operation of a stage that was planned over its bands, on the
// grid of the finest band that goes in.
[[nodiscard]] Image BandMathOf(const Json& operations, Image image);

}  // namespace portside::sagemaker_geospatial
