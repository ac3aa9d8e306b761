// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker_geospatial/rasters/recent_bytes.h"

#include <gtest/gtest.h>

namespace portside::sagemaker_geospatial {
namespace {

// How often bytes were made for the keys that are asked for, one after the other.
int CountMade(RecentBytes& bytes, std::initializer_list<std::uint64_t> keys,
              std::size_t size = 10) {
  int made = 0;
  for (const std::uint64_t key : keys) {
    const auto& own = bytes.Of(key, [&] {
      ++made;
      return std::vector(size, static_cast<std::uint8_t>(key));
    });
    EXPECT_EQ(own, std::vector(size, static_cast<std::uint8_t>(key)));
  }
  return made;
}

TEST(RecentBytes, AreMadeOnceWhileTheyAreKept) {
  RecentBytes bytes(30);
  EXPECT_EQ(CountMade(bytes, {1, 2, 3, 3, 2, 1, 1}), 3);
}

TEST(RecentBytes, ForgetWhatWasNotAskedForLongest) {
  RecentBytes bytes(30);
  CountMade(bytes, {1, 2, 3, 1, 4});
  EXPECT_EQ(CountMade(bytes, {1, 3, 4}), 0);
  EXPECT_EQ(CountMade(bytes, {2}), 1);
}

TEST(RecentBytes, KeepTheLastHoweverLargeItIs) {
  RecentBytes bytes(30);
  EXPECT_EQ(CountMade(bytes, {1, 1}, 100), 1);
  EXPECT_EQ(CountMade(bytes, {2, 1}), 2);
}

}  // namespace
}  // namespace portside::sagemaker_geospatial
