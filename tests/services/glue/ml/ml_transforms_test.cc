// SPDX-License-Identifier: Apache-2.0

#include "services/glue/glue_fixture.h"

namespace portside::glue {
namespace {

class MlTransformsTest : public GlueTest {
 protected:
  void SetUp() override { CreateCatalog(); }

  Json Get(const std::string& id) { return Ok("GetMLTransform", {{"TransformId", id}}); }

  void CreateTable(const std::string& name, const Json& columns) {
    Ok("CreateTable",
       {{"DatabaseName", "people"},
        {"TableInput", {{"Name", name}, {"StorageDescriptor", {{"Columns", columns}}}}}});
  }
};

TEST_F(MlTransformsTest, DescribesANewTransformWithItsDefaults) {
  const std::string id = CreateTransform("dedupe");
  EXPECT_THAT(id, ::testing::MatchesRegex("tfm-[0-9a-f]{40}"));

  Json transform = Get(id);
  EXPECT_EQ(transform.at("CreatedOn"), transform.at("LastModifiedOn"));
  transform.erase("CreatedOn");
  transform.erase("LastModifiedOn");
  Json expected = TransformInput("dedupe");
  expected.update(Json::parse(R"json({
      "Status": "NOT_READY", "LabelCount": 0, "GlueVersion": "0.9", "MaxCapacity": 10.0,
      "Timeout": 2880,
      "Schema": [{"Name": "id", "DataType": "bigint"}, {"Name": "name", "DataType": "string"},
                 {"Name": "city", "DataType": "varchar(40)"}]})json"));
  expected["TransformId"] = id;
  EXPECT_EQ(transform, expected);
}

TEST_F(MlTransformsTest, KeepsWhatIsGiven) {
  Json input = TransformInput("t");
  const Json given = Json::parse(R"({
      "Description": "of customers", "GlueVersion": "1.0", "WorkerType": "G.1X",
      "NumberOfWorkers": 5, "Timeout": 60, "MaxRetries": 1,
      "TransformEncryption": {"MlUserDataEncryption": {"MlUserDataEncryptionMode": "DISABLED"}},
      "Parameters": {"TransformType": "FIND_MATCHES", "FindMatchesParameters": {
          "PrimaryKeyColumnName": "name", "PrecisionRecallTradeoff": 0.9,
          "AccuracyCostTradeoff": 0.1, "EnforceProvidedLabels": true}}})");
  input.update(given);
  const Json transform = Get(Ok("CreateMLTransform", input).at("TransformId"));
  for (const auto& [member, value] : given.items()) EXPECT_EQ(transform.at(member), value);
  EXPECT_FALSE(transform.contains("MaxCapacity"));
}

TEST_F(MlTransformsTest, NamesAreUnique) {
  CreateTransform("dedupe");
  ExpectError("CreateMLTransform", TransformInput("dedupe"), "AlreadyExistsException",
              "Transform with name dedupe already exists.");
  CreateTransform("Dedupe");
}

TEST_F(MlTransformsTest, InvalidInputIsAnsweredWithThePublishedTexts) {
  CreateTable("empty", Json::array());
  CreateTable("typed", Json::parse(R"([{"Name": "id", "Type": "text"}])"));
  const auto table = [](const char* database, const char* name) {
    return Json{{"InputRecordTables", {{{"DatabaseName", database}, {"TableName", name}}}}};
  };
  const struct {
    Json change;
    const char* message;
  } cases[] = {
      {{{"InputRecordTables", Json::array()}},
       "An AWS Glue Table input source should be specified in transform."},
      {Json::parse(R"({"InputRecordTables": [
           {"DatabaseName": "people", "TableName": "customers"},
           {"DatabaseName": "people", "TableName": "customers"}]})"),
       "Exactly one input record table must be provided."},
      {table(" ", "customers"), "Should specify database name."},
      {table("people", " "), "Should specify table name."},
      {table("persons", "customers"),
       "Problem fetching the data catalog schema: Database persons not found."},
      {table("people", "clients"),
       "Problem fetching the data catalog schema: Table clients not found."},
      {table("people", "empty"), "Schema is not defined on the transform."},
      {table("people", "typed"),
       "Input source column id has an invalid data type defined in the catalog."},
      {{{"Parameters", {{"TransformType", "FIND_MATCHES"}}}},
       "Find Matches parameters have not been set."},
      {Json::parse(R"({"Parameters": {"TransformType": "FIND_MATCHES",
                                      "FindMatchesParameters": {}}})"),
       "A primary key must be specified in Find Matches parameters."},
      {Json::parse(R"({"Parameters": {"TransformType": "FIND_MATCHES",
                       "FindMatchesParameters": {"PrimaryKeyColumnName": "year"}}})"),
       "Schema should contain given primary key: year."},
      {{{"MaxCapacity", 10}, {"WorkerType", "G.1X"}, {"NumberOfWorkers", 2}},
       "Cannot set Max Capacity and Worker Num/Type at the same time."},
      {{{"WorkerType", "G.1X"}}, "Both WorkerType and NumberOfWorkers should be set."},
      {{{"NumberOfWorkers", 2}}, "Both WorkerType and NumberOfWorkers should be set."},
      {{{"MaxCapacity", 0.5}}, "MaxCapacity should be >= 1."},
      {{{"MaxCapacity", 101}}, "MaxCapacity should be <= 100."},
      {{{"WorkerType", "G.1X"}, {"NumberOfWorkers", 0}}, "NumberOfWorkers should be >= 1."},
      {{{"MaxRetries", -1}}, "Max retries should be non-negative."},
      {{{"Name", "  "}}, "Transform name cannot be blank."},
  };
  for (const auto& [change, message] : cases) {
    Json input = TransformInput("t");
    input.update(change);
    ExpectError("CreateMLTransform", input, "InvalidInputException", message);
  }
  EXPECT_EQ(Ok("GetMLTransforms").at("Transforms"), Json::array());
}

TEST_F(MlTransformsTest, AnotherCatalogIsAProblemOfTheSchema) {
  Json input = TransformInput("t");
  input["InputRecordTables"][0]["CatalogId"] = "111122223333";
  const ServiceError error = Error("CreateMLTransform", input);
  EXPECT_EQ(error.code, "InvalidInputException");
  EXPECT_THAT(error.message, ::testing::StartsWith("Problem fetching the data catalog schema: "));
}

TEST_F(MlTransformsTest, TablesWithTooManyColumnsAreRefused) {
  Json columns = Json::array();
  for (int i = 0; i < 101; ++i) {
    columns.push_back({{"Name", "c" + std::to_string(i)}, {"Type", "int"}});
  }
  CreateTable("wide", columns);
  Json input = TransformInput("t");
  input["InputRecordTables"][0]["TableName"] = "wide";
  EXPECT_THAT(Error("CreateMLTransform", input).message, ::testing::HasSubstr("101 columns"));
}

TEST_F(MlTransformsTest, AccountsHaveAHundredTransforms) {
  for (int i = 0; i < 100; ++i) CreateTransform("t" + std::to_string(i));
  ExpectError("CreateMLTransform", TransformInput("one more"),
              "ResourceNumberLimitExceededException",
              "ML Transforms count (101) has exceeded the limit of 100 transforms.");
}

TEST_F(MlTransformsTest, UnknownTransformsAreNotFound) {
  for (const char* operation : {"GetMLTransform", "UpdateMLTransform", "DeleteMLTransform"}) {
    ExpectError(operation, {{"TransformId", "tfm-0"}}, "EntityNotFoundException",
                "Cannot find MLTransform in account 000000000000 with handle tfm-0.");
  }
}

TEST_F(MlTransformsTest, UpdatesChangeWhatTheyNameAndTheTimeOfModification) {
  const std::string id = CreateTransform("t");
  const Json before = Get(id);
  app().Advance(std::chrono::seconds(60));
  EXPECT_EQ(Ok("UpdateMLTransform", {{"TransformId", id},
                                     {"Name", "u"},
                                     {"Description", "new"},
                                     {"Role", "other"},
                                     {"Timeout", 5}}),
            (Json{{"TransformId", id}}));

  Json expected = before;
  expected.update({{"Name", "u"}, {"Description", "new"}, {"Role", "other"}, {"Timeout", 5}});
  expected["LastModifiedOn"] = before.at("LastModifiedOn").get<double>() + 60;
  EXPECT_EQ(Get(id), expected);
}

TEST_F(MlTransformsTest, WorkersAndCapacityReplaceEachOther) {
  const std::string id = CreateTransform("t");
  Ok("UpdateMLTransform", {{"TransformId", id}, {"WorkerType", "G.2X"}, {"NumberOfWorkers", 3}});
  EXPECT_FALSE(Get(id).contains("MaxCapacity"));
  Ok("UpdateMLTransform", {{"TransformId", id}, {"MaxCapacity", 4.5}});
  const Json transform = Get(id);
  EXPECT_EQ(transform.at("MaxCapacity"), 4.5);
  EXPECT_FALSE(transform.contains("WorkerType"));
  EXPECT_FALSE(transform.contains("NumberOfWorkers"));
}

TEST_F(MlTransformsTest, InvalidUpdatesChangeNothing) {
  const std::string id = CreateTransform("t");
  CreateTransform("taken");
  const Json before = Get(id);
  const struct {
    Json change;
    const char* message;
  } cases[] = {
      {{{"Name", "taken"}}, "Another transform with name taken already exists."},
      {{{"Name", " "}}, "Transform name cannot be blank."},
      {{{"WorkerType", "G.1X"}}, "Both WorkerType and NumberOfWorkers should be set."},
      {{{"MaxRetries", -1}}, "Max retries should be non-negative."},
      {Json::parse(R"({"Parameters": {"TransformType": "FIND_MATCHES",
                       "FindMatchesParameters": {"PrimaryKeyColumnName": "nothing"}}})"),
       "Schema should contain given primary key: nothing."},
  };
  for (const auto& [change, message] : cases) {
    Json input = {{"TransformId", id}, {"Description", "changed"}};
    input.update(change);
    ExpectError("UpdateMLTransform", input, "InvalidInputException", message);
  }
  EXPECT_EQ(Get(id), before);
  Ok("UpdateMLTransform", {{"TransformId", id}, {"Name", "t"}});
}

TEST_F(MlTransformsTest, DeletingIsSeenUntilTheTransformIsGone) {
  const std::string id = CreateTransform("t");
  EXPECT_EQ(Ok("DeleteMLTransform", {{"TransformId", id}}), (Json{{"TransformId", id}}));
  EXPECT_EQ(Get(id).at("Status"), "DELETING");
  EXPECT_EQ(Error("UpdateMLTransform", {{"TransformId", id}}).code, "EntityNotFoundException");
  EXPECT_EQ(Ok("DeleteMLTransform", {{"TransformId", id}}), (Json{{"TransformId", id}}));

  app().Advance(std::chrono::seconds(1));
  EXPECT_EQ(Error("GetMLTransform", {{"TransformId", id}}).code, "EntityNotFoundException");
  EXPECT_EQ(Ok("ListMLTransforms").at("TransformIds"), Json::array());
  CreateTransform("t");
}

TEST_F(MlTransformsTest, TheSchemaOutlivesItsTable) {
  const std::string id = CreateTransform("t");
  const Json schema = Get(id).at("Schema");
  Ok("DeleteTable", {{"DatabaseName", "people"}, {"Name", "customers"}});
  EXPECT_EQ(Get(id).at("Schema"), schema);
}

}  // namespace
}  // namespace portside::glue
