// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/equation.h"
#include "services/sagemaker_geospatial/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace portside::sagemaker_geospatial {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kBands[] = {"red", "nir", "nir08"};
constexpr double kValues[] = {2, 6, 10};

double Value(std::string_view text, EquationDialect dialect = EquationDialect::kCustom) {
  const auto equation = Equation::Parse(text, kBands, dialect);
  EXPECT_TRUE(equation) << text << ": " << (equation ? "" : equation.error().Describe());
  return equation ? equation->Evaluate(kValues) : -1;
}

TEST(Equation, FollowsTheRulesOfArithmetic) {
  struct Case {
    const char* text;
    double value;
  };
  const Case cases[] = {
      {"red", 2},
      {"nir08", 10},  // and not nir
      {"(nir - red) / (nir + red)", 0.5},
      {"nir - red - 1", 3},
      {"nir / red / 3", 1},
      {"nir - red * 2", 2},
      {"(nir - red) * 2", 8},
      {"-nir + red", -4},
      {"--nir", 6},
      {"+nir", 6},
      {"nir*-1", -6},
      {"2.5*red", 5},
      {".5 * red", 1},
      {"red * 1e3", 2000},
      {"red * 1E-1", 0.2},
      {"  ( ( nir08 ) )\t\n", 10},
      {"2.5*((nir-red)/(nir+2.4*red+1.0))", 2.5 * 4 / 11.8},
  };
  for (const Case& expected : cases) {
    EXPECT_DOUBLE_EQ(Value(expected.text), expected.value) << expected.text;
  }
}

TEST(Equation, DivisionByZeroHasNoValue) {
  EXPECT_TRUE(std::isnan(Value("nir / (red - 2)")));
  EXPECT_TRUE(std::isnan(Value("(red - 2) / (red - 2)")));
  EXPECT_TRUE(std::isnan(Value("1 / (nir / (red - 2))")));
  EXPECT_TRUE(std::isnan(Value("red * 1e308 * 10")));
}

TEST(Equation, NamesTheBandsItUsesOnce) {
  const auto equation = Equation::Parse("nir08 / (red + nir08)", kBands);
  ASSERT_TRUE(equation);
  EXPECT_THAT(equation->used_bands(), ElementsAre(2, 0));
}

TEST(Equation, SaysWhereItIsWrong) {
  struct Case {
    const char* text;
    std::size_t position;
    const char* message;
  };
  const Case cases[] = {
      {"", 1, "ends where a band"},
      {"   ", 4, "ends where a band"},
      {"nir -", 6, "ends where a band"},
      {"(nir", 5, "ends where `)`"},
      {"nir)", 4, "`)` stands where an operator or the end"},
      {"nir red", 5, "`r` stands where an operator"},
      {"nir + foo", 7, "there is no band `foo`; the bands are red, nir, nir08"},
      {"NIR", 1, "there is no band `NIR`"},
      {"nir ** 2", 6, "`*` stands where a band"},
      {"nir ^ 2", 5, "`^` stands"},
      {"nir > 1", 5, "`>` stands"},
      {"()", 2, "`)` stands where a band"},
      {"nir + .", 7, "`.` stands where a number"},
      {"nir + 1e999", 7, "out of range"},
      {"nir \xE2\x88\x92 red", 5, "a character stands"},  // the typographic minus
      {"1 + 2", 1, "names no band"},
      {"sqrt(nir)", 1, "there is no band `sqrt`"},
      {"2nir", 2, "`n` stands where an operator"},
  };
  for (const Case& expected : cases) {
    const auto equation = Equation::Parse(expected.text, kBands);
    ASSERT_FALSE(equation) << expected.text;
    EXPECT_EQ(equation.error().position, expected.position) << expected.text;
    EXPECT_THAT(equation.error().message, HasSubstr(expected.message)) << expected.text;
  }
}

TEST(Equation, DescribesAnErrorWithItsPosition) {
  EXPECT_EQ((EquationError{7, "there is no band `foo`"}).Describe(),
            "at position 7: there is no band `foo`");
}

TEST(Equation, RootsAreForPortsidesOwnFormulas) {
  EXPECT_DOUBLE_EQ(Value("sqrt(nir + 3)", EquationDialect::kPredefined), 3);
  EXPECT_TRUE(std::isnan(Value("sqrt(0 - nir)", EquationDialect::kPredefined)));
}

TEST(Equation, IsBoundedInLengthAndDepth) {
  const std::string fits(limits::kEquationDepth - 1, '(');
  EXPECT_DOUBLE_EQ(Value(fits + "nir" + std::string(fits.size(), ')')), 6);
  const std::string deep(limits::kEquationDepth, '(');
  EXPECT_FALSE(Equation::Parse(deep + "nir" + std::string(deep.size(), ')'), kBands));
  EXPECT_FALSE(Equation::Parse(std::string(1000, '-') + "nir", kBands));

  std::string at_limit = "nir";
  at_limit.resize(limits::kEquationBytes, ' ');
  EXPECT_TRUE(Equation::Parse(at_limit, kBands));
  EXPECT_FALSE(Equation::Parse(at_limit + " ", kBands));
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
