// SPDX-License-Identifier: Apache-2.0

#include "portside/seed/seeder.h"

#include <gtest/gtest.h>

#include "portside/seed/seed_check.h"
#include "support/test_app.h"

namespace portside {
namespace {

using namespace std::chrono_literals;

constexpr const char* kShop = R"(
buckets:
  - {name: shop, tags: {team: a}}
objects:
  - {bucket: shop, key: in.csv, text: "USER_ID,AGE\n1,20\n", content_type: text/csv}
  - {bucket: shop, key: bad.csv, text: "USER_ID,AGE\n1,old\n"}
calls:
  - service: personalize
    operation: CreateDatasetGroup
    input: {name: shop}
    as: group
  - service: personalize
    operation: CreateSchema
    as: schema
    input:
      name: users
      schema: >
        {"type": "record", "name": "Users", "namespace": "com.amazonaws.personalize.schema",
         "fields": [{"name": "USER_ID", "type": "string"}, {"name": "AGE", "type": "int"}],
         "version": "1.0"}
  - service: personalize
    operation: CreateDataset
    as: dataset
    input:
      name: users
      datasetGroupArn: ${group.datasetGroupArn}
      schemaArn: ${schema.schemaArn}
      datasetType: Users
)";

std::string ImportOf(const std::string& key, const std::string& more = "") {
  return "  - service: personalize\n"
         "    operation: CreateDatasetImportJob\n"
         "    as: import\n" +
         more +
         "    input:\n"
         "      jobName: import\n"
         "      datasetArn: ${dataset.datasetArn}\n"
         "      roleArn: arn:aws:iam::${account}:role/Personalize\n"
         "      dataSource: {dataLocation: s3://shop/" +
         key + "}\n";
}

class SeederTest : public ::testing::Test {
 protected:
  // What stopped it; empty where nothing did.
  std::string Seed(const std::string& text) {
    std::vector<SeedFile> files;
    auto file = ParseSeedFile("dir/shop.yaml", text, {app_.account, app_.region});
    if (!file) return file.error().Describe();
    files.push_back(std::move(*file));
    if (const auto checked = CheckSeedCalls(files); !checked) return checked.error().Describe();
    std::optional<std::string> outcome;
    app_.app().Seed(files, [&outcome](const FileResult<void>& result) {
      outcome = result ? "" : result.error().Describe();
    });
    return outcome.value_or("not finished");
  }
  Json Get(const std::string& path, int status = 200) {
    HttpRequest request;
    request.method = "GET";
    request.target = path;
    const HttpResponse response = app_.Send(request);
    EXPECT_EQ(response.status, status);
    return ParseJson(std::get<std::string>(response.body)).value_or(Json());
  }
  std::string ImportStatus() {
    const Json jobs = app_.Call("personalize", "ListDatasetImportJobs", Json::object());
    return StringOr(jobs.at("datasetImportJobs").at(0), "status");
  }

  TestApp app_;
};

TEST_F(SeederTest, EverythingIsThereAndNoTimeHasPassed) {
  const Timestamp before = app_.Now();
  EXPECT_EQ(Seed(std::string(kShop) + ImportOf("in.csv")), "");
  EXPECT_EQ(app_.Now(), before);
  EXPECT_EQ(app_.GetObject("s3://shop/in.csv"), "USER_ID,AGE\n1,20\n");
  const ObjectInfo object = *app_.objects().Head("shop", "in.csv");
  EXPECT_EQ(object.attributes.content_type, "text/csv");
  EXPECT_EQ(object.attributes.checksums.count("crc64nvme"), 1u);
  const Bucket bucket = *app_.objects().FindBucket("shop");
  EXPECT_EQ(bucket.account, app_.account);
  EXPECT_EQ(bucket.tags.at("team"), "a");
  EXPECT_EQ(ImportStatus(), "ACTIVE");
  // The way that jobs go is theirs again.
  EXPECT_EQ(Get("/_portside/transitions")["transitions"], Json::array());
}

TEST_F(SeederTest, WhatRanIsReported) {
  EXPECT_EQ(Seed(kShop), "");
  const Json call = {{"line", 8},
                     {"service", "personalize"},
                     {"operation", "CreateDatasetGroup"},
                     {"as", "group"},
                     {"state", "done"}};
  Json report = Get("/_portside/init");
  EXPECT_EQ(report["files"][0]["calls"].size(), 3u);
  EXPECT_EQ(report["files"][0]["calls"][0], call);
  report["files"][0].erase("calls");
  EXPECT_EQ(report, Json::parse(R"({"files": [{"file": "dir/shop.yaml", "state": "done",
                                               "buckets": 1, "objects": 2}]})"));
  const Json scripts =
      Json::parse(R"([{"stage": "READY", "name": "shop.yaml", "state": "SUCCESSFUL"}])");
  const Json completed =
      Json::parse(R"({"BOOT": true, "START": true, "READY": true, "SHUTDOWN": false})");
  EXPECT_EQ(Get("/_localstack/init"), (Json{{"completed", completed}, {"scripts", scripts}}));
  EXPECT_EQ(Get("/_localstack/init/ready"), (Json{{"completed", true}, {"scripts", scripts}}));
  EXPECT_EQ(Get("/_localstack/init/Shutdown"),
            (Json{{"completed", false}, {"scripts", Json::array()}}));
  EXPECT_EQ(Get("/_localstack/init/none", 404)["message"],
            "There is no stage 'none'; there are boot, start, ready and shutdown.");
}

TEST_F(SeederTest, WithoutFilesNothingIsReported) {
  EXPECT_EQ(Get("/_portside/init"), Json::parse(R"({"files": []})"));
  EXPECT_EQ(Get("/_localstack/init")["scripts"], Json::array());
}

TEST_F(SeederTest, ACallThatFailsEndsItWithTheServicesWords) {
  EXPECT_EQ(Seed(std::string(kShop) + "  - service: personalize\n"
                                      "    operation: CreateDatasetGroup\n"
                                      "    input: {name: shop}\n"),
            "dir/shop.yaml:29: personalize.CreateDatasetGroup: ResourceAlreadyExistsException: "
            "Another resource with Arn arn:aws:personalize:us-west-2:123456789012:dataset-group/"
            "shop already exists.");
  EXPECT_EQ(Get("/_portside/transitions")["transitions"], Json::array());
}

TEST_F(SeederTest, AJobThatFailsEndsItWithItsReason) {
  EXPECT_EQ(
      Seed(std::string(kShop) + ImportOf("bad.csv")),
      "dir/shop.yaml:29: personalize.CreateDatasetImportJob: arn:aws:personalize:us-west-2:"
      "123456789012:dataset-import-job/import ended CREATE FAILED: s3://shop/bad.csv, line 2, "
      "column AGE: expected an int (a whole number of 32 bits), found 'old'.");
}

TEST_F(SeederTest, AFailureThatIsExpectedIsReported) {
  EXPECT_EQ(Seed(std::string(kShop) + ImportOf("bad.csv", "    may_fail: true\n") +
                 "  - service: personalize\n"
                 "    operation: CreateDatasetGroup\n"
                 "    may_fail: true\n"
                 "    input: {name: shop}\n"),
            "");
  EXPECT_EQ(ImportStatus(), "CREATE FAILED");
  const Json calls = Get("/_portside/init")["files"][0]["calls"];
  EXPECT_EQ(calls[2]["state"], "done");
  EXPECT_EQ(calls[3]["state"], "failed");
  EXPECT_NE(StringOr(calls[3], "reason").find("CREATE FAILED: s3://shop/bad.csv, line 2"),
            std::string::npos);
  EXPECT_EQ(calls[4]["state"], "failed");
  EXPECT_NE(StringOr(calls[4], "reason").find("ResourceAlreadyExistsException"), std::string::npos);
}

TEST_F(SeederTest, WhatIsNotToSettleGoesOnInItsOwnTime) {
  EXPECT_EQ(Seed(std::string(kShop) + ImportOf("in.csv", "    settle: false\n") +
                 "  - {service: glue, operation: CreateDatabase, input: {DatabaseInput: {Name: d}}}"
                 "\n"),
            "");
  EXPECT_EQ(ImportStatus(), "CREATE PENDING");
  app_.Advance(100ms);
  EXPECT_EQ(ImportStatus(), "CREATE PENDING");
  app_.Advance(1h);
  EXPECT_EQ(ImportStatus(), "ACTIVE");
}

TEST_F(SeederTest, AFileRunsOnceInADatabase) {
  EXPECT_EQ(Seed(kShop), "");
  EXPECT_EQ(Seed(kShop), "");
  const Json file = Get("/_portside/init")["files"][0];
  EXPECT_EQ(file["state"], "skipped");
  EXPECT_EQ(file["calls"][0]["state"], "skipped");
  // Another text is another file.
  EXPECT_NE(Seed(std::string(kShop) + "\n").find("ResourceAlreadyExistsException"),
            std::string::npos);
  HttpRequest reset;
  reset.method = "POST";
  reset.target = "/_portside/reset";
  EXPECT_EQ(app_.Send(reset).status, 200);
  EXPECT_EQ(Seed(kShop), "");
  EXPECT_EQ(Get("/_portside/init")["files"][0]["state"], "done");
}

TEST_F(SeederTest, BucketsAreOnesOwnOrRefused) {
  app_.CreateBucket("shop");
  EXPECT_EQ(Seed("buckets:\n  - name: shop\n"), "");
  EXPECT_EQ(Seed("buckets:\n  - {name: shop, account: \"000000000042\"}\n"),
            "dir/shop.yaml:2: The bucket 'shop' already exists.");
  EXPECT_EQ(Seed("objects:\n  - {bucket: none, key: k, text: x}\n"),
            "dir/shop.yaml:2: The bucket 'none' does not exist. Create it before it is named as "
            "input or output.");
}

TEST_F(SeederTest, AReferenceToWhatDidNotComeIsRefused) {
  EXPECT_EQ(Seed("calls:\n"
                 "  - {service: glue, operation: CreateDatabase, input: {DatabaseInput: {Name: d}}}"
                 "\n"
                 "  - {service: personalize, operation: CreateDatasetGroup, as: group,\n"
                 "     input: {name: demo}}\n"
                 "  - {service: personalize, operation: CreateDatasetGroup,\n"
                 "     input: {name: \"x-${group.domain}\"}}\n"),
            "dir/shop.yaml:5: ${group.domain}: the call that it refers to gave no such thing");
}

TEST_F(SeederTest, ManyCallsNeedNoDeepStack) {
  std::string text = "calls:\n";
  for (int i = 0; i < 2000; ++i) {
    text += "  - {service: glue, operation: CreateDatabase, input: {DatabaseInput: {Name: d" +
            std::to_string(i) + "}}}\n";
  }
  EXPECT_EQ(Seed(text), "");
}

}  // namespace
}  // namespace portside
