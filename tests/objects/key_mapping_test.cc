// SPDX-License-Identifier: Apache-2.0

#include "objects/key_mapping.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

TEST(KeyMappingTest, UsualKeysArePlain) {
  for (const char* key :
       {"a", "a/b/c.txt", "a b", "a+b", "a%2Fb", "...", "..a", "a/.hidden", ".portside",
        ".portside-", "~", "\xC3\xA9/\xF0\x9F\x98\x80", "a\\b", "-rf", "CON", "a:b"}) {
    EXPECT_TRUE(IsPlainKey(key)) << key;
  }
  EXPECT_TRUE(IsPlainKey(std::string(255, 'x') + "/y"));
}

TEST(KeyMappingTest, KeysThatNoPathIsEqualToAreNot) {
  for (const char* key :
       {"", "/", "/a", "a/", "a//b", ".", "..", "./a", "a/..", "a/../b", "a/./b", "a\nb", "\x7F",
        "\x1F/a", "\xFF", "a/\xC3", ".portside-7~", "a/.portside-x~/b"}) {
    EXPECT_FALSE(IsPlainKey(key)) << key;
  }
  EXPECT_FALSE(IsPlainKey(std::string_view("a\0b", 3)));
  EXPECT_FALSE(IsPlainKey(std::string(256, 'x')));
  EXPECT_FALSE(IsPlainKey("a/" + std::string(256, 'x')));
  std::string long_key;
  while (long_key.size() <= 1024) long_key += "segment/";
  EXPECT_FALSE(IsPlainKey(long_key + "x"));
}

TEST(KeyMappingTest, ASegmentHasNoSlash) {
  EXPECT_TRUE(IsPlainSegment("a.txt"));
  EXPECT_FALSE(IsPlainSegment("a/b"));
  EXPECT_FALSE(IsPlainSegment(".."));
}

TEST(KeyMappingTest, HashesSpread) {
  EXPECT_EQ(HashPath("a"), "ca/ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb");
}

}  // namespace
}  // namespace portside
