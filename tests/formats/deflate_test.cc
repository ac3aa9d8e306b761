// SPDX-License-Identifier: Apache-2.0

#include "formats/deflate.h"

#include <gtest/gtest.h>

#include "support/tar_files.h"

namespace portside {
namespace {

FormatResult<std::string> GunzipAll(std::string_view bytes, std::uint64_t limit) {
  Gunzip gunzip(PiecesOf(bytes, 7), limit);
  std::string out;
  for (;;) {
    const std::string_view piece = TRY(gunzip.Next());
    if (piece.empty()) return out;
    out += piece;
  }
}

TEST(Deflate, IsUnpackedAgain) {
  std::string bytes;
  for (std::uint32_t i = 0; i < 300'000; ++i) bytes += static_cast<char>(i * i >> 5);
  for (const std::string& original : {std::string(), std::string("a"), bytes}) {
    EXPECT_EQ(GunzipAll(Deflate(original, DeflateFrame::kGzip), original.size()), original);
  }
}

TEST(Deflate, FramesAsAsked) {
  EXPECT_EQ(Deflate("a", DeflateFrame::kGzip).front(), '\x1f');
  EXPECT_EQ(Deflate("a", DeflateFrame::kZlib).front(), '\x78');
}

TEST(Gunzip, StopsAtItsLimit) {
  const std::string zeros(1'000'000, '\0');
  const std::string packed = Deflate(zeros, DeflateFrame::kGzip);
  EXPECT_TRUE(GunzipAll(packed, zeros.size()));
  const auto refused = GunzipAll(packed, zeros.size() - 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "unpacks to more than 999999 bytes");
}

TEST(Gunzip, StaysAtItsEnd) {
  const std::string packed = Deflate("a", DeflateFrame::kGzip) + std::string(3, '\0');
  Gunzip gunzip(PiecesOf(packed, 7), 10);
  EXPECT_EQ(gunzip.Next(), "a");
  EXPECT_EQ(gunzip.Next(), "");
  EXPECT_EQ(gunzip.Next(), "");
}

TEST(Gunzip, RefusesOtherBytes) {
  EXPECT_EQ(GunzipAll("plain text", 100).error().message, "not a gzip file");
  EXPECT_EQ(GunzipAll("\x1f", 100).error().message, "not a gzip file");
  EXPECT_EQ(GunzipAll("", 100).error().message, "not a gzip file");
}

}  // namespace
}  // namespace portside
