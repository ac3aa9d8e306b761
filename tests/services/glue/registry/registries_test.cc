// SPDX-License-Identifier: Apache-2.0

#include "services/glue/registry/registry_fixture.h"

namespace portside::glue {
namespace {

constexpr const char* kArn = "arn:aws:glue:us-east-1:000000000000:registry/r";

class RegistriesTest : public RegistryTest {};

TEST_F(RegistriesTest, ARegistryIsShownChangedAndListed) {
  EXPECT_EQ(
      Ok("CreateRegistry", {{"RegistryName", "r"}, {"Description", "d"}, {"Tags", {{"a", "b"}}}}),
      (Json{{"RegistryName", "r"},
            {"RegistryArn", kArn},
            {"Description", "d"},
            {"Tags", {{"a", "b"}}}}));
  const Json shown = Ok("GetRegistry", {{"RegistryId", {{"RegistryArn", kArn}}}});
  EXPECT_EQ(shown.at("Status"), "AVAILABLE");
  EXPECT_EQ(shown.at("CreatedTime"), shown.at("UpdatedTime"));
  EXPECT_EQ(shown.at("CreatedTime").get<std::string>().size(), 24U);  // with milliseconds
  EXPECT_EQ(Ok("ListRegistries").at("Registries"), Json::array({shown}));
  EXPECT_EQ(Ok("GetTags", {{"ResourceArn", kArn}}).at("Tags"), (Json{{"a", "b"}}));

  app().Advance(std::chrono::seconds(5));
  EXPECT_EQ(Ok("UpdateRegistry", {{"RegistryId", {{"RegistryName", "r"}}}, {"Description", "e"}}),
            (Json{{"RegistryName", "r"}, {"RegistryArn", kArn}}));
  const Json changed = Ok("GetRegistry", {{"RegistryId", {{"RegistryName", "r"}}}});
  EXPECT_EQ(changed.at("Description"), "e");
  EXPECT_GT(changed.at("UpdatedTime"), shown.at("UpdatedTime"));
}

TEST_F(RegistriesTest, RefusalsHaveTheRecordedTexts) {
  CreateRegistry();
  ExpectError("CreateRegistry", {{"RegistryName", "r"}}, "AlreadyExistsException",
              "Registry already exists. RegistryName: r");
  ExpectInvalid("CreateRegistry", {{"RegistryName", "a~b"}},
                "The parameter value contains one or more characters that are not valid. Parameter "
                "Name: registryName");
  ExpectInvalid("CreateRegistry", {{"RegistryName", std::string(256, 'a')}},
                "The resource name contains too many or too few characters. Parameter Name: "
                "registryName");
  ExpectMissing("GetRegistry", {{"RegistryId", {{"RegistryName", "x"}}}},
                "Registry is not found. RegistryName: x, RegistryArn: null");
  const std::string arn = std::string(kArn) + "x";
  ExpectMissing("GetRegistry", {{"RegistryId", {{"RegistryArn", arn}}}},
                "Registry is not found. RegistryName: null, RegistryArn: " + arn);
  ExpectInvalid("GetRegistry", {{"RegistryId", {{"RegistryName", "r"}, {"RegistryArn", kArn}}}},
                "One of registryName or registryArn has to be provided, both cannot be provided.");
  ExpectMissing("ListSchemas", {{"RegistryId", {{"RegistryName", "x"}}}},
                "Registry is not found. RegistryName: x");
}

TEST_F(RegistriesTest, DeletionTakesWhatIsInIt) {
  const std::string id = CreateSchema("NONE").at("SchemaVersionId");
  EXPECT_EQ(Ok("DeleteRegistry", {{"RegistryId", {{"RegistryName", "r"}}}}),
            (Json{{"RegistryName", "r"}, {"RegistryArn", kArn}, {"Status", "DELETING"}}));
  EXPECT_EQ(Ok("GetRegistry", {{"RegistryId", {{"RegistryName", "r"}}}}).at("Status"), "DELETING");
  ExpectMissing("CreateSchema", SchemaInput("NONE"), "Registry is not found. RegistryName: r");
  ExpectMissing("GetSchemaVersion", {{"SchemaVersionId", id}},
                "Schema version is not found. SchemaVersionId: " + id);
  app().Advance(std::chrono::seconds(1));
  ExpectMissing("GetRegistry", {{"RegistryId", {{"RegistryName", "r"}}}},
                "Registry is not found. RegistryName: r, RegistryArn: null");
  EXPECT_EQ(Ok("ListSchemas").at("Schemas"), Json::array());
}

TEST_F(RegistriesTest, ListsHavePagesAndTheQuotaHolds) {
  for (int i = 0; i < 100; ++i) Ok("CreateRegistry", {{"RegistryName", "r" + std::to_string(i)}});
  ExpectError("CreateRegistry", {{"RegistryName", "more"}}, "ResourceNumberLimitExceededException",
              "More registries cannot be created. The maximum limit has been reached.");
  const Json first = Ok("ListRegistries", {{"MaxResults", 99}});
  EXPECT_EQ(first.at("Registries").size(), 99U);
  const Json last =
      Ok("ListRegistries", {{"MaxResults", 99}, {"NextToken", first.at("NextToken")}});
  EXPECT_EQ(last.at("Registries").size(), 1U);
  EXPECT_FALSE(last.contains("NextToken"));
}

}  // namespace
}  // namespace portside::glue
