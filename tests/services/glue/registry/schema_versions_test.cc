// SPDX-License-Identifier: Apache-2.0

#include "services/glue/registry/registry_fixture.h"

namespace portside::glue {
namespace {

using namespace std::chrono_literals;

class SchemaVersionsTest : public RegistryTest {};

// What becomes of a version with these fields besides the first one's, under each mode; the first
// version has an optional field or none.
TEST_F(SchemaVersionsTest, EachModeRefusesWhatItIsFor) {
  struct Case {
    const char* mode;
    const char* before;
    const char* after;
    const char* status;
  };
  const Case cases[] = {
      {"NONE", "", R"({"name":"age","type":"int"})", "AVAILABLE"},
      {"BACKWARD", "", kOptional, "AVAILABLE"},
      {"BACKWARD", "", kRequired, "FAILURE"},
      {"BACKWARD", kRequired, "", "AVAILABLE"},
      {"FORWARD", "", kRequired, "AVAILABLE"},
      {"FORWARD", kRequired, "", "FAILURE"},
      {"FORWARD", kOptional, "", "AVAILABLE"},
      {"FULL", "", kOptional, "AVAILABLE"},
      {"FULL", "", kRequired, "FAILURE"},
      {"FULL", kRequired, "", "FAILURE"},
      {"BACKWARD_ALL", "", kOptional, "AVAILABLE"},
      {"BACKWARD_ALL", "", kRequired, "FAILURE"},
      {"FORWARD_ALL", kRequired, "", "FAILURE"},
      {"FORWARD_ALL", "", kRequired, "AVAILABLE"},
      {"FULL_ALL", "", kOptional, "AVAILABLE"},
      {"FULL_ALL", "", kRequired, "FAILURE"},
  };
  int count = 0;
  for (const Case& each : cases) {
    const std::string registry = "m" + std::to_string(count++);
    Ok("CreateRegistry", {{"RegistryName", registry}});
    Json input = SchemaInput(each.mode, AvroRecord(each.before));
    input["RegistryId"]["RegistryName"] = registry;
    Ok("CreateSchema", input);
    const Json key = {{"RegistryName", registry}, {"SchemaName", "s"}};
    const Json registered = Ok("RegisterSchemaVersion",
                               {{"SchemaId", key}, {"SchemaDefinition", AvroRecord(each.after)}});
    const bool waits = std::string_view(each.mode).ends_with("_ALL");
    EXPECT_EQ(registered.at("Status"), waits ? "PENDING" : each.status) << each.mode << each.after;
    app().Advance(2s);
    const Json version =
        Ok("GetSchemaVersion", {{"SchemaVersionId", registered.at("SchemaVersionId")}});
    EXPECT_EQ(version.at("Status"), each.status)
        << each.mode << " " << each.before << " then " << each.after;
  }
}

TEST_F(SchemaVersionsTest, AllMeansEverySinceTheCheckpoint) {
  CreateSchema("BACKWARD", AvroRecord(kRequired));
  // The last one can be read, the first one cannot.
  Register(AvroRecord());
  const std::string text = AvroRecord(R"({"name":"age","type":"string","default":""})");
  Ok("UpdateSchema", {{"SchemaId", SchemaKey()},
                      {"Compatibility", "BACKWARD_ALL"},
                      {"SchemaVersionNumber", {{"VersionNumber", 1}}}});
  Register(text);
  app().Advance(2s);
  EXPECT_EQ(Version({{"VersionNumber", 3}}).at("Status"), "FAILURE");
  Ok("UpdateSchema", {{"SchemaId", SchemaKey()}, {"SchemaVersionNumber", {{"VersionNumber", 2}}}});
  Register(AvroRecord(R"({"name":"age","type":"string","default":"x"})"));
  app().Advance(2s);
  EXPECT_EQ(Version({{"VersionNumber", 4}}).at("Status"), "AVAILABLE");
  EXPECT_EQ(Version({{"LatestVersion", true}}).at("VersionNumber"), 4);
}

TEST_F(SchemaVersionsTest, AFailedVersionIsKeptAndCounted) {
  CreateSchema("BACKWARD");
  const Json failed = Register(AvroRecord(kRequired));
  EXPECT_EQ(failed.at("VersionNumber"), 2);
  EXPECT_EQ(failed.at("Status"), "FAILURE");
  EXPECT_EQ(Register(AvroRecord(kRequired)), failed);
  EXPECT_EQ(Schema().at("LatestSchemaVersion"), 2);
  EXPECT_EQ(Schema().at("NextSchemaVersion"), 3);
  EXPECT_EQ(Version({{"LatestVersion", true}}).at("VersionNumber"), 1);
  EXPECT_EQ(Register(AvroRecord(kOptional)).at("VersionNumber"), 3);
}

TEST_F(SchemaVersionsTest, TheSameDefinitionIsTheSameVersion) {
  const Json made = CreateSchema("BACKWARD");
  const Json again = Register(
      R"( {"name": "User", "fields": [{"type": "string", "name": "id"}], "type": "record"})");
  EXPECT_EQ(again.at("SchemaVersionId"), made.at("SchemaVersionId"));
  EXPECT_EQ(again.at("VersionNumber"), 1);
  const Json found = Ok("GetSchemaByDefinition",
                        {{"SchemaId", SchemaKey()}, {"SchemaDefinition", " " + AvroRecord()}});
  EXPECT_EQ(found.at("SchemaVersionId"), made.at("SchemaVersionId"));
  EXPECT_EQ(found.at("DataFormat"), "AVRO");
  EXPECT_EQ(found.at("Status"), "AVAILABLE");
  ExpectMissing("GetSchemaByDefinition",
                {{"SchemaId", SchemaKey()}, {"SchemaDefinition", AvroRecord(kOptional)}},
                "Schema version is not found. RegistryName: r, SchemaName: s, SchemaArn: null");
}

TEST_F(SchemaVersionsTest, AVersionIsReadInThreeWays) {
  const Json made = CreateSchema("NONE", " " + AvroRecord());
  const Json version = Ok("GetSchemaVersion", {{"SchemaVersionId", made.at("SchemaVersionId")}});
  EXPECT_EQ(version.at("SchemaDefinition"), " " + AvroRecord());
  EXPECT_EQ(version.at("DataFormat"), "AVRO");
  EXPECT_EQ(version.at("SchemaArn"), made.at("SchemaArn"));
  EXPECT_EQ(version, Version({{"VersionNumber", 1}}));
  EXPECT_EQ(version, Version({{"LatestVersion", true}}));
  Json listed = Ok("ListSchemaVersions", {{"SchemaId", SchemaKey()}}).at("Schemas").at(0);
  listed["SchemaDefinition"] = version.at("SchemaDefinition");
  listed["DataFormat"] = "AVRO";
  EXPECT_EQ(listed, version);
}

TEST_F(SchemaVersionsTest, RefusalsHaveTheirTexts) {
  const Json made = CreateSchema("DISABLED");
  ExpectInvalid(
      "RegisterSchemaVersion",
      {{"SchemaId", SchemaKey()}, {"SchemaDefinition", AvroRecord(kOptional)}},
      "Compatibility DISABLED does not allow versioning. SchemaId: SchemaId(schemaArn=null, "
      "schemaName=s, registryName=r)");
  const auto read = [&](const Json& number) {
    return Json{{"SchemaId", SchemaKey()}, {"SchemaVersionNumber", number}};
  };
  const std::string missing =
      "Schema version is not found. RegistryName: r, SchemaName: s, SchemaArn: null, ";
  ExpectMissing("GetSchemaVersion", read({{"VersionNumber", 7}}),
                missing + "VersionNumber: 7, isLatestVersion: false");
  const std::string id = "00000000-0000-0000-0000-000000000000";
  ExpectMissing("GetSchemaVersion", {{"SchemaVersionId", id}},
                "Schema version is not found. SchemaVersionId: " + id);
  ExpectInvalid("GetSchemaVersion", read({{"VersionNumber", 1}, {"LatestVersion", true}}),
                "Only one of VersionNumber or LatestVersion is required.");
  ExpectInvalid("GetSchemaVersion", read(Json::object()),
                "One of version number (or) latest version is required.");
  ExpectInvalid("GetSchemaVersion", Json::object(),
                "At least one of (registryName and schemaName) or schemaArn has to be provided.");
  ExpectInvalid("GetSchemaVersion",
                {{"SchemaVersionId", made.at("SchemaVersionId")}, {"SchemaId", SchemaKey()}},
                "No other input parameters can be specified when fetching by SchemaVersionId.");
}

TEST_F(SchemaVersionsTest, VersionsAreDeletedButForTheCheckpoint) {
  CreateSchema("NONE");
  for (const char* type : {"int", "long", "float"}) {
    Register(AvroRecord(std::string(R"({"name":"x","type":")") + type + R"("})"));
  }
  const auto remove = [&](const std::string& versions) {
    return Json{{"SchemaId", SchemaKey()}, {"Versions", versions}};
  };
  for (const char* versions : {"1", "1-3"}) {
    ExpectInvalid("DeleteSchemaVersions", remove(versions), "Cannot delete checkpoint version.");
  }
  ExpectInvalid(
      "DeleteSchemaVersions", remove("5-3"),
      "Versions must be a range that ends behind its start and has at most 1000 numbers.");
  ExpectInvalid("DeleteSchemaVersions", remove("2-99999999999999999999"),
                "Versions must be a number or a range of numbers, like 5-8.");
  EXPECT_EQ(Ok("DeleteSchemaVersions", remove("3-5")).at("SchemaVersionErrors"),
            Json::array({{{"VersionNumber", 5},
                          {"ErrorDetails",
                           {{"ErrorCode", "ResourceNotFoundException"},
                            {"ErrorMessage", "Version number not found"}}}}}));
  EXPECT_EQ(Version({{"VersionNumber", 4}}).at("Status"), "DELETING");
  EXPECT_EQ(Version({{"LatestVersion", true}}).at("VersionNumber"), 2);
  EXPECT_EQ(Schema().at("LatestSchemaVersion"), 2);
  app().Advance(1s);
  EXPECT_EQ(Ok("ListSchemaVersions", {{"SchemaId", SchemaKey()}}).at("Schemas").size(), 2U);
  // Numbers are not given again.
  EXPECT_EQ(Register(AvroRecord(R"({"name":"x","type":"float"})")).at("VersionNumber"), 5);
  EXPECT_EQ(Ok("DeleteSchemaVersions", remove("2")).at("SchemaVersionErrors"), Json::array());
}

TEST_F(SchemaVersionsTest, TheDiffIsAJsonPatch) {
  CreateSchema("NONE");
  Register(AvroRecord(kOptional));
  const auto diff = [&](const Json& first, const Json& second) {
    return Ok("GetSchemaVersionsDiff", {{"SchemaId", SchemaKey()},
                                        {"FirstSchemaVersionNumber", first},
                                        {"SecondSchemaVersionNumber", second},
                                        {"SchemaDiffType", "SYNTAX_DIFF"}})
        .at("Diff");
  };
  EXPECT_EQ(diff({{"VersionNumber", 1}}, {{"LatestVersion", true}}),
            R"([{"op":"add","path":"/fields/1","value":{"default":0,"name":"age","type":"int"}}])");
  EXPECT_EQ(diff({{"VersionNumber", 2}}, {{"VersionNumber", 1}}),
            R"([{"op":"remove","path":"/fields/1"}])");
  EXPECT_EQ(diff({{"VersionNumber", 2}}, {{"VersionNumber", 2}}), "[]");
}

TEST_F(SchemaVersionsTest, ValidityIsAskedForWithoutASchema) {
  const auto check = [&](const std::string& format, const std::string& text) {
    return Ok("CheckSchemaVersionValidity", {{"DataFormat", format}, {"SchemaDefinition", text}});
  };
  EXPECT_EQ(check("AVRO", AvroRecord()), (Json{{"Valid", true}}));
  EXPECT_EQ(check("JSON", "not json"),
            (Json{{"Valid", false},
                  {"Error",
                   "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or "
                   "token 'null', 'true' or 'false')\n at [Source: (String)\"not json\"; line: 1, "
                   "column: 4]"}}));
  EXPECT_EQ(check("PROTOBUF", "not proto"),
            (Json{{"Valid", false}, {"Error", "Syntax error in :1:1: unexpected label: not"}}));
  EXPECT_EQ(check("AVRO", std::string(5000, '[')).at("Valid"), false);
  const Json quoted = check("AVRO", "\"" + std::string(20'000, 'x') + "\"");
  EXPECT_EQ(quoted.at("Error").get<std::string>().size(), 5000U);
  ExpectInvalid("CheckSchemaVersionValidity", {{"DataFormat", "XML"}, {"SchemaDefinition", "x"}},
                "Data format is not valid.");
}

TEST_F(SchemaVersionsTest, JsonIsCompatibleAndProtobufIsCompared) {
  CreateSchema("BACKWARD", R"({"type":"object"})", "JSON");
  EXPECT_EQ(Register(R"({"type":"string"})").at("Status"), "AVAILABLE");
  const std::string head = "syntax = \"proto3\"; message A { int32 a = 1; ";
  Ok("CreateSchema", SchemaInput("FULL", head + "}", "PROTOBUF", "p"));
  const auto add = [&](const std::string& text) {
    return Ok("RegisterSchemaVersion", {{"SchemaId", SchemaKey("p")}, {"SchemaDefinition", text}})
        .at("Status");
  };
  EXPECT_EQ(add(head + "string b = 2; }"), "AVAILABLE");
  EXPECT_EQ(add("syntax = \"proto3\"; message A { string a = 1; }"), "FAILURE");
}

TEST_F(SchemaVersionsTest, AnotherAccountSeesNothing) {
  const Json made = CreateSchema("NONE");
  app().account = "999999999999";
  EXPECT_EQ(Error("GetSchemaVersion", {{"SchemaVersionId", made.at("SchemaVersionId")}}).code,
            "EntityNotFoundException");
  EXPECT_EQ(Error("GetSchema", {{"SchemaId", {{"SchemaArn", made.at("SchemaArn")}}}}).code,
            "EntityNotFoundException");
}

}  // namespace
}  // namespace portside::glue
