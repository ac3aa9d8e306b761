// SPDX-License-Identifier: Apache-2.0

#include "portside/services/core/tagging.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

TEST(TaggingTest, ListsAndMapsRoundTrip) {
  const Json list = {{{"Key", "b"}, {"Value", "2"}}, {{"Key", "a"}, {"Value", "1"}}};
  const Tags tags = TagsFromList(list, "Key", "Value");
  EXPECT_EQ(tags, (Tags{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(TagsToList(tags, "tagKey", "tagValue").dump(),
            R"([{"tagKey":"a","tagValue":"1"},{"tagKey":"b","tagValue":"2"}])");
  EXPECT_EQ(TagsFromMap(TagsToMap(tags)), tags);
  EXPECT_EQ(TagsToMap({}).dump(), "{}");
}

TEST(TaggingTest, FindsReservedKeysInAnyCase) {
  EXPECT_TRUE(HasReservedKey({{"aws:x", ""}}));
  EXPECT_TRUE(HasReservedKey({{"ok", ""}, {"AWS:", ""}}));
  EXPECT_FALSE(HasReservedKey({{"aws", ""}, {"awsome:x", ""}}));
}

}  // namespace
}  // namespace portside
