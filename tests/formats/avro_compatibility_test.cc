// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/avro_compatibility.h"

#include <gtest/gtest.h>

#include <string>

namespace portside {
namespace {

AvroDefinition Read(const std::string& text) {
  auto definition = AvroDefinition::Parse(Json::parse(text));
  EXPECT_TRUE(definition) << text << ": " << definition.error().message;
  return definition.value_or(AvroDefinition());
}

std::string Record(const std::string& fields) {
  return R"({"type":"record","name":"R","fields":[)" + fields + "]}";
}

struct Case {
  const char* reader;
  const char* writer;
  const char* reason;  // empty: it can be read
};

TEST(AvroCompatibility, PrimitivesAndTheirPromotions) {
  const char* const names[] = {"\"null\"",  "\"boolean\"", "\"int\"",   "\"long\"",
                               "\"float\"", "\"double\"",  "\"bytes\"", "\"string\""};
  // What each reads, by the numbers above.
  const std::string reads[] = {"0", "1", "2", "23", "234", "2345", "67", "67"};
  for (std::size_t reader = 0; reader < 8; ++reader) {
    for (std::size_t writer = 0; writer < 8; ++writer) {
      const bool fits = reads[reader].find(std::to_string(writer)) != std::string::npos;
      EXPECT_EQ(!FindAvroMisread(Read(names[reader]), Read(names[writer])), fits)
          << names[reader] << " reads " << names[writer];
    }
  }
}

TEST(AvroCompatibility, RulesOfEachType) {
  const Case cases[] = {
      {R"({"type":"array","items":"long"})", R"({"type":"array","items":"int"})", ""},
      {R"({"type":"array","items":"int"})", R"({"type":"array","items":"long"})",
       "/items: the reader's type int cannot read the writer's type long"},
      {R"({"type":"map","values":"string"})", R"({"type":"map","values":"bytes"})", ""},
      {R"({"type":"map","values":"int"})", R"({"type":"array","items":"int"})",
       ": the reader's type map cannot read the writer's type array"},
      {R"({"type":"fixed","name":"F","size":4})", R"({"type":"fixed","name":"F","size":4})", ""},
      {R"({"type":"fixed","name":"F","size":4})", R"({"type":"fixed","name":"F","size":5})",
       ": the sizes of fixed F are not the same"},
      {R"({"type":"fixed","name":"F","size":4})", R"({"type":"fixed","name":"G","size":4})",
       ": the reader's F is not the writer's G"},
      {R"({"type":"fixed","name":"F","size":4,"aliases":["G"]})",
       R"({"type":"fixed","name":"G","size":4})", ""},
      {R"({"type":"fixed","name":"a.F","size":4})", R"({"type":"fixed","name":"b.F","size":4})",
       ""},
      {R"({"type":"enum","name":"E","symbols":["A","B"]})",
       R"({"type":"enum","name":"E","symbols":["A"]})", ""},
      {R"({"type":"enum","name":"E","symbols":["A"]})",
       R"({"type":"enum","name":"E","symbols":["A","B"]})",
       ": the reader's enum E has no symbol B"},
      {R"({"type":"enum","name":"E","symbols":["A"],"default":"A"})",
       R"({"type":"enum","name":"E","symbols":["A","B"]})", ""},
  };
  for (const Case& each : cases) {
    EXPECT_EQ(FindAvroMisread(Read(each.reader), Read(each.writer)).value_or(""), each.reason)
        << each.reader << " reads " << each.writer;
  }
}

TEST(AvroCompatibility, Unions) {
  const Case cases[] = {
      {R"(["null","string"])", R"("string")", ""},
      {R"(["null","long"])", R"("int")", ""},
      {R"("string")", R"(["string"])", ""},
      {R"("string")", R"(["null","string"])",
       ": the reader's type string cannot read the writer's type null"},
      {R"(["null","string"])", R"("int")",
       ": the reader's union has no branch for the writer's type int"},
      {R"(["null","string","int"])", R"(["int","null"])", ""},
      {R"(["null","int"])", R"(["null","int","string"])",
       ": the reader's union has no branch for the writer's type string"},
  };
  for (const Case& each : cases) {
    EXPECT_EQ(FindAvroMisread(Read(each.reader), Read(each.writer)).value_or(""), each.reason)
        << each.reader << " reads " << each.writer;
  }
}

TEST(AvroCompatibility, Records) {
  const std::string a = R"({"name":"a","type":"int"})";
  const Case cases[] = {
      {R"({"name":"b","type":"int","default":0})", "", ""},
      {R"({"name":"b","type":"int"})", "",
       ": the reader's field b has no default, and the writer has no such field"},
      {"", R"({"name":"b","type":"int"})", ""},
      {R"({"name":"b","type":"string","aliases":["c"]})", R"({"name":"c","type":"string"})", ""},
      {R"({"name":"b","type":"int"})", R"({"name":"b","type":"string"})",
       "/b: the reader's type int cannot read the writer's type string"},
  };
  for (const Case& each : cases) {
    const auto with = [&](const std::string& more) {
      return Read(Record(more.empty() ? a : a + "," + more));
    };
    EXPECT_EQ(FindAvroMisread(with(each.reader), with(each.writer)).value_or(""), each.reason)
        << each.reader << " reads " << each.writer;
  }
}

TEST(AvroCompatibility, TypesThatHoldThemselves) {
  const auto list = [](const std::string& type) {
    return Read(
        Record(R"({"name":"value","type":")" + type + R"("},{"name":"next","type":["null","R"]})"));
  };
  EXPECT_FALSE(FindAvroMisread(list("long"), list("int")));
  EXPECT_TRUE(FindAvroMisread(list("int"), list("long")));
}

TEST(AvroCompatibility, NestedFieldsAreNamed) {
  const auto outer = [](const std::string& type) {
    return Read(R"({"type":"record","name":"O","fields":[{"name":"inner","type":)" +
                Record(R"({"name":"x","type":")" + type + R"("})") + "}]}");
  };
  EXPECT_EQ(FindAvroMisread(outer("int"), outer("string")).value_or(""),
            "/inner/x: the reader's type int cannot read the writer's type string");
}

// Each record holds the one before it. What holds the definitions is compared by nobody, because
// the other schema has no such field.
TEST(AvroCompatibility, WhatIsTooDeepIsRefused) {
  const auto chain = [](const std::string& holder, int length) {
    std::string branches = "\"null\"";
    for (int i = 0; i < length; ++i) {
      const std::string held = i == 0 ? "int" : "A" + std::to_string(i - 1);
      branches += R"(,{"type":"record","name":"A)" + std::to_string(i) +
                  R"(","fields":[{"name":"x","type":")" + held + R"("}]})";
    }
    return Read(Record(R"({"name":")" + holder + R"(","type":[)" + branches +
                       R"(],"default":null},{"name":"last","type":"A)" +
                       std::to_string(length - 1) + R"("})"));
  };
  EXPECT_FALSE(FindAvroMisread(chain("a", 200), chain("b", 200)));
  const std::string reason = FindAvroMisread(chain("a", 400), chain("b", 400)).value_or("");
  EXPECT_TRUE(reason.ends_with("the schemas are too large to be compared")) << reason;
}

}  // namespace
}  // namespace portside
