// SPDX-License-Identifier: Apache-2.0

#include "store/resource_cache.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

ResourcePtr Numbered(std::int64_t number) {
  auto resource = std::make_shared<Resource>();
  resource->sequence = number;
  resource->arn = "arn:" + std::to_string(number);
  return resource;
}

TEST(ResourceCacheTest, FindsByNumberAndArnWhatWasPutLast) {
  ResourceCache cache(4, 1000);
  cache.Put(Numbered(1), 10);
  const ResourcePtr again = Numbered(1);
  cache.Put(again, 20);
  EXPECT_EQ(cache.FindNumber(1), again);
  EXPECT_EQ(cache.Find("arn:1"), again);
  EXPECT_EQ(cache.BytesOf(1), 20U);
  cache.Remove(1);
  EXPECT_EQ(cache.Find("arn:1"), nullptr);
  EXPECT_EQ(cache.size(), 0U);
}

// A poll loop over somewhat more than fits: were the oldest one to go, every look would miss.
TEST(ResourceCacheTest, ALoopOverMoreThanFitsFindsMostOfThem) {
  constexpr std::int64_t kAll = 1100;
  ResourceCache cache(1000, 1'000'000);
  std::int64_t found = 0;
  for (int round = 0; round < 10; ++round) {
    for (std::int64_t number = 1; number <= kAll; ++number) {
      if (cache.FindNumber(number) != nullptr) {
        ++found;
      } else {
        cache.Put(Numbered(number), 1);
      }
    }
  }
  EXPECT_EQ(cache.size(), 1000U);
  EXPECT_GT(found, 9 * kAll / 2);
}

TEST(ResourceCacheTest, BytesAreBoundedAsWell) {
  ResourceCache cache(100, 50);
  for (std::int64_t number = 1; number <= 10; ++number) cache.Put(Numbered(number), 20);
  EXPECT_EQ(cache.size(), 2U);
  EXPECT_NE(cache.FindNumber(10), nullptr);
  cache.Put(Numbered(11), 51);
  EXPECT_EQ(cache.FindNumber(11), nullptr) << "what is too large for it is not kept";
  EXPECT_EQ(cache.size(), 2U);
}

TEST(ResourceCacheTest, SomeCanBeTakenOut) {
  ResourceCache cache(100, 1000);
  for (std::int64_t number = 1; number <= 10; ++number) cache.Put(Numbered(number), 1);
  cache.RemoveIf([](const Resource& resource) { return resource.sequence % 2 == 0; });
  EXPECT_EQ(cache.size(), 5U);
  for (std::int64_t number = 1; number <= 10; ++number) {
    EXPECT_EQ(cache.FindNumber(number) != nullptr, number % 2 == 1) << number;
    EXPECT_EQ(cache.Find("arn:" + std::to_string(number)) != nullptr, number % 2 == 1) << number;
  }
}

}  // namespace
}  // namespace portside
