// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/avro_definition.h"

#include <gtest/gtest.h>

#include <string>

namespace portside {
namespace {

std::string ErrorOf(const std::string& text) {
  const auto definition = AvroDefinition::Parse(Json::parse(text));
  return definition ? "" : definition.error().message;
}

TEST(AvroDefinition, NamesHaveNamespaces) {
  const auto definition = AvroDefinition::Parse(Json::parse(
      R"({"type":"record","name":"Outer","namespace":"a.b","aliases":["Old","c.Older"],"fields":[
          {"name":"e","type":{"type":"enum","name":"E","symbols":["X"]}},
          {"name":"again","type":"E"},{"name":"by_full_name","type":["null","a.b.Outer"]}]})"));
  ASSERT_TRUE(definition) << definition.error().message;
  const AvroNode& root = definition->nodes[definition->root];
  EXPECT_EQ(root.name, "a.b.Outer");
  EXPECT_EQ(root.aliases, (std::vector<std::string>{"a.b.Old", "c.Older"}));
  ASSERT_EQ(root.fields.size(), 3U);
  EXPECT_EQ(root.fields[0].type, root.fields[1].type);
  EXPECT_EQ(definition->nodes[root.fields[0].type].name, "a.b.E");
  EXPECT_EQ(SimpleName(root.name), "Outer");
}

TEST(AvroDefinition, WhatIsNoSchemaIsSaidAsAvroDoes) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"type":"record"})", R"(No name in schema: {"type":"record"})"},
      {R"({"name":"x"})", R"(No type: {"name":"x"})"},
      {R"({"type":"text"})", "Type not supported: text"},
      {R"("User")", R"(Undefined name: "User")"},
      {"1", "Schema not yet supported: 1"},
      {R"({"type":"record","name":"R"})", R"(Record has no fields: {"name":"R","type":"record"})"},
      {R"({"type":"record","name":"1R","fields":[]})", "Illegal initial character: 1R"},
      {R"({"type":"record","name":"R-S","fields":[]})", "Illegal character in: R-S"},
      {R"({"type":"record","name":"R","fields":[{"name":"a"}]})", R"(No field type: {"name":"a"})"},
      {R"({"type":"record","name":"R","fields":[{"type":"int"}]})",
       R"(No field name: {"type":"int"})"},
      {R"({"type":"record","name":"R","fields":[{"name":"a","type":"int"},)"
       R"({"name":"a","type":"int"}]})",
       "Duplicate field a in record R"},
      {R"({"type":"record","name":"R","fields":[{"name":"a","type":"foo"}]})",
       R"("foo" is not a defined name. The type of the "a" field must be a defined name or a )"
       R"({"type": ...} expression.)"},
      {R"({"type":"record","name":"R","fields":[{"name":"a","type":"int","default":"x"}]})",
       R"(Invalid default for field a: "x" not a "int")"},
      {R"({"type":"enum","name":"E"})", R"(Enum has no symbols: {"name":"E","type":"enum"})"},
      {R"({"type":"enum","name":"E","symbols":["A","A"]})", "Duplicate enum symbol: A"},
      {R"({"type":"enum","name":"E","symbols":["A"],"default":"B"})",
       R"(The Enum Default: "B" is not in the enum symbol set: ["A"])"},
      {R"({"type":"fixed","name":"F"})", R"(Invalid or no size: {"name":"F","type":"fixed"})"},
      {R"({"type":"array"})", R"(Array has no items type: {"type":"array"})"},
      {R"({"type":"map"})", R"(Map has no values type: {"type":"map"})"},
      {R"(["int","int"])", "Duplicate in union:int"},
      {R"(["int",["null"]])", R"(Nested union: ["int",["null"]])"},
      {R"([{"type":"fixed","name":"F","size":1},{"type":"fixed","name":"F","size":1}])",
       "Can't redefine: F"},
      {R"({"type":"fixed","name":"int","size":1})",
       "Schemas may not be named after primitives: int"},
  };
  for (const auto& [text, error] : cases) EXPECT_EQ(ErrorOf(text), error) << text;
}

TEST(AvroDefinition, DefaultsFitTheirTypes) {
  const auto field = [](const std::string& type, const std::string& value) {
    return ErrorOf(R"({"type":"record","name":"R","fields":[{"name":"a","type":)" + type +
                   R"(,"default":)" + value + "}]}");
  };
  const std::tuple<const char*, const char*, bool> cases[] = {
      {R"("null")", "null", true},
      {R"(["null","string"])", "null", true},
      {R"(["null","string"])", R"("x")", true},
      {R"(["null","string"])", "1", false},
      {R"("int")", "2147483647", true},
      {R"("int")", "2147483648", false},
      {R"("long")", "2147483648", true},
      {R"("long")", "9223372036854775808", false},
      {R"("double")", "1.5", true},
      {R"("bytes")", R"("\u00ff")", true},
      {R"({"type":"array","items":"int"})", "[1]", true},
      {R"({"type":"array","items":"int"})", R"(["x"])", false},
      {R"({"type":"map","values":"int"})", R"({"k":1})", true},
      {R"({"type":"record","name":"I","fields":[{"name":"x","type":"int"}]})", R"({"x":1})", true},
      {R"({"type":"record","name":"I","fields":[{"name":"x","type":"int"}]})", "{}", false},
      {R"({"type":"record","name":"I","fields":[{"name":"x","type":"int","default":1}]})", "{}",
       true},
  };
  for (const auto& [type, value, fits] : cases) {
    EXPECT_EQ(field(type, value).empty(), fits) << type << " " << value << field(type, value);
  }
}

// Two records that hold each other in unions have as many ways through a value as it has levels.
TEST(AvroDefinition, HostileDefaultsEnd) {
  std::string value = "1";
  for (int depth = 0; depth < 50; ++depth) value = R"({"f":)" + value + "}";
  const std::string text =
      R"({"type":"record","name":"R","fields":[{"name":"a","type":{"type":"record","name":"A",
      "fields":[{"name":"f","type":["null","A",{"type":"record","name":"B","fields":[
      {"name":"f","type":["null","A","B"]}]}]}]}},{"name":"d","type":["null","A","B"],"default":)" +
      value + "}]}";
  EXPECT_FALSE(ErrorOf(text).empty());
}

}  // namespace
}  // namespace portside
