// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/predefined_index.h"

#include <algorithm>
#include <cstdio>

namespace portside::sagemaker_geospatial {
namespace {

struct PredefinedIndex {
  std::string_view name;
  std::string_view formula;
};

// Rouse 1974, Jiang 2008, Qi 1994, McFeeters 1996, Gao 1996, Hall 1995, Gitelson 2004. `moist` is
// the narrow near infrared of Sentinel-2, which shares its 20 m grid with the short waves, or the
// only one of Landsat.
constexpr PredefinedIndex kIndices[] = {
    {"NDVI", "({nir} - {red}) / ({nir} + {red})"},
    {"EVI2", "2.5 * ({nir} - {red}) / ({nir} + 2.4 * {red} + 1)"},
    {"MSAVI",
     "(2 * {nir} + 1 - sqrt((2 * {nir} + 1) * (2 * {nir} + 1) - 8 * ({nir} - {red}))) / 2"},
    {"NDWI", "({green} - {nir}) / ({green} + {nir})"},
    {"NDMI", "({moist} - {swir16}) / ({moist} + {swir16})"},
    {"NDSI", "({green} - {swir16}) / ({green} + {swir16})"},
    {"WDRVI", "(0.2 * {nir} - {red}) / (0.2 * {nir} + {red})"},
};

std::string ReflectanceOf(const std::string& band, double scale, double offset) {
  if (scale == 1 && offset == 0) return band;
  char text[128];
  std::snprintf(text, sizeof text, "(%s * %.10g + %.10g)", band.c_str(), scale, offset);
  return text;
}

}  // namespace

std::optional<std::string> PredefinedEquation(std::string_view index,
                                              std::span<const std::string> bands, double scale,
                                              double offset) {
  const auto found = std::ranges::find(kIndices, index, &PredefinedIndex::name);
  if (found == std::end(kIndices)) return std::nullopt;

  const bool has_narrow = std::ranges::find(bands, "nir08") != bands.end();
  std::string equation;
  std::string_view formula = found->formula;
  while (!formula.empty()) {
    const std::size_t open = std::min(formula.find('{'), formula.size());
    equation += formula.substr(0, open);
    if (open == formula.size()) break;
    const std::size_t close = formula.find('}', open);
    std::string band(formula.substr(open + 1, close - open - 1));
    if (band == "moist") band = has_narrow ? "nir08" : "nir";
    equation += ReflectanceOf(band, scale, offset);
    formula.remove_prefix(close + 1);
  }
  return equation;
}

}  // namespace portside::sagemaker_geospatial
