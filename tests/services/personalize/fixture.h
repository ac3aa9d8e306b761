// SPDX-License-Identifier: Apache-2.0
//
// What the tests of Personalize's operations share: a program, and short ways to a dataset that has
// rows. Every helper fails its test where the call is refused.

#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "support/test_app.h"

namespace portside::personalize {

using namespace std::chrono_literals;

inline constexpr char kRole[] = "arn:aws:iam::123456789012:role/personalize";
inline constexpr char kPrefix[] = "arn:aws:personalize:us-west-2:123456789012:";

inline std::string Named(const std::string& resource) { return kPrefix + resource; }

inline std::string SchemaText(const std::string& name, const std::string& fields) {
  return R"({"type":"record","name":")" + name +
         R"(","namespace":"com.amazonaws.personalize.schema","fields":[)" + fields +
         R"(],"version":"1.0"})";
}

inline const std::string kInteractionsSchema =
    SchemaText("Interactions",
               R"({"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"},
       {"name":"TIMESTAMP","type":"long"},{"name":"EVENT_TYPE","type":"string"},
       {"name":"EVENT_VALUE","type":["float","null"]})");
inline const std::string kItemsSchema =
    SchemaText("Items",
               R"({"name":"ITEM_ID","type":"string"},{"name":"PRICE","type":["float","null"]},
       {"name":"GENRES","type":["null","string"],"categorical":true})");
inline const std::string kUsersSchema =
    SchemaText("Users", R"({"name":"USER_ID","type":"string"},{"name":"AGE","type":"int"})");

class PersonalizeTest : public ::testing::Test {
 protected:
  static std::string ServiceOf(const std::string& operation) {
    if (operation.starts_with("Put")) return "personalize_events";
    const bool is_runtime =
        operation.ends_with("Recommendations") || operation == "GetPersonalizedRanking";
    return is_runtime ? "personalize_runtime" : "personalize";
  }
  CallResult Try(const std::string& operation, const Json& input) {
    return app.TryCall(ServiceOf(operation), operation, input);
  }
  Json Do(const std::string& operation, const Json& input) {
    return app.Call(ServiceOf(operation), operation, input);
  }

  // Each waits until its resource is ACTIVE.
  std::string MakeGroup(const std::string& name, const std::string& domain = "") {
    Json input = {{"name", name}};
    if (!domain.empty()) input["domain"] = domain;
    return Settled(Do("CreateDatasetGroup", input).at("datasetGroupArn"));
  }
  std::string MakeSchema(const std::string& name, const std::string& text,
                         const std::string& domain = "") {
    Json input = {{"name", name}, {"schema", text}};
    if (!domain.empty()) input["domain"] = domain;
    return Do("CreateSchema", input).at("schemaArn");
  }
  std::string MakeDataset(const std::string& group_arn, const std::string& type,
                          const std::string& schema_arn) {
    return Settled(Do("CreateDataset", {{"name", "data"},
                                        {"datasetGroupArn", group_arn},
                                        {"datasetType", type},
                                        {"schemaArn", schema_arn}})
                       .at("datasetArn"));
  }
  // A group "g" with one dataset.
  std::string MakeItems() {
    return MakeDataset(MakeGroup("g"), "Items", MakeSchema("s", kItemsSchema));
  }
  std::string MakeInteractions() {
    return MakeDataset(MakeGroup("g"), "Interactions", MakeSchema("s", kInteractionsSchema));
  }

  Json ImportInput(const std::string& dataset_arn, const std::string& name,
                   const std::string& location, const std::string& mode = "") {
    Json input = {{"jobName", name},
                  {"datasetArn", dataset_arn},
                  {"dataSource", {{"dataLocation", location}}},
                  {"roleArn", kRole}};
    if (!mode.empty()) input["importMode"] = mode;
    return input;
  }
  // Puts a file and imports it; the described job when it has come to rest.
  Json Import(const std::string& dataset_arn, const std::string& name, const std::string& csv,
              const std::string& mode = "") {
    const std::string location = "s3://source/" + name + ".csv";
    app.PutObject(location, csv);
    return Finish(Do("CreateDatasetImportJob", ImportInput(dataset_arn, name, location, mode))
                      .at("datasetImportJobArn"));
  }
  Json Finish(const std::string& import_arn) {
    app.Settle(import_arn);
    return Do("DescribeDatasetImportJob", {{"datasetImportJobArn", import_arn}})
        .at("datasetImportJob");
  }

  Json ExportInput(const std::string& dataset_arn, const std::string& name,
                   const std::string& mode = "", const std::string& path = "s3://out/exports/") {
    Json input = {{"jobName", name},
                  {"datasetArn", dataset_arn},
                  {"roleArn", kRole},
                  {"jobOutput", {{"s3DataDestination", {{"path", path}}}}}};
    if (!mode.empty()) input["ingestionMode"] = mode;
    return input;
  }
  Json RunExport(const Json& input) {
    const std::string arn = Do("CreateDatasetExportJob", input).at("datasetExportJobArn");
    app.Settle(arn);
    return Do("DescribeDatasetExportJob", {{"datasetExportJobArn", arn}}).at("datasetExportJob");
  }
  // The exported file.
  std::string Export(const std::string& dataset_arn, const std::string& name,
                     const std::string& mode = "") {
    if (!app.objects().FindBucket("out")) app.CreateBucket("out");
    const Json job = RunExport(ExportInput(dataset_arn, name, mode));
    EXPECT_EQ(job.at("status"), "ACTIVE") << job;
    const auto keys = app.ListKeys("s3://out/exports/" + name + "/");
    if (keys.size() != 1) {
      ADD_FAILURE() << keys.size() << " files";
      return "";
    }
    return app.GetObject("s3://out/" + keys.front());
  }

  std::string MakeTracker(const std::string& group_arn) {
    const Json tracker =
        Do("CreateEventTracker", {{"name", "tracker"}, {"datasetGroupArn", group_arn}});
    Settled(tracker.at("eventTrackerArn"));
    return tracker.at("trackingId");
  }

  std::string Settled(const std::string& arn) {
    app.Settle(arn);
    return arn;
  }

  TestApp app;
};

// EXPECT_THAT(Try(…), Refused("InvalidInputException", "part of the message")).
MATCHER_P2(Refused, code, text, "is refused with " + std::string(code)) {
  *result_listener << "HTTP " << arg.status << " " << arg.text;
  return arg.status >= 400 && arg.ErrorCode() == code &&
         arg.ErrorMessage().find(text) != std::string::npos;
}

}  // namespace portside::personalize
