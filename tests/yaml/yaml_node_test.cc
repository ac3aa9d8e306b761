// SPDX-License-Identifier: Apache-2.0

#include "portside/yaml/yaml_node.h"

#include <gtest/gtest.h>

#include "portside/base/limits.h"

namespace portside {
namespace {

Json Read(const std::string& text, const std::string& file = "init.yaml") {
  const auto node = ReadYaml(file, text);
  EXPECT_TRUE(node) << (node ? "" : node.error().Describe());
  return node ? node->ToJson() : Json();
}

std::string Mistake(const std::string& text) {
  const auto node = ReadYaml("init.yaml", text);
  return node ? "" : node.error().Describe();
}

TEST(YamlNodeTest, PlainScalarsHaveTheTypesOfTheCoreSchema) {
  const std::pair<const char*, Json> cases[] = {
      {"null", Json()},
      {"~", Json()},
      {"", Json()},
      {"true", true},
      {"FALSE", false},
      {"12", 12},
      {"+12", 12},
      {"-7", -7},
      {"0x1F", 31},
      {"0o17", 15},
      {"007", 7},
      {"18446744073709551615", 18446744073709551615ULL},
      {"1.5", 1.5},
      {"-.5e3", -500.0},
      {"1.", 1.0},
      {"yes", "yes"},
      {"no", "no"},
      {"1_000", "1_000"},
      {"2024-01-31", "2024-01-31"},
      {"12:30", "12:30"},
      {"0x", "0x"},
      {"\"12\"", "12"},
      {"'true'", "true"},
      {"!!str 12", "12"},
  };
  for (const auto& [text, value] : cases) {
    EXPECT_EQ(Read(std::string("[") + text + (*text == '\0' ? "~]" : "]"))[0], value) << text;
  }
  EXPECT_EQ(Read("a:\n")["a"], Json());
}

TEST(YamlNodeTest, JsonIsReadAsYaml) {
  const std::string text =
      "{\n\t\"a\":[1,2.5,true,null,\"x\"],\n\t\"b\":{\"c\":\"\\/\\n\\u00e9\\ud83d\\ude00\"}\n}\n";
  EXPECT_EQ(Read(text, "init.json"), ParseJson(text).value());
}

TEST(YamlNodeTest, ValuesHaveTheirLines) {
  const auto node = ReadYaml("f", "a: 1\nb:\n  - x\n  - k: v\n");
  ASSERT_TRUE(node);
  const YamlNode* list = node->Find("b");
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(node->items[1].line, 2);
  EXPECT_EQ(list->items[0].value.line, 3);
  EXPECT_EQ(list->items[1].value.line, 4);
  EXPECT_EQ(node->Find("c"), nullptr);
}

TEST(YamlNodeTest, AnAliasStandsForItsAnchor) {
  EXPECT_EQ(Read("a: &x [1, 2]\nb: *x\n"), Json::parse(R"({"a":[1,2],"b":[1,2]})"));
}

TEST(YamlNodeTest, AnEmptyFileIsNothing) {
  EXPECT_EQ(Read(""), Json());
  EXPECT_EQ(Read("# only a comment\n"), Json());
}

TEST(YamlNodeTest, WhatIsWrongHasItsLine) {
  const std::pair<std::string, std::string> cases[] = {
      {"a: 1\nb: [1\n", "init.yaml:3: neither YAML nor JSON: end of sequence flow not found"},
      {"a: 1\n\tb: 2\n",
       "init.yaml:2: neither YAML nor JSON: illegal tab when looking for indentation"},
      {"a: 1\nb: 2\na: 3\n", "init.yaml:3: the key 'a' is there already, in line 1"},
      {"? [1]\n: 2\n", "init.yaml:1: a key must be a text"},
      {"~: 2\n", "init.yaml:1: a key must be a text"},
      {"a: .inf\n", "init.yaml:1: .inf is no number of JSON; quotes make it a text"},
      {"a: 1e999\n", "init.yaml:1: 1e999 is no number of JSON; quotes make it a text"},
      {"a: !!int 1\n",
       "init.yaml:1: the tag tag:yaml.org,2002:int is not known here; only !!str is"},
      {"a: !x {}\n", "init.yaml:1: the tag !x is not known here; only !!str is"},
      {"a: 1\n---\nb: 2\n", "init.yaml:3: a file has one document"},
      {"a: &x [*x]\n", "init.yaml:1: an alias cannot be part of its own anchor"},
      {"a: *x\n", "init.yaml:1: neither YAML nor JSON: the referenced anchor is not defined"},
      {"a: 1\nb: \xff\n", "init.yaml:2: the file is not UTF-8"},
  };
  for (const auto& [text, mistake] : cases) EXPECT_EQ(Mistake(text), mistake) << text;
}

TEST(YamlNodeTest, HostileFilesAreRefused) {
  EXPECT_EQ(Mistake("a:\n  " + std::string(65, '[') + std::string(65, ']')),
            "init.yaml:2: lists and maps are nested more than 64 deep");
  EXPECT_NE(Mistake(std::string(100'000, '[')), "");
  EXPECT_NE(Mistake(std::string(100'000, '{')), "");
  // Ten of ten of ten …
  std::string laughs = "a0: &a0 x\n";
  for (int i = 1; i < 10; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 1; j < 10; ++j) laughs += ", " + before;
    laughs += "]\n";
  }
  EXPECT_EQ(Mistake(laughs),
            "init.yaml:6: the file has more than 200000 values (an alias counts as all that it "
            "stands for)");
  std::string texts = "a: &a " + std::string(1'000'000, 'x') + "\nb: [*a";
  for (int i = 0; i < 40; ++i) texts += ", *a";
  EXPECT_EQ(Mistake(texts + "]\n"),
            "init.yaml:2: the texts of the file have more than 33554432 bytes (an alias counts as "
            "all that it stands for)");
  EXPECT_EQ(Mistake(std::string(limits::kYamlFileBytes + 1, ' ')),
            "init.yaml: the file has 8388609 bytes; at most 8388608 are read (put large objects "
            "into files beside it)");
}

}  // namespace
}  // namespace portside
