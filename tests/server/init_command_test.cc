// SPDX-License-Identifier: Apache-2.0

#include "portside/server/init_command.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "support/temporary_directory.h"

namespace portside {
namespace {

class InitCommandTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = (folder_.path() / name).string();
    std::ofstream(path) << text;
    return path;
  }
  // Status, stdout and stderr.
  static std::tuple<int, std::string, std::string> Check(const std::vector<std::string>& files) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int status = CheckInit({files});
    std::string out = testing::internal::GetCapturedStdout();
    return {status, std::move(out), testing::internal::GetCapturedStderr()};
  }
  static std::string Refusal(const Config& config) {
    try {
      ReadInitFiles(config);
    } catch (const std::runtime_error& refusal) {
      return refusal.what();
    }
    return "";
  }

  TemporaryDirectory folder_;
};

constexpr const char* kDatabase =
    "calls:\n  - {service: glue, operation: CreateDatabase, input: {DatabaseInput: {Name: d}}}\n";

TEST_F(InitCommandTest, AFileInOrderIsCounted) {
  const std::string one = Write("one.yaml", std::string("buckets:\n  - name: data\n") + kDatabase);
  const std::string empty = Write("empty.json", "{}");
  EXPECT_EQ(Check({one, empty}), std::tuple(0,
                                            one + ": ok, 1 bucket, 0 objects, 1 call\n" + empty +
                                                ": ok, 0 buckets, 0 objects, 0 calls\n",
                                            ""));
}

TEST_F(InitCommandTest, AMistakeHasItsLine) {
  const std::string good = Write("good.yaml", kDatabase);
  const std::string key = Write("key.yaml", "buckets: []\nbukets: []\n");
  const std::string call = Write("call.yaml", "calls:\n  - {service: glue, operation: X}\n");
  EXPECT_EQ(Check({key, good, call}),
            std::tuple(1, good + ": ok, 0 buckets, 0 objects, 1 call\n",
                       key +
                           ":2: an init file has no key 'bukets'; allowed are account, buckets, "
                           "calls, objects, region\n" +
                           call + ":2: glue has no operation 'X'\n"));
  EXPECT_EQ(Check({"/nonexistent.yaml"}),
            std::tuple(1, "", "/nonexistent.yaml: the file cannot be read\n"));
}

TEST_F(InitCommandTest, ADirectoryIsReadByName) {
  Write("b.yml", kDatabase);
  Write("a.json", "{}");
  Write("B.yaml", "");
  Write("notes.txt", "not: [an init file");
  std::filesystem::create_directory(folder_.path() / "c.yaml");
  Config config;
  config.init = {Write("z.yaml", ""), Write("first.conf", "region: eu-west-1\n")};
  std::filesystem::remove(config.init[0]);
  std::filesystem::create_directory(folder_.path() / "more");
  config.init[0] = (folder_.path() / "more/z.yaml").string();
  std::ofstream(config.init[0]) << "";
  config.init_dir = folder_.path().string();
  std::vector<std::string> names;
  for (const SeedFile& file : ReadInitFiles(config)) {
    names.push_back(std::filesystem::path(file.path).filename().string());
  }
  EXPECT_EQ(names, (std::vector<std::string>{"z.yaml", "first.conf", "B.yaml", "a.json", "b.yml"}));
}

TEST_F(InitCommandTest, EveryFileIsCheckedBeforeAnyRuns) {
  Config config;
  config.init = {Write("good.yaml", kDatabase),
                 Write("bad.yaml", "calls:\n  - {service: glue, operation: X}\n")};
  EXPECT_EQ(Refusal(config), config.init[1] + ":2: glue has no operation 'X'");
  config.init = {};
  EXPECT_EQ(Refusal(config), "");
}

TEST_F(InitCommandTest, TheServersAccountIsTheFiles) {
  Config config;
  config.account = "123456789012";
  config.region = "eu-west-1";
  config.init = {Write("a.yaml", "buckets:\n  - name: data-${account}-${region}\n")};
  EXPECT_EQ(ReadInitFiles(config)[0].buckets[0].name, "data-123456789012-eu-west-1");
}

}  // namespace
}  // namespace portside
