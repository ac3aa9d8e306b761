// SPDX-License-Identifier: Apache-2.0

#include "portside/state/state_archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_directory.h"

namespace portside {
namespace {

using ::testing::ElementsAre;

constexpr const char* kAbout = R"({"format":1,"version":"9.9","schema":2,"members":2,"bytes":5})";

std::string Member(const std::string& path, const std::string& bytes) {
  return TarHeader(path, bytes.size()) + bytes + TarPadding(bytes.size());
}

std::string Whole(const std::string& about = kAbout,
                  const std::string& object = "objects/visible/bucket/a") {
  return Member("portside-state.json", about) + Member("rows.sqlite3", "rows") +
         Member(object, "1") + TarEnd();
}

class Listed final : public ArchiveSink {
 public:
  bool Begin(const std::string& path) override {
    files.push_back(path + "=");
    return path != "objects/visible/bucket/refused";
  }
  void Write(std::string_view piece) override { files.back() += piece; }
  std::vector<std::string> files;
};

Expected<Json, std::string> Read(std::string archive, Listed& files) {
  return ReadStateArchive([&archive] { return std::exchange(archive, ""); }, files);
}

TEST(StateArchiveTest, PassesOnWhatItHolds) {
  Listed files;
  const auto about = Read(Whole(), files);
  ASSERT_TRUE(about) << about.error();
  EXPECT_EQ(about->at("version"), "9.9");
  EXPECT_THAT(files.files, ElementsAre("rows.sqlite3=rows", "objects/visible/bucket/a=1"));
}

TEST(StateArchiveTest, WhatIsNoStateIsRefusedWithItsReason) {
  const auto with = [](const std::string& from, const std::string& to) {
    std::string about = kAbout;
    about.replace(about.find(from), from.size(), to);
    return Whole(about);
  };
  const std::string whole = Whole();
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "it is no tar archive"},
      {"text", "it is no tar archive"},
      {Member("rows.sqlite3", "rows") + TarEnd(),
       "it does not begin with portside-state.json, so it is no archive of Portside's state"},
      {Whole("[]"), "portside-state.json is no JSON object"},
      {Whole("{"), "portside-state.json is no JSON object"},
      {Whole("{}"), "portside-state.json does not say its format"},
      {with("\"format\":1", "\"format\":2"),
       "it was saved by Portside 9.9 in the format 2; this one reads the format 1"},
      {with("\"schema\":2", "\"schema\":7"),
       "it was saved by Portside 9.9 with the schema 7; this one's is 3"},
      {with("\"members\":2", "\"members\":3"),
       "it is cut off or was changed: it has 2 files of together 5 bytes, and says otherwise"},
      {with("\"bytes\":5", "\"bytes\":-5"), "portside-state.json does not say its bytes"},
      {Whole(kAbout, "rows.sqlite3-wal"),
       "it holds 'rows.sqlite3-wal', which is no part of a state"},
      {Whole(kAbout, "objects/visible/../../x"),
       "it holds 'objects/visible/../../x', which is no part of a state"},
      {Whole(kAbout, "/etc/passwd"), "it holds '/etc/passwd', which is no part of a state"},
      {Whole(kAbout, "objects/visible//x"),
       "it holds 'objects/visible//x', which is no part of a state"},
      {Whole(kAbout, "objects/objects.json"),
       "it holds 'objects/objects.json', which is no part of a state"},
      {Whole(kAbout, "objects/visible/bucket/refused"),
       "its file 'objects/visible/bucket/refused' cannot be put beside the others"},
      {Member("portside-state.json", R"({"format":1,"schema":2,"members":0,"bytes":0})") + TarEnd(),
       "it holds no database"},
  };
  for (const auto& [archive, reason] : cases) {
    Listed files;
    const auto about = Read(archive, files);
    ASSERT_FALSE(about) << reason;
    EXPECT_EQ(about.error(), reason);
  }
  // Cut anywhere before its end marks.
  for (std::size_t size = 1; size <= whole.size() - 1024 - 512; size += 97) {
    Listed files;
    EXPECT_FALSE(Read(whole.substr(0, size), files)) << size;
  }
}

TEST(StateArchiveTest, AFolderIsPackedAndUnpacked) {
  const TemporaryDirectory directory;
  const auto archive = directory.path() / "state.tar";
  const auto first = directory.path() / "first", second = directory.path() / "second";
  Listed files;
  ASSERT_TRUE(Read(Whole(), files));
  std::filesystem::create_directories(first / "objects/visible/bucket");
  std::ofstream(first / "rows.sqlite3") << "rows";
  std::ofstream(first / "objects/visible/bucket/gr\xC3\xBCn") << std::string(1 << 20, 'x');
  std::ofstream(first / "snapshot.json") << "stays";
  PackState(first, {{"version", "1"}}, archive);
  const auto about = UnpackState(archive, second);
  ASSERT_TRUE(about) << about.error();
  EXPECT_EQ(*about, Json({{"version", "1"},
                          {"format", 1},
                          {"schema", 3},
                          {"members", 2},
                          {"bytes", (1 << 20) + 4}}));
  EXPECT_EQ(std::filesystem::file_size(second / "objects/visible/bucket/gr\xC3\xBCn"), 1U << 20);
  EXPECT_FALSE(std::filesystem::exists(second / "snapshot.json"));
  EXPECT_EQ(UnpackState(archive, second).error(),
            "its file 'objects/visible/bucket/gr\xC3\xBCn' cannot be put beside the others");
}

}  // namespace
}  // namespace portside
