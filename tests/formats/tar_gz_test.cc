// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/tar_gz.h"

#include <gtest/gtest.h>

#include "formats/deflate.h"
#include "support/tar_files.h"

namespace portside {
namespace {

std::string Octal(std::uint64_t value, std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = digits; i-- > 0; value /= 8) text[i] = static_cast<char>('0' + value % 8);
  return text;
}

// A tar entry as another program might have written it: any type, any claimed size.
std::string Entry(char type, const std::string& name, std::uint64_t size,
                  const std::string& bytes = "", const std::string& link = "") {
  std::string header(512, '\0');
  header.replace(0, name.size(), name);
  header.replace(100, 7, "0000644");
  header.replace(124, 11, Octal(size, 11));
  header.replace(136, 11, Octal(1'600'000'000, 11));
  header.replace(148, 8, 8, ' ');
  header[156] = type;
  header.replace(157, link.size(), link);
  header.replace(257, 8, std::string("ustar\00000", 8));
  std::uint64_t sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  header.replace(148, 7, Octal(sum, 6) + '\0');
  return header + bytes + std::string((512 - bytes.size() % 512) % 512, '\0');
}

std::string File(const std::string& name, const std::string& bytes) {
  return Entry('0', name, bytes.size(), bytes);
}

const std::string kEnd(1024, '\0');

std::string Gzip(const std::string& bytes) { return Deflate(bytes, DeflateFrame::kGzip); }

std::string Listing(const FormatResult<std::vector<TarMember>>& members) {
  if (!members) return "error: " + members.error().Describe();
  std::string text;
  for (const TarMember& member : *members) text += member.path + "=" + member.bytes + ";";
  return text;
}

TEST(WriteTarGz, IsReadBackAsItWas) {
  const std::string long_path = std::string(150, 'd') + "/" + std::string(200, 'f');
  const std::vector<TarMember> members = {{"compiled.so", std::string(100'000, '\x7f')},
                                          {"empty", ""},
                                          {std::string(100, 'e'), "edge"},
                                          {long_path, "long"},
                                          {"été/模型.json", "{}"},
                                          {"twice", "1"},
                                          {"twice", "2"}};

  const auto read = ReadTarGz(WriteTarGz(members));

  ASSERT_TRUE(read) << read.error().Describe();
  ASSERT_EQ(read->size(), members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    EXPECT_EQ((*read)[i].path, members[i].path);
    EXPECT_EQ((*read)[i].bytes, members[i].bytes);
  }
}

TEST(WriteTarGz, WritesEqualBytesWithoutTimeOrOwner) {
  const std::vector<TarMember> members = {{"a", "1"}, {"b", "2"}};
  const std::string bytes = WriteTarGz(members);
  EXPECT_EQ(bytes, WriteTarGz(members));
  EXPECT_EQ(bytes.substr(0, 10), std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10));

  Gunzip gunzip(PiecesOf(bytes, 1000), 1 << 20);
  const std::string tar(*gunzip.Next());
  EXPECT_EQ(tar.size(), 4 * 512 + 1024U);
  EXPECT_EQ(tar.substr(108, 8), std::string("0000000\0", 8));        // user
  EXPECT_EQ(tar.substr(136, 12), std::string("00000000000\0", 12));  // time
}

TEST(WriteTarGz, WritesAnEmptyArchive) { EXPECT_EQ(Listing(ReadTarGz(WriteTarGz({}))), ""); }

TEST(ReadTarGz, KeepsRegularFilesOnly) {
  const std::string tar = Entry('5', "./", 0) + File("./model/a.json", "A") +
                          Entry('2', "./link", 0, "", "model/a.json") + Entry('3', "device", 0) +
                          Entry('6', "fifo", 0) + File("././b", "B") + File("../c", "C") +
                          File("/d", "D") + kEnd;
  EXPECT_EQ(Listing(ReadTarGz(Gzip(tar))), "model/a.json=A;b=B;../c=C;/d=D;");
}

TEST(ReadTarGz, ReadsHardLinksAsTheFilesTheyName) {
  const std::string tar = File("./a", "A") + Entry('1', "./b", 0, "", "./a") +
                          Entry('1', "c", 0, "", "b") + Entry('1', "d", 0, "", "missing") + kEnd;
  EXPECT_EQ(Listing(ReadTarGz(Gzip(tar))), "a=A;b=A;c=A;");
}

TEST(TarGz, ReadsPiecesOfAnySize) {
  const std::vector<TarMember> members = {{"a", std::string(3000, 'a')}, {"b", ""}};
  const std::string bytes = WriteTarGz(members) + std::string(10, '\0');
  for (const std::size_t piece : {1U, 2U, 3U, 100U, 100'000U}) {
    const auto read = ReadTarGz(bytes, {}, piece);
    ASSERT_TRUE(read) << read.error().Describe();
    EXPECT_EQ(*read, members) << piece;
  }
}

TEST(TarGzWriter, WritesHardLinksThatAreReadBack) {
  const std::string far = std::string(120, 'f') + "/file";
  std::string bytes;
  TarGzWriter writer([&bytes](std::string_view piece) { bytes += piece; });
  writer.Add(far, "bytes");
  writer.AddLink(std::string(110, 'l'), far);
  writer.Add("z", "Z");
  writer.Finish();
  EXPECT_EQ(Listing(ReadTarGz(bytes)), far + "=bytes;" + std::string(110, 'l') + "=bytes;z=Z;");
}

TEST(ReadTarGz, BoundsTheNamesOfItsMembers) {
  const std::string tar = File("aaaa", "") + File("bbbb", "") + kEnd;
  EXPECT_EQ(Listing(ReadTarGz(Gzip(tar), {.path_bytes = 8})), "aaaa=;bbbb=;");
  EXPECT_EQ(Listing(ReadTarGz(Gzip(tar), {.path_bytes = 7})),
            "error: the names of its members have more than 7 bytes together");
}

TEST(ReadTarGz, ReadsConcatenatedAndPaddedGzip) {
  const std::string tar = File("a", "A") + kEnd;
  const std::string parts = Gzip(tar.substr(0, 600)) + Gzip("") + Gzip(tar.substr(600));
  EXPECT_EQ(Listing(ReadTarGz(parts + std::string(100, '\0'))), "a=A;");
}

struct RefusedCase {
  const char* name;
  std::string bytes;
  const char* message;
};

TEST(ReadTarGz, SaysWhyItCannotRead) {
  const std::string tar = File("a", "A") + kEnd;
  const std::string good = Gzip(tar);
  std::string damaged = good;
  damaged[damaged.size() - 5] ^= 1;
  std::string bad_checksum = File("a", "A") + File("b", "B") + kEnd;
  bad_checksum[1024] = 'x';
  const RefusedCase cases[] = {
      {"nothing", "", "not a gzip file"},
      {"plain tar", tar, "not a gzip file"},
      {"zip", "PK\x03\x04", "not a gzip file"},
      {"magic only", "\x1f\x8b", "truncated archive: the gzip data ends early"},
      {"no method", "\x1f\x8b\x07 no deflate", "damaged gzip data: unknown compression method"},
      {"without its checksum", good.substr(0, good.size() - 1),
       "truncated archive: the gzip data ends early"},
      {"half", good.substr(0, good.size() / 2), "truncated archive: the gzip data ends early"},
      {"wrong checksum", damaged, "damaged gzip data: incorrect data check"},
      {"more after the end", good + "more", "data after the end of the gzip data"},
      {"gzip of nothing", Gzip(""), "the gzip file holds no tar archive"},
      {"gzip of text", Gzip(std::string(5000, 'a')), "the gzip file holds no tar archive"},
      {"member that ends early", Gzip(Entry('0', "a", 5000, "A")),
       "cannot read the tar archive: Truncated tar archive"},
      {"member of 8 GiB", Gzip(Entry('0', "a", 0777'7777'7777, "A")),
       "cannot read the tar archive: Truncated tar archive"},
      {"wrong header checksum", Gzip(bad_checksum),
       "cannot read the tar archive: Damaged tar archive"},
  };
  for (const RefusedCase& refused : cases) {
    EXPECT_EQ(Listing(ReadTarGz(refused.bytes)), std::string("error: ") + refused.message)
        << refused.name;
  }
}

TEST(ReadTarGz, EveryTruncationIsAnError) {
  const std::string good = Gzip(File("a", "some bytes that do not compress away: 8f3k2") + kEnd);
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(ReadTarGz(std::string_view(good).substr(0, size))) << size;
  }
}

TEST(ReadTarGz, BoundsTheUnpackedSize) {
  const std::string bomb = Gzip(File("a", std::string(1 << 20, '\0')) + kEnd);
  EXPECT_LT(bomb.size(), 4096U);
  EXPECT_EQ(Listing(ReadTarGz(bomb, {.members = 10, .bytes = 100'000})),
            "error: unpacks to more than 100000 bytes");
  EXPECT_TRUE(ReadTarGz(bomb, {.members = 10, .bytes = (1 << 20) + 2048}));
}

TEST(ReadTarGz, BoundsWhatFollowsTheArchive) {
  const std::string tar = File("a", "A") + kEnd + std::string(1 << 20, '\0');
  EXPECT_EQ(Listing(ReadTarGz(Gzip(tar), {.members = 10, .bytes = 200'000})),
            "error: unpacks to more than 200000 bytes");
}

TEST(ReadTarGz, BoundsTheNumberOfMembers) {
  const std::string tar = File("a", "A") + Entry('5', "d/", 0) + File("b", "B") + kEnd;
  EXPECT_EQ(Listing(ReadTarGz(Gzip(tar), {.members = 2, .bytes = 1 << 20})),
            "error: archive has more than 2 members");
  EXPECT_EQ(Listing(ReadTarGz(Gzip(tar), {.members = 3, .bytes = 1 << 20})), "a=A;b=B;");
}

TEST(ReadTarGz, DoesNotRecurseThroughHeadersWithoutEnd) {
  std::string tar;
  for (int i = 0; i < 20'000; ++i) tar += Entry('L', "@", 5, std::string("name\0", 5));
  EXPECT_FALSE(ReadTarGz(Gzip(tar + File("a", "A") + kEnd)));
}

}  // namespace
}  // namespace portside
