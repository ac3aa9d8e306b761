// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/gzip.h"

#include <gtest/gtest.h>

#include "formats/deflate.h"

namespace portside {
namespace {

TEST(UnpackGzip, GivesTheWholeFile) {
  std::string text;
  for (int line = 0; line < 40'000; ++line) text += std::to_string(line) + "\n";
  const std::string packed = Deflate(text, DeflateFrame::kGzip);
  EXPECT_LT(packed.size(), text.size());
  EXPECT_EQ(UnpackGzip(packed, text.size()).value_or(""), text);
  EXPECT_EQ(UnpackGzip(PackGzip(""), 0).value_or("?"), "");
}

TEST(UnpackGzip, SaysWhatIsWrong) {
  const std::string packed = Deflate(std::string(1000, 'a'), DeflateFrame::kGzip);
  EXPECT_FALSE(UnpackGzip(packed, 999));
  EXPECT_FALSE(UnpackGzip(packed.substr(0, packed.size() - 1), 1000));
  EXPECT_FALSE(UnpackGzip("plain", 1000));
  std::string damaged = packed;
  damaged[damaged.size() - 6] ^= 1;  // of the checksum
  EXPECT_FALSE(UnpackGzip(damaged, 1000));
}

// In pieces of seven bytes, with a second member behind the first.
TEST(GunzipInput, GivesPiecesOfAnyFile) {
  std::string text;
  for (int line = 0; line < 40'000; ++line) text += std::to_string(line) + "\n";
  const std::string packed =
      Deflate(text, DeflateFrame::kGzip) + Deflate("and more", DeflateFrame::kGzip);
  ASSERT_TRUE(IsGzip(packed));
  const auto unpack = [](std::string_view bytes) {
    GunzipInput input([rest = bytes]() mutable {
      const std::string_view piece = rest.substr(0, 7);
      rest.remove_prefix(piece.size());
      return piece;
    });
    std::string unpacked;
    for (std::string_view piece = input(); !piece.empty(); piece = input()) unpacked += piece;
    EXPECT_EQ(input(), "");
    return std::pair(unpacked, input.error() ? input.error()->message : "");
  };
  EXPECT_EQ(unpack(packed), std::pair(text + "and more", std::string()));
  EXPECT_NE(unpack(packed.substr(0, packed.size() - 1)).second, "");
  EXPECT_EQ(unpack("plain"), std::pair(std::string(), std::string("not a gzip file")));
}

}  // namespace
}  // namespace portside
