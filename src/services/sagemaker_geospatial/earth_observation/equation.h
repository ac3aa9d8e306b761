// SPDX-License-Identifier: Apache-2.0
//
// Equation: the arithmetic of a custom index, such as `(nir08 - swir16) / (nir08 + swir16)`:
// names of bands, decimal numbers, + - * / and parentheses. Parsed once, evaluated often.

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "portside/base/result.h"
#include "services/sagemaker_geospatial/limits.h"

namespace portside::sagemaker_geospatial {

struct EquationError {
  std::size_t position = 0;  // 1-based, in bytes
  std::string message;       // "there is no band `foo`"
  // "at position 7: there is no band `foo`"
  [[nodiscard]] std::string Describe() const;
};

enum class EquationDialect {
  kCustom,      // what clients may write
  kPredefined,  // also sqrt( ): for Portside's own formulas
};

class Equation {
 public:
  // `bands` are the names that may occur, compared exactly; an equation must use at least one.
  // Length and depth are bounded by limits::kEquationBytes and kEquationDepth.
  static Expected<Equation, EquationError> Parse(
      std::string_view text, std::span<const std::string> bands,
      EquationDialect dialect = EquationDialect::kCustom);

  // Indexes into `bands` that occur, each once, in the order of their first occurrence.
  [[nodiscard]] const std::vector<std::size_t>& used_bands() const { return used_bands_; }
  // `values[i]` is the value of `bands[i]`; not a number where a division by zero, a root of a
  // negative number or such an input came in.
  [[nodiscard]] double Evaluate(std::span<const double> values) const;
  // The same for many pixels: `bands[i]` has the values of `bands[i]`, or is empty where that does
  // not occur; the others and `results` have equal sizes.
  void Evaluate(std::span<const std::span<const double>> bands, std::span<double> results) const;

 private:
  friend class EquationParser;

  enum class Code { kNumber, kBand, kNegate, kAdd, kSubtract, kMultiply, kDivide, kRoot };
  struct Step {
    Code code;
    double number = 0;
    std::size_t band = 0;
  };

  [[nodiscard]] std::size_t StackDepth() const;
  [[nodiscard]] static bool IsOfOne(Code code);
  static void ApplyToOne(Code code, double* values, std::size_t count);
  // Into `left`.
  static void ApplyToTwo(Code code, double* left, const double* right, std::size_t count);

  std::vector<Step> steps_;  // in the order of evaluation over a stack
  std::vector<std::size_t> used_bands_;
};

}  // namespace portside::sagemaker_geospatial
