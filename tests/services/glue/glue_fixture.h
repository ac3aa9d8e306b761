// SPDX-License-Identifier: Apache-2.0
//
// What the tests of Glue share: a catalog with one table, transforms of it, label files.

#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "portside/aws/service_error.h"
#include "support/test_app.h"

namespace portside::glue {

inline constexpr const char* kAccount = "000000000000";
inline constexpr const char* kRegion = "us-east-1";

// The header of a label file for `people.customers`.
inline constexpr const char* kLabelHeader = "labeling_set_id,label,id,name,city\n";

// The input of the table `people.customers`, whose schema is id, name, city.
inline Json CustomersTable() {
  return Json::parse(R"json({
    "Name": "customers", "TableType": "EXTERNAL_TABLE", "Parameters": {"classification": "csv"},
    "StorageDescriptor": {
      "Columns": [{"Name": "id", "Type": "bigint"}, {"Name": "name", "Type": "string"},
                  {"Name": "city", "Type": "varchar(40)"}],
      "Location": "s3://data/customers/"},
    "PartitionKeys": [{"Name": "year", "Type": "int"}]})json");
}

// The least input of a transform of that table.
inline Json TransformInput(const std::string& name) {
  Json input = Json::parse(R"({
    "Role": "arn:aws:iam::000000000000:role/GlueRole",
    "InputRecordTables": [{"DatabaseName": "people", "TableName": "customers"}],
    "Parameters": {"TransformType": "FIND_MATCHES",
                   "FindMatchesParameters": {"PrimaryKeyColumnName": "id"}}})");
  input["Name"] = name;
  return input;
}

// The member Name of each entry of a list.
inline std::vector<std::string> Names(const Json& list) {
  std::vector<std::string> names;
  for (const Json& entry : list) names.push_back(entry.at("Name"));
  return names;
}

class GlueTest : public ::testing::Test {
 protected:
  TestApp& app() { return app_; }

  Json Ok(std::string_view operation, const Json& input = Json::object()) {
    return app_.Call("glue", operation, input);
  }

  ServiceError Error(std::string_view operation, const Json& input) {
    const CallResult result = app_.TryCall("glue", operation, input);
    EXPECT_NE(result.status, 200) << operation << " " << input << " was not refused";
    return {result.ErrorCode(), result.status, result.ErrorMessage()};
  }

  void ExpectError(std::string_view operation, const Json& input, const std::string& code,
                   const std::string& message) {
    const ServiceError error = Error(operation, input);
    EXPECT_EQ(error.status, 400) << operation << " " << input;
    EXPECT_EQ(error.code, code) << operation << " " << input;
    EXPECT_EQ(error.message, message) << operation << " " << input;
  }

  void CreateCatalog() {
    Ok("CreateDatabase", Json::parse(R"({"DatabaseInput": {"Name": "people"}})"));
    Ok("CreateTable", {{"DatabaseName", "people"}, {"TableInput", CustomersTable()}});
    app_.CreateBucket("labels");
  }

  std::string CreateTransform(const std::string& name) {
    return Ok("CreateMLTransform", TransformInput(name)).at("TransformId");
  }

  void PutLabels(const std::string& key, std::string_view bytes) {
    app_.PutObject("s3://labels/" + key, bytes);
  }

  // The finished task run that imported these bytes.
  Json ImportLabels(const std::string& transform, std::string_view bytes, bool replace = false) {
    PutLabels("labels.csv", bytes);
    const std::string id =
        Ok("StartImportLabelsTaskRun", {{"TransformId", transform},
                                        {"InputS3Path", "s3://labels/labels.csv"},
                                        {"ReplaceAllLabels", replace}})
            .at("TaskRunId");
    app_.Advance(std::chrono::seconds(1));
    return TaskRun(transform, id);
  }

  Json TaskRun(const std::string& transform, const std::string& id) {
    return Ok("GetMLTaskRun", {{"TransformId", transform}, {"TaskRunId", id}});
  }

  // Of the bucket `labels`.
  std::vector<std::string> Keys(const std::string& prefix) {
    return app_.ListKeys("s3://labels/" + prefix);
  }
  std::string GetObject(const std::string& key) { return app_.GetObject("s3://labels/" + key); }

 private:
  TestApp app_{{.account = kAccount, .region = kRegion}};
};

}  // namespace portside::glue
