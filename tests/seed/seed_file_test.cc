// SPDX-License-Identifier: Apache-2.0

#include "portside/seed/seed_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/temporary_directory.h"

namespace portside {
namespace {

const SeedOwner kDefaults{"000000000000", "us-east-1"};

std::string Mistake(const std::string& text) {
  const auto file = ParseSeedFile("f.yaml", text, kDefaults);
  return file ? "" : file.error().Describe();
}

TEST(SeedFileTest, EverythingIsRead) {
  const auto file = ParseSeedFile("f.yaml", R"(
account: 000000000042
region: eu-west-1
buckets:
  - name: data-${account}-${region}
    region: us-west-2
    tags: {team: shop, version: 1.0}
objects:
  - {bucket: data, key: "in/$${x}.csv", text: "a,b\n", content_type: text/csv, metadata: {Run: 7}}
  - {bucket: data, key: b, base64: "AAEC\n/w=="}
  - {bucket: data, prefix: in/, directory: ./fixtures}
calls:
  - {service: glue, operation: GetDatabases}
  - service: personalize
    operation: CreateDatasetGroup
    account: "123456789012"
    input: {name: demo}
    as: group
    may_fail: true
    settle: false
)",
                                  kDefaults);
  ASSERT_TRUE(file) << file.error().Describe();
  ASSERT_EQ(file->buckets.size(), 1u);
  EXPECT_EQ(file->buckets[0].name, "data-000000000042-us-west-2");
  EXPECT_EQ(file->buckets[0].owner.account, "000000000042");
  EXPECT_EQ(file->buckets[0].tags.at("version"), "1.0");
  EXPECT_EQ(file->buckets[0].line, 5);
  ASSERT_EQ(file->objects.size(), 3u);
  EXPECT_EQ(file->objects[0].key, "in/${x}.csv");
  EXPECT_EQ(file->objects[0].content, "a,b\n");
  EXPECT_EQ(file->objects[0].attributes.content_type, "text/csv");
  EXPECT_EQ(file->objects[0].attributes.metadata.at("run"), "7");
  EXPECT_EQ(file->objects[1].content, std::string("\0\1\2\xff", 4));
  EXPECT_EQ(file->objects[2].source, SeedObject::Source::kDirectory);
  EXPECT_EQ(file->objects[2].key, "in/");
  ASSERT_EQ(file->calls.size(), 2u);
  EXPECT_TRUE(file->calls[0].settle);
  EXPECT_EQ(file->calls[0].input.ToJson(), Json::object());
  EXPECT_EQ(file->calls[1].line, 14);
  EXPECT_EQ(file->calls[1].owner.account, "123456789012");
  EXPECT_EQ(file->calls[1].owner.region, "eu-west-1");
  EXPECT_EQ(file->calls[1].as, "group");
  EXPECT_TRUE(file->calls[1].may_fail);
  EXPECT_FALSE(file->calls[1].settle);
}

TEST(SeedFileTest, WhatIsWrongHasItsLineAndWhatIsAllowed) {
  const std::pair<std::string, std::string> cases[] = {
      {"- 1\n", "f.yaml:1: an init file is a map, not a list"},
      {"account: 12\n", "f.yaml:1: '12' is not an account id: it has 12 digits"},
      {"region: EU\n",
       "f.yaml:1: 'EU' is not a region: lower-case letters, digits and hyphens, at most 25"},
      {"account: \"123456789012\"\nbukets: []\n",
       "f.yaml:2: an init file has no key 'bukets'; allowed are account, buckets, calls, objects, "
       "region"},
      {"buckets: {}\n", "f.yaml:1: buckets is a list, not a map"},
      {"buckets:\n  - data\n", "f.yaml:2: a bucket is a map, not \"data\""},
      {"buckets:\n  - {}\n", "f.yaml:2: a bucket needs a name"},
      {"buckets:\n  - name: [x]\n", "f.yaml:2: name is a text, not a list"},
      {"buckets:\n  - name: Data\n",
       "f.yaml:2: 'Data' is not a valid bucket name: 3 to 63 lower-case letters, digits, dots and "
       "hyphens."},
      {"buckets:\n  - name: data-${group.x}\n",
       "f.yaml:2: ${group.x} is unknown here: there are ${account} and ${region}"},
      {"buckets:\n  - name: data-${\n",
       "f.yaml:2: a ${ has no }; write $${ for the characters themselves"},
      {"buckets:\n  - name: data\n    tags: {AWS:x: y}\n",
       "f.yaml:3: tags that begin with aws: are AWS's"},
      {"buckets:\n  - name: data\n    tags:\n      a: [b]\n",
       "f.yaml:4: tags.a is a text, not a list"},
      {"objects:\n  - {bucket: data, key: k}\n",
       "f.yaml:2: an object needs one of text, base64, file and directory, not 0 of them"},
      {"objects:\n  - {bucket: data, key: k, text: a, file: b}\n",
       "f.yaml:2: an object needs one of text, base64, file and directory, not 2 of them"},
      {"objects:\n  - {bucket: data, text: a}\n", "f.yaml:2: an object needs a key"},
      {"objects:\n  - bucket: data\n    key: k\n    directory: d\n",
       "f.yaml:3: a directory has a prefix for its keys, not a key"},
      {"objects:\n  - bucket: data\n    text: a\n    prefix: k\n",
       "f.yaml:4: only a directory has a prefix"},
      {"objects:\n  - bucket: data\n    key: k\n    base64: A\n", "f.yaml:4: base64 is not Base64"},
      {"objects:\n  - {bucket: data, text: a, key: " + std::string(1025, 'k') + "}\n",
       "f.yaml:2: key has 1025 bytes; a key has at most 1024"},
      {"objects:\n  - {bucket: data, text: a, key: k, metadata: {a b: c}}\n",
       "f.yaml:2: metadata.a b is no header: its name has letters, digits and hyphens, its value "
       "one line"},
      {"objects:\n  - {bucket: data, text: a, key: k, metadata: {a: " + std::string(2048, 'x') +
           "}}\n",
       "f.yaml:2: metadata has 2049 bytes; S3 takes 2048"},
      {"calls:\n  - operation: X\n", "f.yaml:2: a call needs a service"},
      {"calls:\n  - {service: glue, operation: X, input: [1]}\n",
       "f.yaml:2: input is a map, not a list"},
      {"calls:\n  - {service: glue, operation: X, settle: maybe}\n",
       "f.yaml:2: settle is true or false, not \"maybe\""},
      {"calls:\n  - {service: glue, operation: X, as: region}\n",
       "f.yaml:2: 'region' is no name for an output: letters, digits, _ and -, beginning with a "
       "letter, and not account or region"},
      {"calls:\n  - {service: glue, operation: X, as: a}\n  - {service: glue, operation: X, as: a}"
       "\n",
       "f.yaml:3: an earlier call has the name 'a' already"},
  };
  for (const auto& [text, mistake] : cases) EXPECT_EQ(Mistake(text), mistake) << text;
}

class FixturesTest : public ::testing::Test {
 protected:
  void Write(const std::string& name, const std::string& text) {
    const std::filesystem::path path = folder_.path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  // The keys of the objects of a file with this one source, or the mistake.
  std::string KeysOf(const std::string& source) {
    Write("init.yaml", "objects:\n  - {bucket: data, " + source + "}\n");
    const std::string path = (folder_.path() / "init.yaml").string();
    const auto file = ReadSeedFile(path, kDefaults);
    if (!file) return "line " + std::to_string(file.error().line) + ": " + file.error().reason;
    std::string keys;
    for (const SeedObject& object : file->objects) keys += object.key + " ";
    return keys;
  }

  TemporaryDirectory folder_;
};

TEST_F(FixturesTest, ADirectoryIsItsFilesByName) {
  Write("in/b.csv", "b");
  Write("in/a/z.csv", "z");
  Write("in/a.csv", "a");
  EXPECT_EQ(KeysOf("prefix: p/, directory: ./in"), "p/a.csv p/a/z.csv p/b.csv ");
  EXPECT_EQ(KeysOf("key: one, file: in/a.csv"), "one ");
  EXPECT_EQ(KeysOf("directory: in/a"), "z.csv ");
}

TEST_F(FixturesTest, ALinkStaysBelowTheFolder) {
  namespace fs = std::filesystem;
  Write("in/a.csv", "a");
  fs::create_symlink("a.csv", folder_.path() / "in/b.csv");
  EXPECT_EQ(KeysOf("directory: in"), "a.csv b.csv ");
  fs::create_symlink("/etc/passwd", folder_.path() / "in/c.csv");
  EXPECT_EQ(KeysOf("directory: in"), "line 2: in/c.csv leads out of the folder of the init file");
  fs::remove(folder_.path() / "in/c.csv");
  fs::create_directory_symlink("..", folder_.path() / "in/up");
  EXPECT_EQ(KeysOf("directory: in"),
            "line 2: in/up is a link to a directory, which is not followed");
}

TEST_F(FixturesTest, WhatIsNotThereIsNamed) {
  Write("in/a.csv", "a");
  EXPECT_EQ(KeysOf("key: k, file: none"), "line 2: none cannot be read: No such file or directory");
  EXPECT_EQ(KeysOf("key: k, file: in"), "line 2: in is no file");
  EXPECT_EQ(KeysOf("directory: in/a.csv"), "line 2: in/a.csv is no directory");
  EXPECT_EQ(KeysOf("key: k, file: /etc/passwd").substr(0, 8), "line 2: ");
  EXPECT_NE(KeysOf("key: k, file: ../init.yaml").find("line 2: "), std::string::npos);
  const auto none = ReadSeedFile((folder_.path() / "none.yaml").string(), kDefaults);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().reason, "the file cannot be read");
}

}  // namespace
}  // namespace portside
