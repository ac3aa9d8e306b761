// SPDX-License-Identifier: Apache-2.0

#include "services/glue/registry/registry_fixture.h"

namespace portside::glue {
namespace {

constexpr const char* kArn = "arn:aws:glue:us-east-1:000000000000:schema/r/s";

class SchemasTest : public RegistryTest {};

TEST_F(SchemasTest, ASchemaIsShownWithItsNumbers) {
  Json made = CreateSchema("BACKWARD");
  EXPECT_EQ(made.at("SchemaVersionId").get<std::string>().size(), 36U);
  EXPECT_EQ(made.at("SchemaVersionStatus"), "AVAILABLE");
  made.erase("SchemaVersionId");
  made.erase("SchemaVersionStatus");
  const Json expected = {
      {"RegistryName", "r"},    {"RegistryArn", "arn:aws:glue:us-east-1:000000000000:registry/r"},
      {"SchemaName", "s"},      {"SchemaArn", kArn},
      {"DataFormat", "AVRO"},   {"Compatibility", "BACKWARD"},
      {"SchemaCheckpoint", 1},  {"LatestSchemaVersion", 1},
      {"NextSchemaVersion", 2}, {"SchemaStatus", "AVAILABLE"}};
  EXPECT_EQ(made, expected);
  Json shown = Ok("GetSchema", {{"SchemaId", {{"SchemaArn", kArn}}}});
  EXPECT_EQ(shown, Schema());
  const Json listed = Ok("ListSchemas", {{"RegistryId", {{"RegistryName", "r"}}}}).at("Schemas")[0];
  EXPECT_EQ(listed.at("CreatedTime"), shown.at("CreatedTime"));
  EXPECT_EQ(listed.at("SchemaStatus"), "AVAILABLE");
  shown.erase("CreatedTime");
  shown.erase("UpdatedTime");
  EXPECT_EQ(shown, expected);
}

TEST_F(SchemasTest, TheDefaultRegistryIsMadeOnDemand) {
  Json input = SchemaInput("NONE");
  input.erase("RegistryId");
  input["Tags"] = {{"a", "b"}};
  const Json made = Ok("CreateSchema", input);
  EXPECT_EQ(made.at("RegistryName"), "default-registry");
  EXPECT_EQ(made.at("Tags"), (Json{{"a", "b"}}));
  EXPECT_EQ(Ok("GetTags", {{"ResourceArn", made.at("SchemaArn")}}).at("Tags"), (Json{{"a", "b"}}));
  input["SchemaName"] = "t";
  Ok("CreateSchema", input);
  EXPECT_EQ(Ok("ListRegistries").at("Registries").size(), 1U);
  EXPECT_EQ(Ok("ListSchemas").at("Schemas").size(), 2U);
}

TEST_F(SchemasTest, RefusalsHaveTheRecordedTexts) {
  CreateSchema("NONE");
  ExpectError("CreateSchema", SchemaInput("NONE"), "AlreadyExistsException",
              "Schema already exists. SchemaName: s");
  const auto refused = [&](const char* member, const Json& value, const std::string& text) {
    Json input = SchemaInput("NONE", AvroRecord(), "AVRO", "t");
    input[member] = value;
    ExpectInvalid("CreateSchema", input, text);
  };
  refused("Compatibility", nullptr, "Compatibility is not valid.");
  refused("Compatibility", "SOME", "Compatibility is not valid.");
  refused("DataFormat", "XML", "Data format is not valid.");
  const std::string length =
      "The resource name contains too many or too few characters. Parameter Name: ";
  refused("SchemaDefinition", nullptr, length + "schemaDefinition");
  refused("SchemaDefinition", std::string(170'001, ' '), length + "schemaDefinition");
  refused("SchemaName", "a b",
          "The parameter value contains one or more characters that are not valid. Parameter Name: "
          "schemaName");
  refused(
      "SchemaDefinition", R"({"type":"record"})",
      "Schema definition of AVRO data format is invalid: No name in schema: {\"type\":\"record\"}");
  refused(
      "SchemaDefinition", "{",
      "Schema definition of AVRO data format is invalid: Unexpected end-of-input: expected close "
      "marker for Object (start marker at [Source: (String)\"{\"; line: 1, column: 1])\n at "
      "[Source: (String)\"{\"; line: 1, column: 2]");
  Json elsewhere = SchemaInput("NONE");
  elsewhere["RegistryId"]["RegistryName"] = "x";
  ExpectMissing("CreateSchema", elsewhere, "Registry is not found. RegistryName: x");
}

TEST_F(SchemasTest, AMissingSchemaIsNamedAsItWasAskedFor) {
  CreateRegistry();
  for (const char* operation :
       {"GetSchema", "DeleteSchema", "ListSchemaVersions", "UpdateSchema"}) {
    ExpectMissing(operation, {{"SchemaId", SchemaKey()}},
                  "Schema is not found. RegistryName: r, SchemaName: s, SchemaArn: null");
  }
  ExpectMissing(
      "GetSchema", {{"SchemaId", {{"SchemaArn", kArn}}}},
      std::string("Schema is not found. RegistryName: null, SchemaName: null, SchemaArn: ") + kArn);
  ExpectMissing("GetSchema", {{"SchemaId", {{"RegistryName", "x"}, {"SchemaName", "s"}}}},
                "Registry is not found. RegistryName: x");
  ExpectInvalid("GetSchema", {{"SchemaId", {{"SchemaName", "s"}}}},
                "At least one of (registryName and schemaName) or schemaArn has to be provided.");
  ExpectInvalid(
      "GetSchema", {{"SchemaId", {{"SchemaName", "s"}, {"SchemaArn", kArn}}}},
      "One of (registryName and schemaName) or schemaArn has to be provided, both cannot be "
      "provided.");
}

TEST_F(SchemasTest, AChangeOfCompatibilityNeedsACheckpoint) {
  CreateSchema("NONE");
  Register(AvroRecord(kOptional));
  ExpectInvalid("UpdateSchema", {{"SchemaId", SchemaKey()}, {"Compatibility", "FULL"}},
                "Schema version checkpoint is missing.");
  ExpectInvalid("UpdateSchema",
                {{"SchemaId", SchemaKey()},
                 {"Compatibility", "SOME"},
                 {"SchemaVersionNumber", {{"VersionNumber", 1}}}},
                "Compatibility is not valid.");
  EXPECT_EQ(Ok("UpdateSchema", {{"SchemaId", SchemaKey()},
                                {"Compatibility", "FULL"},
                                {"SchemaVersionNumber", {{"LatestVersion", true}}},
                                {"Description", "d"}}),
            (Json{{"RegistryName", "r"}, {"SchemaName", "s"}, {"SchemaArn", kArn}}));
  const Json shown = Schema();
  EXPECT_EQ(shown.at("Compatibility"), "FULL");
  EXPECT_EQ(shown.at("SchemaCheckpoint"), 2);
  EXPECT_EQ(shown.at("Description"), "d");
}

TEST_F(SchemasTest, DeletionTakesTheVersionsAndEnds) {
  CreateSchema("FULL_ALL");
  EXPECT_EQ(Register(AvroRecord(kOptional)).at("Status"), "PENDING");
  EXPECT_EQ(Ok("DeleteSchema", {{"SchemaId", SchemaKey()}}),
            (Json{{"SchemaArn", kArn}, {"SchemaName", "s"}, {"Status", "DELETING"}}));
  EXPECT_EQ(Schema().at("SchemaStatus"), "DELETING");
  ExpectMissing("RegisterSchemaVersion",
                {{"SchemaId", SchemaKey()}, {"SchemaDefinition", AvroRecord()}},
                "Schema is not found. RegistryName: r, SchemaName: s, SchemaArn: null");
  app().Advance(std::chrono::seconds(2));
  ExpectMissing("GetSchema", {{"SchemaId", SchemaKey()}},
                "Schema is not found. RegistryName: r, SchemaName: s, SchemaArn: null");
  // The next one of the name begins anew.
  EXPECT_EQ(Ok("CreateSchema", SchemaInput("NONE")).at("LatestSchemaVersion"), 1);
  EXPECT_EQ(Version({{"VersionNumber", 1}}).at("SchemaDefinition"), AvroRecord());
}

}  // namespace
}  // namespace portside::glue
