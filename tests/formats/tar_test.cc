// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/tar.h"

#include <gtest/gtest.h>

namespace portside {
namespace {

std::string Member(const std::string& path, const std::string& bytes) {
  return TarHeader(path, bytes.size()) + bytes + TarPadding(bytes.size());
}

// "path=bytes;" of each member, and why it ended.
std::string Listing(std::string archive, std::size_t piece_bytes = 100) {
  TarFile tar([&archive, piece_bytes] {
    std::string piece = archive.substr(0, piece_bytes);
    archive.erase(0, piece_bytes);
    return piece;
  });
  std::string text;
  for (;;) {
    const auto member = tar.Next();
    if (!member) return text + "error: " + member.error().message;
    if (!*member) return text;
    text += (*member)->path + ((*member)->is_file ? "=" : " is no file");
    for (;;) {
      const auto piece = tar.Read();
      if (!piece) return text + "error: " + piece.error().message;
      if (piece->empty()) break;
      text += *piece;
    }
    text += ";";
  }
}

TEST(TarTest, IsReadAsItWasWritten) {
  const std::string long_name(250, 'n');
  const std::string archive = Member("a", "1") + Member("b/c", "") + Member(long_name, "long") +
                              Member("gr\xC3\xBCn", std::string(600, 'x')) + TarEnd();
  const std::string expected =
      "a=1;b/c=;" + long_name + "=long;gr\xC3\xBCn=" + std::string(600, 'x') + ";";
  EXPECT_EQ(Listing(archive), expected);
  EXPECT_EQ(Listing(archive, 1), expected);
  EXPECT_EQ(Listing(archive, archive.size()), expected);
}

TEST(TarTest, SizesFromEightGibibytesOnHaveAHeaderOfTheirOwn) {
  const std::string header = TarHeader("huge", 1ULL << 33);
  EXPECT_EQ(header.size(), 1536U);
  EXPECT_NE(header.find("19 size=8589934592\n"), std::string::npos);
  TarFile tar([left = header]() mutable { return std::exchange(left, ""); });
  const auto member = tar.Next();
  ASSERT_TRUE(member) << member.error().message;
  EXPECT_EQ((*member)->path, "huge");
  EXPECT_FALSE(tar.Read()) << "its bytes are missing";
}

TEST(TarTest, DamageIsTold) {
  EXPECT_EQ(Listing(""), "error: it is no tar archive");
  EXPECT_EQ(Listing("not a tar archive"), "error: it is no tar archive");
  EXPECT_EQ(Listing(std::string(4096, 'x')), "error: it is no tar archive");
  const std::string cut = Member("a", "1") + Member("b", std::string(900, 'x')).substr(0, 700);
  EXPECT_NE(Listing(cut).find("error: cannot read the tar archive"), std::string::npos);
  std::string changed = Member("a", "1") + Member("b", "2") + TarEnd();
  changed[1024] = 'c';
  EXPECT_NE(Listing(changed).find("error: "), std::string::npos);
}

}  // namespace
}  // namespace portside
