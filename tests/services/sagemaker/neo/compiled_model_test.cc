// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/neo/compiled_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "portside/base/digest.h"
#include "services/sagemaker/model_archives.h"

namespace portside::sagemaker {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Json kOutputConfig = {{"TargetDevice", "jetson_nano"},
                            {"CompilerOptions", R"({"cuda-ver": "10.1"})"}};

// The files of the compiled archive, by path.
std::vector<TarMember> Compile(const std::vector<TarMember>& model, std::string_view framework) {
  const std::vector<ModelInput> inputs = {{"data", {1, 3, 224, 224}}};
  const auto archive = Examined(model);
  const std::vector<AddedFile> added =
      AddedFiles(archive->files(), {framework, "1.8", kOutputConfig, inputs});
  std::map<std::string, std::string> files;
  for (const TarMember& member : model) {
    if (!IsAdded(member.path, added)) files[member.path] = member.bytes;
  }
  for (const AddedFile& file : added) files[file.path] = file.bytes;
  std::vector<TarMember> members;
  for (const auto& [path, bytes] : files) members.push_back({path, bytes});
  return members;
}

std::vector<std::string> Paths(const std::vector<TarMember>& members) {
  std::vector<std::string> paths;
  for (const TarMember& member : members) paths.push_back(member.path);
  return paths;
}

std::string BytesOf(const std::vector<TarMember>& members, std::string_view path) {
  for (const TarMember& member : members) {
    if (member.path == path) return member.bytes;
  }
  ADD_FAILURE() << "no member " << path;
  return "";
}

TEST(CompiledModelTest, AreTheModelsFilesAndWhatNeoAdds) {
  const auto members = Compile({{"net.params", "weights"}, {"a/net-symbol.json", "{}"}}, "MXNET");
  EXPECT_THAT(Paths(members),
              ElementsAre("a/net-symbol.json", "compiled.meta", "compiled.params", "compiled.so",
                          "compiled_model.json", "dlr.h", "libdlr.so", "manifest", "net.params"));
  EXPECT_EQ(BytesOf(members, "net.params"), "weights");
}

TEST(CompiledModelTest, XgboostGetsTheLibraryAlone) {
  EXPECT_THAT(Paths(Compile({{"xgboost-model", "trees"}}, "XGBOOST")),
              ElementsAre("compiled.meta", "compiled.so", "manifest", "xgboost-model"));
}

TEST(CompiledModelTest, MetaNamesTargetInputsAndFramework) {
  const auto members = Compile({{"net.params", "weights"}}, "MXNET");
  const auto meta = ParseJson(BytesOf(members, "compiled.meta"));
  ASSERT_TRUE(meta);
  EXPECT_EQ((*meta)["Requirements"], Json({{"TargetDevice", "jetson_nano"},
                                           {"TargetDeviceType", "gpu"},
                                           {"CompilerOptions", R"({"cuda-ver": "10.1"})"}}));
  const Json input = {{"name", "data"}, {"shape", {1, 3, 224, 224}}};
  EXPECT_EQ((*meta)["Model"], Json({{"Inputs", Json::array({input})},
                                    {"Outputs", Json::array()},
                                    {"Framework", "MXNET"},
                                    {"FrameworkVersion", "1.8"}}));
}

TEST(CompiledModelTest, StandInsSayThatAnEmulatorWroteThem) {
  const auto members = Compile({{"net.params", "weights"}}, "MXNET");
  for (const char* path :
       {"compiled.so", "compiled.params", "compiled_model.json", "dlr.h", "libdlr.so"}) {
    EXPECT_THAT(BytesOf(members, path), HasSubstr("Written by an emulator.")) << path;
    EXPECT_THAT(BytesOf(members, path), HasSubstr("jetson_nano")) << path;
  }
  EXPECT_TRUE(ParseJson(BytesOf(members, "compiled_model.json")));
}

TEST(CompiledModelTest, OtherModelsGiveOtherObjects) {
  const auto one = Compile({{"net.params", "weights"}}, "MXNET");
  const auto two = Compile({{"net.params", "others"}}, "MXNET");
  EXPECT_NE(BytesOf(one, "compiled.so"), BytesOf(two, "compiled.so"));
  EXPECT_EQ(BytesOf(one, "compiled.so"),
            BytesOf(Compile({{"net.params", "weights"}}, "MXNET"), "compiled.so"));
}

TEST(CompiledModelTest, ManifestListsEveryOtherFileByDigest) {
  const auto members = Compile({{"net.params", "weights"}}, "MXNET");
  const auto manifest = ParseJson(BytesOf(members, "manifest"));
  ASSERT_TRUE(manifest);
  EXPECT_EQ((*manifest)["model_files"],
            Json::array({{{"path", "net.params"},
                          {"sha256", HexDigest(DigestAlgorithm::kSha256, "weights")},
                          {"size", 7}}}));
  EXPECT_EQ((*manifest)["added_files"].size(), 6U);
}

TEST(CompiledModelTest, AModelCompiledBeforeIsCompiledAnew) {
  const auto first = Compile({{"net.params", "weights"}}, "MXNET");
  const auto second = Compile(first, "MXNET");
  EXPECT_EQ(Paths(first), Paths(second));
  EXPECT_NE(BytesOf(first, "compiled.so"), BytesOf(second, "compiled.so"));
}

}  // namespace
}  // namespace portside::sagemaker
