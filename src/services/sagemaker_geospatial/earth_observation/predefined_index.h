// SPDX-License-Identifier: Apache-2.0
//
// The indices of BandMathConfig.PredefinedIndices as equations. The service names them and does
// not give their formulas; these are the ones of the literature, over reflectance from 0 to 1.

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace portside::sagemaker_geospatial {

// The equation of "NDVI", "EVI2", "MSAVI", "NDWI", "NDMI", "NDSI" or "WDRVI" over `bands` whose
// samples are reflectance = sample * scale + offset, in the dialect EquationDialect::kPredefined.
// It may name bands that there are not. Nothing for another index.
[[nodiscard]] std::optional<std::string> PredefinedEquation(std::string_view index,
                                                            std::span<const std::string> bands,
                                                            double scale, double offset);

}  // namespace portside::sagemaker_geospatial
