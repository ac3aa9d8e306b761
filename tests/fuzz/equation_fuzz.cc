// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as an equation, in both dialects: parsing ends; an error points into the text; what
// was parsed uses bands that exist and evaluates to a finite number or to none.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "services/sagemaker_geospatial/earth_observation/equation.h"

namespace portside::sagemaker_geospatial {
namespace {

void ParseAndEvaluate(std::string_view text, EquationDialect dialect) {
  static const std::string bands[] = {"nir", "red", "nir08", "t"};
  const auto equation = Equation::Parse(text, bands, dialect);
  if (!equation) {
    if (equation.error().position < 1 || equation.error().position > text.size() + 1) std::abort();
    return;
  }
  if (equation->used_bands().empty()) std::abort();
  for (const std::size_t band : equation->used_bands()) {
    if (band >= std::size(bands)) std::abort();
  }
  for (const double value : {0.0, 1.0, -3.5, 65535.0}) {
    const double values[] = {value, 1.0, 0.0, -value};
    if (std::isinf(equation->Evaluate(values))) std::abort();
  }
}

}  // namespace
}  // namespace portside::sagemaker_geospatial

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace portside::sagemaker_geospatial;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  ParseAndEvaluate(text, EquationDialect::kCustom);
  ParseAndEvaluate(text, EquationDialect::kPredefined);
  return 0;
}
