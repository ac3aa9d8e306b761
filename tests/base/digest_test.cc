// SPDX-License-Identifier: Apache-2.0

#include "portside/base/digest.h"

#include <gtest/gtest.h>

#include "portside/base/encoding.h"

namespace portside {
namespace {

TEST(Digest, MatchesPublishedVectors) {
  EXPECT_EQ(HexDigest(DigestAlgorithm::kMd5, "abc"), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(HexDigest(DigestAlgorithm::kSha1, "abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(HexDigest(DigestAlgorithm::kSha256, ""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(HexDigest(DigestAlgorithm::kBlake2b512, "abc"),
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
            "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
}

TEST(Hasher, TakesAStream) {
  Hasher hasher(DigestAlgorithm::kSha256);
  for (const char c : std::string_view("a stream of bytes")) hasher.Update({&c, 1});
  Hasher moved = std::move(hasher);
  moved.Update("");
  EXPECT_EQ(moved.Finish(), Digest(DigestAlgorithm::kSha256, "a stream of bytes"));
}

TEST(Hmac, MatchesRfc4231And2202) {
  EXPECT_EQ(HexEncode(HmacSha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(HexEncode(HmacSha256(std::string(131, '\xaa'),
                                 "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(HexEncode(HmacSha1("Jefe", "what do ya want for nothing?")),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

TEST(Crc, HasThePublishedCheckValues) {
  struct Case {
    CrcAlgorithm algorithm;
    std::uint64_t check;
    const char* bytes;
  };
  for (const Case& c : {Case{CrcAlgorithm::kCrc32, 0xCBF43926, "cbf43926"},
                        Case{CrcAlgorithm::kCrc32c, 0xE3069283, "e3069283"},
                        Case{CrcAlgorithm::kCrc64Nvme, 0xAE8B14860A799888, "ae8b14860a799888"}}) {
    Crc crc(c.algorithm);
    EXPECT_EQ(crc.Value(), 0U);
    crc.Update("123456789");
    EXPECT_EQ(crc.Value(), c.check);
    EXPECT_EQ(HexEncode(crc.Bytes()), c.bytes);
  }
}

TEST(Crc, IsTheSameHoweverTheBytesAreCut) {
  std::string bytes;
  for (int i = 0; i < 100; ++i) bytes += static_cast<char>(i * 7);
  for (const CrcAlgorithm algorithm :
       {CrcAlgorithm::kCrc32, CrcAlgorithm::kCrc32c, CrcAlgorithm::kCrc64Nvme}) {
    Crc whole(algorithm);
    whole.Update(bytes);
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
      Crc pieces(algorithm);
      pieces.Update(std::string_view(bytes).substr(0, cut));
      pieces.Update(std::string_view(bytes).substr(cut));
      ASSERT_EQ(pieces.Value(), whole.Value());
    }
    Crc single(algorithm);
    for (const char& c : bytes) single.Update({&c, 1});
    EXPECT_EQ(single.Value(), whole.Value());
  }
}

// The definition, a bit at a time.
std::uint64_t SlowCrc(std::uint64_t reflected, std::uint64_t mask, std::string_view bytes) {
  std::uint64_t state = mask;
  for (const char c : bytes) {
    state ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) state = (state >> 1) ^ ((state & 1) != 0 ? reflected : 0);
  }
  return state ^ mask;
}

TEST(Crc, LongTextsAreTheSameAsBitByBit) {
  struct Case {
    CrcAlgorithm algorithm;
    std::uint64_t reflected;
    std::uint64_t mask;
  };
  std::string bytes;
  for (std::uint32_t i = 0; i < 700; ++i) bytes += static_cast<char>(i * i * 31 + i / 3);
  for (const Case& c : {Case{CrcAlgorithm::kCrc32, 0xEDB88320U, 0xFFFFFFFFU},
                        Case{CrcAlgorithm::kCrc32c, 0x82F63B78U, 0xFFFFFFFFU},
                        Case{CrcAlgorithm::kCrc64Nvme, 0x9A6C9329AC4BC9B5ULL, ~0ULL}}) {
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
      const std::string_view text = std::string_view(bytes).substr(bytes.size() - size);
      Crc crc(c.algorithm);
      crc.Update(text);
      ASSERT_EQ(crc.Value(), SlowCrc(c.reflected, c.mask, text)) << size;
    }
  }
}

TEST(Crc, AgreesWithARecordedSdkTrailer) {
  // The JavaScript SDK sent this for the 13 bytes of its stream.
  Crc crc(CrcAlgorithm::kCrc32);
  crc.Update("streamed body");
  EXPECT_EQ(Base64Encode(crc.Bytes()), "z7Y9bA==");
}

}  // namespace
}  // namespace portside
