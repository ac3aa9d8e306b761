// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/tuning/trial_values.h"

#include <gtest/gtest.h>

#include <set>

namespace portside::sagemaker {
namespace {

Json Number(const char* name, const char* low, const char* high, const char* scale = "Linear") {
  return {{"Name", name}, {"MinValue", low}, {"MaxValue", high}, {"ScalingType", scale}};
}

TEST(TrialValuesTest, ValuesAreInTheirRanges) {
  const Json ranges = {
      {"IntegerParameterRanges", {Number("depth", "2", "4")}},
      {"ContinuousParameterRanges",
       {Number("eta", "0.001", "1", "Logarithmic"),
        Number("momentum", "0.5", "0.99", "ReverseLogarithmic")}},
      {"CategoricalParameterRanges", {{{"Name", "kind"}, {"Values", {"a", "b"}}}}}};
  Random random(1);
  std::set<std::string> depths, kinds;
  int small = 0;
  for (int i = 0; i < 200; ++i) {
    const Json values = ChooseValues(ranges, "Random", i + 1, nullptr, random);
    depths.insert(values.at("depth"));
    kinds.insert(values.at("kind"));
    const double eta = std::stod(values.at("eta").get<std::string>());
    EXPECT_GE(eta, 0.001);
    EXPECT_LE(eta, 1);
    if (eta < 0.03) ++small;
    const double momentum = std::stod(values.at("momentum").get<std::string>());
    EXPECT_GE(momentum, 0.5);
    EXPECT_LE(momentum, 0.99);
  }
  EXPECT_EQ(depths, (std::set<std::string>{"2", "3", "4"}));
  EXPECT_EQ(kinds, (std::set<std::string>{"a", "b"}));
  EXPECT_GT(small, 60) << "half of a logarithmic range is below its geometric middle";
}

TEST(TrialValuesTest, AGridHasEachCombinationOnce) {
  const Json ranges = {
      {"CategoricalParameterRanges",
       {{{"Name", "a"}, {"Values", {"1", "2"}}}, {{"Name", "b"}, {"Values", {"x", "y", "z"}}}}}};
  EXPECT_EQ(CombinationsOf(ranges), 6);
  Random random(1);
  std::vector<std::string> seen;
  for (int i = 1; i <= 6; ++i) {
    const Json values = ChooseValues(ranges, "Grid", i, nullptr, random);
    seen.push_back(values.at("a").get<std::string>() + values.at("b").get<std::string>());
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"1x", "1y", "1z", "2x", "2y", "2z"}));
}

TEST(TrialValuesTest, BayesianGoesNearTheBest) {
  const Json ranges = {{"ContinuousParameterRanges", {Number("x", "0", "100")}}};
  const Json best = {{"x", "80"}};
  Random random(1);
  int near = 0;
  for (int i = 0; i < 200; ++i) {
    const double x =
        std::stod(ChooseValues(ranges, "Bayesian", 4 + i, best, random).at("x").get<std::string>());
    if (x > 64 && x < 96) ++near;
  }
  EXPECT_GT(near, 130);
}

TEST(TrialValuesTest, RangesThatMakeNoSenseAreNamed) {
  const auto refusal = [](const char* list, Json range) {
    const auto checked = CheckRanges({{list, {std::move(range)}}});
    return checked ? "taken" : checked.error();
  };
  constexpr const char* kIntegers = "IntegerParameterRanges";
  constexpr const char* kContinuous = "ContinuousParameterRanges";
  EXPECT_EQ(refusal(kIntegers, Number("d", "x", "4")),
            "The range of d must have numbers as MinValue and MaxValue.");
  EXPECT_EQ(refusal(kIntegers, Number("d", "1.5", "4")),
            "The range of d must have integers as MinValue and MaxValue.");
  EXPECT_EQ(refusal(kContinuous, Number("d", "4", "4")),
            "The range of d must have a MinValue (4) less than its MaxValue (4).");
  EXPECT_EQ(refusal(kContinuous, Number("d", "0", "4", "Logarithmic")),
            "The range of d must be greater than 0 for the ScalingType Logarithmic.");
  EXPECT_EQ(refusal(kContinuous, Number("d", "0", "1", "ReverseLogarithmic")),
            "The range of d must be continuous, from 0 to less than 1, for the ScalingType "
            "ReverseLogarithmic.");
  EXPECT_EQ(refusal("CategoricalParameterRanges", {{"Name", "d"}, {"Values", {"a", "a"}}}),
            "The range of d has the value a twice.");
}

}  // namespace
}  // namespace portside::sagemaker
