// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/earth_observation/predefined_index.h"

#include <gtest/gtest.h>

namespace portside::sagemaker_geospatial {
namespace {

TEST(PredefinedIndex, ReadsReflectanceFromSamples) {
  const std::string bands[] = {"red", "nir"};
  EXPECT_EQ(PredefinedEquation("NDVI", bands, 0.0001, 0),
            "((nir * 0.0001 + 0) - (red * 0.0001 + 0)) / "
            "((nir * 0.0001 + 0) + (red * 0.0001 + 0))");
  EXPECT_EQ(PredefinedEquation("NDVI", bands, 0.0000275, -0.2),
            "((nir * 2.75e-05 + -0.2) - (red * 2.75e-05 + -0.2)) / "
            "((nir * 2.75e-05 + -0.2) + (red * 2.75e-05 + -0.2))");
  EXPECT_EQ(PredefinedEquation("NDVI", bands, 1, 0), "(nir - red) / (nir + red)");
}

TEST(PredefinedIndex, OfMoistureTakesTheNarrowInfraredWhereThereIsOne) {
  const std::string narrow[] = {"nir", "nir08", "swir16"};
  const std::string wide[] = {"nir", "swir16"};
  EXPECT_EQ(PredefinedEquation("NDMI", narrow, 1, 0), "(nir08 - swir16) / (nir08 + swir16)");
  EXPECT_EQ(PredefinedEquation("NDMI", wide, 1, 0), "(nir - swir16) / (nir + swir16)");
}

TEST(PredefinedIndex, IsOneOfSeven) {
  for (const char* name : {"NDVI", "EVI2", "MSAVI", "NDWI", "NDMI", "NDSI", "WDRVI"}) {
    EXPECT_TRUE(PredefinedEquation(name, {}, 1, 0)) << name;
  }
  for (const char* name : {"", "ndvi", "SAVI"}) {
    EXPECT_FALSE(PredefinedEquation(name, {}, 1, 0)) << name;
  }
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
