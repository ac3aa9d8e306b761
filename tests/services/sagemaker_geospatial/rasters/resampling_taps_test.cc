// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/rasters/resampling_taps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace portside::sagemaker_geospatial {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

TEST(ResamplingOf, KnowsTheAlgorithmsOfTheModel) {
  for (const char* name : {"NEAR", "BILINEAR", "CUBIC", "CUBICSPLINE", "LANCZOS", "AVERAGE", "RMS",
                           "MODE", "MAX", "MIN", "MED", "Q1", "Q3", "SUM"}) {
    EXPECT_TRUE(ResamplingOf(name)) << name;
  }
  EXPECT_FALSE(ResamplingOf("near"));
}

TEST(Taps, OfTheNearestAreThePixelBelowTheCentre) {
  EXPECT_EQ(TapsOf(Resampling::kNear, 3, 4).first, 3);
  EXPECT_EQ(TapsOf(Resampling::kNear, 6, 12).first, 9);
  EXPECT_EQ(TapsOf(Resampling::kNear, -0.75, -0.25).first, -1);
}

TEST(Taps, OfCurvesSumToOneWhereNothingIsWidened) {
  for (const auto algorithm :
       {Resampling::kBilinear, Resampling::kCubic, Resampling::kCubicSpline}) {
    for (const double at : {0.0, 0.25, 0.5, 0.9}) {
      const Taps taps = TapsOf(algorithm, 10 + at, 11 + at);
      EXPECT_NEAR(std::accumulate(taps.weights.begin(), taps.weights.end(), 0.0), 1, 1e-5) << at;
    }
  }
}

TEST(Taps, OfALineAreTheTwoNeighbours) {
  const Taps taps = TapsOf(Resampling::kBilinear, 5.25, 5.75);  // the centre is that of pixel 5
  EXPECT_EQ(taps.first, 5);
  EXPECT_THAT(taps.weights, ElementsAre(1, 0));
  const Taps between = TapsOf(Resampling::kBilinear, 5.5, 6.5);
  EXPECT_EQ(between.first, 5);
  EXPECT_THAT(between.weights, ElementsAre(0.5, 0.5));
}

TEST(Taps, OfAreasWeighWhatIsShared) {
  const Taps taps = TapsOf(Resampling::kAverage, 1.5, 4.25);
  EXPECT_EQ(taps.first, 1);
  EXPECT_THAT(taps.weights, ElementsAre(0.5, 1, 1, 0.25));
  EXPECT_THAT(TapsOf(Resampling::kMode, 6, 12).weights, ElementsAre(1, 1, 1, 1, 1, 1));
}

TEST(Combine, IsWhatTheNameSays) {
  const struct {
    Resampling algorithm;
    double expected;
  } cases[] = {
      {Resampling::kAverage, (1 * 0.5 + 2 + 2 + 9) / 3.5},
      {Resampling::kRms, std::sqrt((1 * 0.5 + 4 + 4 + 81) / 3.5)},
      {Resampling::kMode, 2},
      {Resampling::kMax, 9},
      {Resampling::kMin, 1},
      {Resampling::kMed, 2},
      {Resampling::kQ1, 1},
      {Resampling::kQ3, 2},
      {Resampling::kSum, 1 * 0.5 + 2 + 2 + 9},
  };
  for (const auto& [algorithm, expected] : cases) {
    WeighedPixels pixels{{2, 9, 1, 2}, {1, 1, 0.5, 1}};
    EXPECT_THAT(Combine(algorithm, pixels), DoubleNear(expected, 1e-12));
    WeighedPixels none;
    EXPECT_TRUE(std::isnan(Combine(algorithm, none)));
  }
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
