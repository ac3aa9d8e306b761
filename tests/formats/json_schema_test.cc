// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/json_schema.h"

#include <gtest/gtest.h>

#include <string>

namespace portside {
namespace {

TEST(JsonSchema, FlawsHaveTheirPlace) {
  const std::pair<const char*, const char*> cases[] = {
      {R"({"type":"object","properties":{"a":{"type":["string","null"]}},"required":["a"]})", ""},
      {"true", ""},
      {"{}", ""},
      {R"({"$schema":"http://json-schema.org/draft-07/schema#","unknown":1})", ""},
      {"1", "#: expected type: one of JsonObject or Boolean"},
      {R"({"type":"text"})", "#/type: unknown type: [text]"},
      {R"({"type":["text"]})", "#/type: unknown type: [text]"},
      {R"({"properties":{"a":{"type":1}}})", "#/properties/a/type: unknown type: [1]"},
      {R"({"properties":[]})", "#/properties: expected type: JsonObject"},
      {R"({"anyOf":{}})", "#/anyOf: expected type: JsonArray"},
      {R"({"required":"a"})", "#/required: expected type: JsonArray"},
      {R"({"items":[{"type":"x"}]})", "#/items/0/type: unknown type: [x]"},
      {R"({"$ref":1})", "#/$ref: expected type: String"},
  };
  for (const auto& [text, flaw] : cases) {
    EXPECT_EQ(FindJsonSchemaFlaw(Json::parse(text)).value_or(""), flaw) << text;
  }
}

}  // namespace
}  // namespace portside
