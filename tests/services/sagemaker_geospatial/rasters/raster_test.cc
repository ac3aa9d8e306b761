// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/rasters/raster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <numeric>

namespace portside::sagemaker_geospatial {
namespace {

using testing::NanSensitiveDoubleEq;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Sampling, HoldsWhatAFileHolds) {
  const struct {
    SampleType type;
    std::optional<double> nodata;
    double value;
    double held;
  } cases[] = {
      {SampleType::kUint16, std::nullopt, 2.5, 3},
      {SampleType::kUint16, std::nullopt, -7, 0},
      {SampleType::kUint16, 0, -7, kNan},  // what is stored as nothing is nothing
      {SampleType::kUint16, 0, 70000, 65535},
      {SampleType::kInt16, -9999, -9999.2, kNan},
      {SampleType::kInt16, -9999, -40000, -32768},
      {SampleType::kInt32, -9999, 3e9, 2147483647},
      {SampleType::kFloat32, kNan, 0.1, static_cast<double>(0.1F)},
      {SampleType::kFloat64, kNan, 0.1, 0.1},
      {SampleType::kFloat64, kNan, kNan, kNan},
  };
  for (const auto& [type, nodata, value, held] : cases) {
    EXPECT_THAT(Sampling(RasterInfo{{}, type, nodata, {}}).Held(value), NanSensitiveDoubleEq(held))
        << NameOf(type) << " " << value;
  }
}

TEST(SampleType, HasTheNameOfTheModel) {
  for (const char* name : {"INT32", "FLOAT32", "INT16", "FLOAT64", "UINT16"}) {
    EXPECT_EQ(NameOf(SampleTypeOf(name).value()), name);
  }
  EXPECT_FALSE(SampleTypeOf("UINT8"));
}

TEST(RasterKey, DependsOnOrderAndOnEveryNumber) {
  EXPECT_NE(RasterKey().Add(1).Add(2).value(), RasterKey().Add(2).Add(1).value());
  EXPECT_NE(RasterKey().Add(1).value(), RasterKey().Add(1).Add(0).value());
  EXPECT_EQ(RasterKey().Add(7).value(), RasterKey().Add(7).value());
}

TEST(ForRows, CutsAWindowIntoPiecesOfIt) {
  std::vector<double> values(10 * 7);
  std::vector<std::uint32_t> rows;
  ForRows({5, 100, 10, 7, 3}, 3, values, [&](const RasterWindow& piece, std::span<double> part) {
    rows.push_back(piece.row);
    EXPECT_EQ(part.size(), piece.size());
    EXPECT_EQ(piece.column, 5U);
    for (double& value : part) ++value;
  });
  EXPECT_EQ(rows, (std::vector<std::uint32_t>{100, 109, 118}));
  EXPECT_EQ(std::accumulate(values.begin(), values.end(), 0.0), 70);
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
