// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/avro_schema.h"

#include <gtest/gtest.h>

#include "portside/base/limits.h"

namespace portside {
namespace {

std::string SchemaOf(const std::string& fields) {
  return R"({"type":"record","name":"Items","namespace":"com.amazonaws.personalize.schema",)"
         R"("fields":[)" +
         fields + R"(],"version":"1.0"})";
}

TEST(AvroSchema, ReadsTheGuidesInteractionsSchema) {
  const auto schema = AvroSchema::Parse(R"({
    "type": "record",
    "name": "Interactions",
    "namespace": "com.amazonaws.personalize.schema",
    "fields": [
      {"name": "USER_ID", "type": "string"},
      {"name": "EVENT_VALUE", "type": ["float", "null"]},
      {"name": "DEVICE", "type": ["null", "string"], "categorical": true},
      {"name": "TIMESTAMP", "type": "long"}
    ],
    "version": "1.0"
  })");

  ASSERT_TRUE(schema) << schema.error().Describe();
  EXPECT_EQ(schema->name, "Interactions");
  EXPECT_EQ(schema->record_namespace, "com.amazonaws.personalize.schema");
  ASSERT_EQ(schema->fields.size(), 4U);
  EXPECT_EQ(schema->fields[0].type, AvroType::kString);
  EXPECT_FALSE(schema->fields[0].nullable);
  EXPECT_EQ(schema->fields[1].type, AvroType::kFloat);
  EXPECT_TRUE(schema->fields[1].nullable);
  EXPECT_TRUE(schema->fields[2].nullable);
  EXPECT_TRUE(schema->fields[2].categorical);
  EXPECT_FALSE(schema->fields[2].textual);
  EXPECT_EQ(schema->fields[3].name, "TIMESTAMP");
}

TEST(AvroSchema, FindsFieldsByTheirExactName) {
  const auto schema = AvroSchema::Parse(SchemaOf(R"({"name":"memberClass","type":"int"})"));
  ASSERT_TRUE(schema);
  EXPECT_EQ(schema->Find("memberClass"), &schema->fields[0]);
  EXPECT_EQ(schema->Find("MEMBERCLASS"), nullptr);
}

TEST(AvroSchema, TakesASchemaWithoutNamespace) {
  const auto schema =
      AvroSchema::Parse(R"({"type":"record","name":"Users","fields":[{"name":"A","type":"int"}]})");
  ASSERT_TRUE(schema);
  EXPECT_EQ(schema->record_namespace, "");
}

struct TypeCase {
  const char* json;
  AvroType type;
  bool nullable;
};

TEST(AvroSchema, TakesEveryPrimitiveAndItsUnionWithNull) {
  const TypeCase cases[] = {
      {R"("boolean")", AvroType::kBoolean, false},
      {R"("int")", AvroType::kInt, false},
      {R"("long")", AvroType::kLong, false},
      {R"("float")", AvroType::kFloat, false},
      {R"("double")", AvroType::kDouble, false},
      {R"("string")", AvroType::kString, false},
      {R"("null")", AvroType::kNull, true},
      {R"(["null"])", AvroType::kNull, true},
      {R"(["string"])", AvroType::kString, false},
      {R"(["null","double"])", AvroType::kDouble, true},
      {R"(["double","null"])", AvroType::kDouble, true},
  };
  for (const TypeCase& expected : cases) {
    const auto schema =
        AvroSchema::Parse(SchemaOf(std::string(R"({"name":"A","type":)") + expected.json + "}"));
    ASSERT_TRUE(schema) << expected.json << ": " << schema.error().Describe();
    EXPECT_EQ(schema->fields[0].type, expected.type) << expected.json;
    EXPECT_EQ(schema->fields[0].nullable, expected.nullable) << expected.json;
  }
}

struct RefusedCase {
  std::string json;
  const char* message;
};

TEST(AvroSchema, SaysWhatIsWrongWithADocument) {
  const RefusedCase cases[] = {
      {"", "schema is not valid JSON"},
      {"{", "schema is not valid JSON"},
      {std::string(1000, '['), "schema is not valid JSON"},
      {"\"sth\"", R"(schema must be a JSON object whose "type" is "record")"},
      {"[]", R"(schema must be a JSON object whose "type" is "record")"},
      {R"({"type":"enum"})", R"(schema must be a JSON object whose "type" is "record")"},
      {R"({"type":"record","fields":[]})",
       R"(schema: "name" must be a string of letters, digits and underscores that does not begin)"
       " with a digit"},
      {R"({"type":"record","name":"A","namespace":1})", R"(schema: "namespace" must be a string)"},
      {R"({"type":"record","name":"A"})",
       R"(schema: "fields" must be a list of at least one field)"},
      {SchemaOf(""), R"(schema: "fields" must be a list of at least one field)"},
      {SchemaOf("1"), "field 1 must be an object"},
  };
  for (const RefusedCase& refused : cases) {
    const auto schema = AvroSchema::Parse(refused.json);
    ASSERT_FALSE(schema) << refused.json;
    EXPECT_EQ(schema.error().Describe(), refused.message) << refused.json;
  }
}

TEST(AvroSchema, SaysWhatIsWrongWithAField) {
  const std::string allowed =
      "boolean, int, long, float, double, string, null, or a union of one of these with null";
  const std::pair<std::string, std::string> cases[] = {
      {R"({"type":"int"})",
       R"(field 1: "name" must be a string of letters, digits and underscores that does not begin)"
       " with a digit"},
      {R"({"name":"1A","type":"int"})",
       R"(field 1: "name" must be a string of letters, digits and underscores that does not begin)"
       " with a digit"},
      {R"({"name":"A"})", R"(field "A" has no "type"; use )" + allowed},
      {R"({"name":"A","type":"bytes"})",
       R"(field "A": type "bytes" is not supported; use )" + allowed},
      {R"({"name":"A","type":{"type":"array","items":"string"}})",
       R"(field "A": type {"items":"string","type":"array"} is not supported; use )" + allowed},
      {R"({"name":"A","type":[]})", R"(field "A": the union [] is not supported; use )" + allowed},
      {R"({"name":"A","type":["null","null"]})",
       R"(field "A": the union ["null","null"] is not supported; use )" + allowed},
      {R"({"name":"A","type":["null","int","string"]})",
       R"(field "A": the union ["null","int","string"] is not supported; use )" + allowed},
      {R"({"name":"A","type":["null",["int"]]})",
       R"(field "A": type ["int"] is not supported; use )" + allowed},
      {R"({"name":"A","type":"string","categorical":"true"})",
       R"(field "A": "categorical" must be true or false, not "true")"},
      {R"({"name":"A","type":"int","textual":true})",
       R"(field "A": only a field of type string can be textual)"},
      {R"({"name":"A","type":"string","textual":true},{"name":"B","type":"string","textual":true})",
       R"(field "B": only one field can be textual)"},
  };
  for (const auto& [fields, message] : cases) {
    const auto schema = AvroSchema::Parse(SchemaOf(fields));
    ASSERT_FALSE(schema) << fields;
    EXPECT_EQ(schema.error().Describe(), message) << fields;
  }
}

TEST(AvroSchema, NamesMustDifferInMoreThanUnderscores) {
  const auto schema = AvroSchema::Parse(SchemaOf(
      R"({"name":"GENRES_FIELD_1","type":"string"},{"name":"GENRESFIELD1","type":"string"})"));
  ASSERT_FALSE(schema);
  EXPECT_EQ(schema.error().Describe(),
            R"(field "GENRESFIELD1": the name is the same as "GENRES_FIELD_1" after dropping )"
            "underscores; names must be unique");

  EXPECT_TRUE(AvroSchema::Parse(
      SchemaOf(R"({"name":"AGE_1","type":"int"},{"name":"AGE_2","type":"int"})")));
}

TEST(AvroSchema, BoundsTheNumberOfFields) {
  std::string fields;
  for (std::size_t i = 0; i <= limits::kCsvColumns; ++i) {
    fields += (i == 0 ? "" : ",") + std::string(R"({"name":"F)") + std::to_string(i) +
              R"(","type":"int"})";
  }
  const auto schema = AvroSchema::Parse(SchemaOf(fields));
  ASSERT_FALSE(schema);
  EXPECT_EQ(schema.error().Describe(), "schema: more than 4096 fields");
}

TEST(AvroTypeName, IsTheNameInTheSchema) {
  EXPECT_EQ(AvroTypeName(AvroType::kBoolean), "boolean");
  EXPECT_EQ(AvroTypeName(AvroType::kLong), "long");
}

struct ValueCase {
  AvroType type;
  std::vector<const char*> values;
  std::vector<const char*> others;
};

TEST(IsAvroValue, TakesWhatTheTypeHolds) {
  const ValueCase cases[] = {
      {AvroType::kNull, {}, {"", "null", "0"}},
      {AvroType::kBoolean, {"true", "false"}, {"", "True", "FALSE", "1", "true "}},
      {AvroType::kInt,
       {"0", "-1", "007", "2147483647", "-2147483648"},
       {"", "-", "2147483648", "-2147483649", "1.0", "1e3", " 1", "1 ", "0x1", "1,000", "ten"}},
      {AvroType::kLong,
       {"0", "1586731606", "9223372036854775807", "-9223372036854775808"},
       {"", "9223372036854775808", "1586731606.0", "1.5e9", "--1"}},
      {AvroType::kFloat,
       {"0", "-0", "1.5", ".5", "5.", "1e3", "-1.25E-7", "3.4e38"},
       {"", ".", "1e", "e5", "3.5e38", "nan", "NaN", "inf", "-Infinity", "1.5f", "1,5", "0x1p3"}},
      {AvroType::kDouble, {"3.5e38", "1.7e308", "12"}, {"", "1e400", "nan", "1 2"}},
      {AvroType::kString, {"a", " ", "0"}, {""}},
  };
  for (const ValueCase& expected : cases) {
    for (const char* text : expected.values) {
      EXPECT_TRUE(IsAvroValue(expected.type, text)) << AvroTypeName(expected.type) << ' ' << text;
    }
    for (const char* text : expected.others) {
      EXPECT_FALSE(IsAvroValue(expected.type, text)) << AvroTypeName(expected.type) << ' ' << text;
    }
  }
}

}  // namespace
}  // namespace portside
