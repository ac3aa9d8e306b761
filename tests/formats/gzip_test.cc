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
  EXPECT_EQ(UnpackGzip(Deflate("", DeflateFrame::kGzip), 0).value_or("?"), "");
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

}  // namespace
}  // namespace portside
