// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/datasets/schemas/schema_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portside::personalize {
namespace {

using ::testing::HasSubstr;

// "USER_ID" is a string; "PRICE:float", "GENRES:string?c": type, null allowed, categorical (t:
// textual).
AvroField Field(std::string_view text) {
  AvroField field;
  const std::size_t colon = text.find(':');
  field.name = text.substr(0, colon);
  if (colon == std::string_view::npos) return field;
  std::string_view rest = text.substr(colon + 1);
  for (const AvroType type : {AvroType::kString, AvroType::kLong, AvroType::kFloat,
                              AvroType::kDouble, AvroType::kInt, AvroType::kBoolean}) {
    if (rest.starts_with(AvroTypeName(type))) {
      field.type = type;
      rest.remove_prefix(AvroTypeName(type).size());
      break;
    }
  }
  field.nullable = rest.find('?') != std::string_view::npos;
  field.categorical = rest.find('c') != std::string_view::npos;
  field.textual = rest.find('t') != std::string_view::npos;
  return field;
}

AvroSchema Schema(std::initializer_list<std::string_view> fields) {
  AvroSchema schema;
  for (const std::string_view field : fields) schema.fields.push_back(Field(field));
  return schema;
}

struct Case {
  const char* type;
  const char* domain;
  std::initializer_list<std::string_view> fields;
  const char* error;  // "" where the schema is taken
};

TEST(SchemaRulesTest, KeepsTheRulesOfTypesAndDomains) {
  const Case cases[] = {
      {"INTERACTIONS", "", {"USER_ID", "ITEM_ID", "TIMESTAMP:long"}, ""},
      {"INTERACTIONS", "", {"USER_ID", "ITEM_ID", "TIMESTAMP:long", "SESSION_ID"}, ""},
      {"INTERACTIONS", "", {"USER_ID", "ITEM_ID"}, "needs the field 'TIMESTAMP' of type long"},
      {"INTERACTIONS", "", {"USER_ID", "ITEM_ID", "TIMESTAMP"}, "must be of type long, not string"},
      {"INTERACTIONS", "", {"USER_ID:string?", "ITEM_ID", "TIMESTAMP:long"}, "must not allow null"},
      {"INTERACTIONS",
       "",
       {"USER_ID", "ITEM_ID", "TIMESTAMP:long", "EVENT_TYPE:stringc"},
       "must not be categorical"},
      {"INTERACTIONS", "", {"USER_ID", "ITEM_ID", "TIMESTAMP:long", "EVENT_VALUE:float?"}, ""},
      {"INTERACTIONS",
       "",
       {"USER_ID", "ITEM_ID", "TIMESTAMP:long", "EVENT_VALUE:string"},
       "must be of type float"},
      {"INTERACTIONS",
       "",
       {"USER_ID", "ITEM_ID", "TIMESTAMP:long", "A", "B", "C", "D", "E", "F"},
       "at most 5 metadata fields; this one has 6"},
      {"INTERACTIONS",
       "ECOMMERCE",
       {"USER_ID", "ITEM_ID", "TIMESTAMP:long"},
       "in domain ECOMMERCE needs the field 'EVENT_TYPE'"},
      {"INTERACTIONS",
       "VIDEO_ON_DEMAND",
       {"USER_ID", "ITEM_ID", "TIMESTAMP:long", "EVENT_TYPE:string?"},
       "must not allow null"},
      {"INTERACTIONS",
       "VIDEO_ON_DEMAND",
       {"USER_ID", "ITEM_ID", "TIMESTAMP:long", "EVENT_TYPE"},
       ""},
      {"USERS", "", {"USER_ID", "memberClass"}, ""},
      {"USERS", "", {"USER_ID"}, "at least one metadata field beside USER_ID"},
      {"USERS", "VIDEO_ON_DEMAND", {"USER_ID", "SUBSCRIPTION_MODEL"}, "\"categorical\": true"},
      {"USERS", "", {"USER_ID", "BIO:stringt"}, "only a dataset of type ITEMS may"},
      {"ITEMS", "", {"ITEM_ID", "DESCRIPTION:stringt"}, ""},
      {"ITEMS", "", {"ITEM_ID", "CREATION_TIMESTAMP:long"}, ""},
      {"ITEMS", "", {"ITEM_ID", "CREATION_TIMESTAMP:string"}, "must be of type long"},
      {"ITEMS", "ECOMMERCE", {"ITEM_ID", "PRICE:float", "CATEGORY_L1:string?c"}, ""},
      {"ITEMS", "ECOMMERCE", {"ITEM_ID", "PRICE:double", "CATEGORY_L1:stringc"}, "of type float"},
      {"ITEMS", "ECOMMERCE", {"ITEM_ID", "PRICE:float"}, "needs the field 'CATEGORY_L1'"},
      {"ITEMS", "VIDEO_ON_DEMAND", {"ITEM_ID", "CREATION_TIMESTAMP:long", "GENRES:stringc"}, ""},
      {"ITEMS",
       "VIDEO_ON_DEMAND",
       {"ITEM_ID", "GENRES:stringc"},
       "needs the field 'CREATION_TIMESTAMP'"},
      {"ITEMS",
       "VIDEO_ON_DEMAND",
       {"ITEM_ID", "CREATION_TIMESTAMP:long", "GENRES:stringc", "PRODUCT_DESCRIPTION"},
       "\"textual\": true"},
      {"ACTIONS", "", {"ACTION_ID", "VALUE:long?"}, ""},
      {"ACTION_INTERACTIONS", "", {"USER_ID", "ACTION_ID", "EVENT_TYPE", "TIMESTAMP:long"}, ""},
      {"ACTION_INTERACTIONS",
       "",
       {"USER_ID", "ACTION_ID", "TIMESTAMP:long"},
       "needs the field 'EVENT_TYPE'"},
  };
  for (const Case& test : cases) {
    const SchemaCheck check =
        CheckSchemaForType(Schema(test.fields), *FindDatasetType(test.type), test.domain);
    const std::string label = std::string(test.type) + " " + test.domain + " " + test.error;
    ASSERT_EQ(check.has_value(), *test.error == '\0') << label;
    EXPECT_THAT(check ? "" : check.error(), HasSubstr(test.error)) << label;
  }
}

TEST(SchemaRulesTest, NamesStayUniqueWithoutUnderscoresAndCase) {
  EXPECT_TRUE(CheckSchemaForm(Schema({"GENRES_1", "GENRES_2"})));
  for (const char* other : {"GENRES1", "genres_1", "G_ENRES1"}) {
    const SchemaCheck check = CheckSchemaForm(Schema({"GENRES_1", other}));
    ASSERT_FALSE(check) << other;
    EXPECT_THAT(check.error(), HasSubstr(other));
  }
}

TEST(SchemaRulesTest, AFieldHasOneAttribute) {
  EXPECT_FALSE(CheckSchemaForm(Schema({"TEXT:stringct"})));
}

TEST(DatasetTypesTest, FindsTypesWithoutCase) {
  EXPECT_EQ(FindDatasetType("Interactions")->name, "INTERACTIONS");
  EXPECT_EQ(FindDatasetType("action_interactions")->name, "ACTION_INTERACTIONS");
  EXPECT_EQ(FindDatasetType("ActionInteractions"), nullptr);
  EXPECT_EQ(FindDatasetType(""), nullptr);
  EXPECT_EQ(FindDatasetTypeOfSchema("ActionInteractions")->name, "ACTION_INTERACTIONS");
  EXPECT_EQ(FindDatasetTypeOfSchema("users")->name, "USERS");
  EXPECT_EQ(FindDatasetTypeOfSchema("Movies"), nullptr);
}

}  // namespace
}  // namespace portside::personalize
