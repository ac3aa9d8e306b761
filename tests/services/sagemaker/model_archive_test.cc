// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/model_archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "portside/base/digest.h"
#include "services/sagemaker/model_archives.h"

namespace portside::sagemaker {
namespace {

using testing::ElementsAre;

// "path=bytes" of what a copy holds.
std::vector<std::string> Copied(const ModelArchive& archive,
                                const std::function<bool(const ArchiveFile&)>& keeps) {
  std::string bytes;
  TarGzWriter writer([&bytes](std::string_view piece) { bytes += piece; });
  EXPECT_TRUE(archive.Copy(keeps, writer, {}));
  writer.Finish();
  std::vector<std::string> members;
  const auto read = ReadTarGz(bytes);
  EXPECT_TRUE(read);
  for (const TarMember& member : *read) members.push_back(member.path + "=" + member.bytes);
  return members;
}

bool Everything(const ArchiveFile&) { return true; }

TEST(ModelArchiveTest, ListsFilesByPathTheLastOfEqualOnes) {
  const auto archive = Examined({{"b", "1"}, {"a", "22"}, {"b", "333"}});
  ASSERT_TRUE(archive);
  ASSERT_EQ(archive->files().size(), 2U);
  EXPECT_EQ(archive->files()[0].path, "a");
  EXPECT_EQ(archive->files()[1].path, "b");
  EXPECT_EQ(archive->files()[1].size, 3U);
  EXPECT_EQ(archive->files()[1].sha256, HexDigest(DigestAlgorithm::kSha256, "333"));
  EXPECT_THAT(Copied(*archive, Everything), ElementsAre("a=22", "b=333"));
  std::string bytes;
  ASSERT_TRUE(archive->Read(archive->files()[1], [&](std::string_view piece) { bytes += piece; }));
  EXPECT_EQ(bytes, "333");
}

TEST(ModelArchiveTest, AHardLinkHasTheBytesOfWhatItNamed) {
  std::string bytes;
  TarGzWriter writer([&bytes](std::string_view piece) { bytes += piece; });
  writer.Add("a", "first");
  writer.AddLink("link", "a");
  writer.Add("a", "second");
  writer.AddLink("other", "link");
  writer.AddLink("lost", "nothing");
  writer.Finish();
  const auto archive = Examined(bytes);
  ASSERT_TRUE(archive);
  ASSERT_EQ(archive->files().size(), 3U);
  EXPECT_EQ(archive->files()[1].sha256, HexDigest(DigestAlgorithm::kSha256, "first"));
  EXPECT_THAT(Copied(*archive, Everything), ElementsAre("link=first", "other=first", "a=second"));
  EXPECT_THAT(Copied(*archive, [](const ArchiveFile& file) { return file.path == "other"; }),
              ElementsAre("other=first"));
}

TEST(ModelArchiveTest, EndsWhenItIsStopped) {
  const auto archive = Examined({{"a", "1"}});
  std::stop_source source;
  source.request_stop();
  std::string bytes;
  TarGzWriter writer([&bytes](std::string_view piece) { bytes += piece; });
  EXPECT_TRUE(archive->Copy(Everything, writer, source.get_token()));
  writer.Finish();
  EXPECT_EQ(ReadTarGz(bytes)->size(), 0U);
}

TEST(ModelArchiveTest, FilesAreListedAsJson) {
  const std::vector<ArchiveFile> files = {{"a \"b\"", "ff", 1, 0}, {"c", "ee", 1ULL << 33, 1}};
  EXPECT_EQ(FileListText(files), R"([{"path":"a \"b\"","sha256":"ff","size":1},)"
                                 R"({"path":"c","sha256":"ee","size":8589934592}])");
  EXPECT_EQ(FileListText({}), "[]");
}

}  // namespace
}  // namespace portside::sagemaker
