// SPDX-License-Identifier: Apache-2.0

#include "services/s3/wire/checksums.h"

#include <gtest/gtest.h>

#include "portside/base/random.h"

namespace portside::s3 {
namespace {

std::string ChecksumOf(const ChecksumAlgorithm& algorithm, std::string_view bytes) {
  ChecksumHasher hasher(algorithm);
  hasher.Update(bytes);
  return hasher.Finish();
}

TEST(ChecksumsTest, KnownValues) {
  const std::pair<const char*, const char*> values[] = {
      {"crc32", "y/Q5Jg=="},
      {"crc32c", "4waSgw=="},
      {"crc64nvme", "rosUhgp5mIg="},
      {"sha1", "98O8HYCOBHMq32eZZczDTKeuNEE="},
      {"sha256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="},
  };
  for (const auto& [name, value] : values) {
    const ChecksumAlgorithm* algorithm = FindChecksum(name);
    ASSERT_NE(algorithm, nullptr);
    EXPECT_EQ(ChecksumOf(*algorithm, "123456789"), value) << name;
    EXPECT_TRUE(IsChecksumValue(*algorithm, value));
  }
}

TEST(ChecksumsTest, AreFoundByNameAndLabel) {
  EXPECT_EQ(FindChecksum("CRC32C"), FindChecksum("crc32c"));
  EXPECT_EQ(FindChecksum("md5"), nullptr);
  EXPECT_EQ(FindChecksum(""), nullptr);
  EXPECT_EQ(DefaultChecksum().label, "CRC64NVME");
}

TEST(ChecksumsTest, ValuesAreBase64OfTheRightLength) {
  const ChecksumAlgorithm& crc32 = *FindChecksum("crc32");
  EXPECT_TRUE(IsChecksumValue(crc32, "AAAAAA=="));
  for (const char* wrong : {"", "AAAA", "AAAAAA", "AAAAAAA=", "!AAAAA==", "AAAAAAAAAAA="}) {
    EXPECT_FALSE(IsChecksumValue(crc32, wrong)) << wrong;
  }
}

TEST(ChecksumsTest, CrcsOfPartsCombineToThatOfTheWhole) {
  Random random(3);
  for (const char* name : {"crc32", "crc32c", "crc64nvme"}) {
    const ChecksumAlgorithm& algorithm = *FindChecksum(name);
    for (const std::size_t length : {0, 1, 2, 7, 100, 4096, 100'003}) {
      const std::string first = random.Text(random.Below(50), "abc");
      const std::string second = random.Text(length, "xyz");
      EXPECT_EQ(CombineCrcs(algorithm, ChecksumOf(algorithm, first), ChecksumOf(algorithm, second),
                            second.size()),
                ChecksumOf(algorithm, first + second))
          << name << " " << length;
    }
  }
}

}  // namespace
}  // namespace portside::s3
