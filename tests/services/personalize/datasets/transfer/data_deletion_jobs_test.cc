// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/fixture.h"

namespace portside::personalize {
namespace {

using ::testing::ElementsAre;

constexpr char kHeader[] = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE\n";

class DataDeletionJobsTest : public PersonalizeTest {
 protected:
  DataDeletionJobsTest() { app.CreateBucket("source"); }

  Json Input(const std::string& name, const std::string& location) {
    return {{"jobName", name},
            {"datasetGroupArn", Named("dataset-group/g")},
            {"dataSource", {{"dataLocation", location}}},
            {"roleArn", kRole}};
  }
  std::string Start(const std::string& name, const std::string& csv) {
    app.PutObject("s3://source/" + name + ".csv", csv);
    return Do("CreateDataDeletionJob", Input(name, "s3://source/" + name + ".csv"))
        .at("dataDeletionJobArn");
  }
  Json Job(const std::string& arn) {
    return Do("DescribeDataDeletionJob", {{"dataDeletionJobArn", arn}}).at("dataDeletionJob");
  }
  // The described job when it has come to rest.
  Json Delete(const std::string& name, const std::string& csv) {
    return Job(Settled(Start(name, csv)));
  }
  void Click(const std::string& tracking_id, const std::string& user, const std::string& item) {
    Do("PutEvents",
       {{"trackingId", tracking_id},
        {"userId", user},
        {"sessionId", "s"},
        {"eventList", {{{"eventType", "click"}, {"itemId", item}, {"sentAt", 1700000000}}}}});
  }
  void PutUser(const std::string& dataset, const std::string& user, int age) {
    Do("PutUsers",
       {{"datasetArn", dataset},
        {"users", {{{"userId", user}, {"properties", R"({"age":)" + std::to_string(age) + "}"}}}}});
  }
};

TEST_F(DataDeletionJobsTest, UsersGoWithTheirInteractions) {
  const std::string interactions = MakeInteractions();
  const std::string users =
      MakeDataset(Named("dataset-group/g"), "USERS", MakeSchema("users", kUsersSchema));
  const std::string tracking_id = MakeTracker(Named("dataset-group/g"));
  Import(interactions, "i",
         std::string(kHeader) + "u1,i1,1,buy,\nu2,i1,2,buy,\nu1,i2,3,buy,\nu3,i1,4,buy,\n");
  Import(users, "u", "USER_ID,AGE\nu1,1\nu2,2\n");
  Click(tracking_id, "u1", "i9");
  Click(tracking_id, "u2", "i9");
  PutUser(users, "u3", 3);

  const std::string arn = Start("gone", "USER_ID\nu1\nu3\nnobody\n");
  EXPECT_EQ(arn, Named("data-deletion-job/gone"));
  EXPECT_EQ(Job(arn).at("status"), "PENDING");
  app.Advance(300ms);
  EXPECT_EQ(Job(arn).at("status"), "IN_PROGRESS");
  EXPECT_FALSE(Job(arn).contains("numDeleted"));
  app.Advance(700ms);
  const Json job = Job(arn);
  EXPECT_EQ(job.at("status"), "COMPLETED");
  EXPECT_EQ(job.at("numDeleted"), 6);
  EXPECT_EQ(job.at("roleArn"), kRole);
  EXPECT_EQ(Export(interactions, "i", "ALL"),
            std::string(kHeader) + "u2,i1,2,buy,\nu2,i9,1700000000,click,\n");
  EXPECT_EQ(Export(users, "u", "ALL"), "USER_ID,AGE\nu2,2\n");
  // Deleted again: there is nothing more.
  EXPECT_EQ(Delete("again", "user_id\nu1\n").at("numDeleted"), 0);
  const Json list = Do("ListDataDeletionJobs", {{"datasetGroupArn", Named("dataset-group/g")}});
  EXPECT_EQ(list.at("dataDeletionJobs").size(), 2U);
}

TEST_F(DataDeletionJobsTest, WhatComesLaterStays) {
  const std::string users = MakeDataset(MakeGroup("g"), "USERS", MakeSchema("s", kUsersSchema));
  Import(users, "first", "USER_ID,AGE\nu1,1\nu2,2\n");
  EXPECT_EQ(Delete("gone", "USER_ID\nu1\nu2\n").at("numDeleted"), 2);
  EXPECT_EQ(Export(users, "none", "ALL"), "USER_ID,AGE\n");
  // The very row that was deleted comes again, and the other does by an import.
  PutUser(users, "u1", 1);
  Import(users, "second", "USER_ID,AGE\nu2,2\n", "INCREMENTAL");
  EXPECT_EQ(Export(users, "put"), "USER_ID,AGE\nu1,1\n");
  EXPECT_EQ(Export(users, "bulk", "BULK"), "USER_ID,AGE\nu2,2\n");
  Import(users, "third", "USER_ID,AGE\nu1,1\nu2,2\n", "FULL");
  EXPECT_EQ(Export(users, "all", "BULK"), "USER_ID,AGE\nu1,1\nu2,2\n");
  EXPECT_EQ(Delete("half", "USER_ID\nu2\n").at("numDeleted"), 1);
  EXPECT_EQ(Export(users, "half", "ALL"), "USER_ID,AGE\nu1,1\n");
}

TEST_F(DataDeletionJobsTest, ItemsAndOtherGroupsKeepTheirRows) {
  const std::string items =
      MakeDataset(MakeGroup("g"), "ITEMS",
                  MakeSchema("i", SchemaText("Items", R"({"name":"ITEM_ID","type":"string"},
                                             {"name":"USER_ID","type":["null","string"]})")));
  const std::string other = MakeDataset(MakeGroup("h"), "USERS", MakeSchema("u", kUsersSchema));
  Import(items, "items", "ITEM_ID,USER_ID\ni1,u1\n");
  Import(other, "users", "USER_ID,AGE\nu1,1\n");
  EXPECT_EQ(Delete("gone", "USER_ID\nu1\n").at("numDeleted"), 0);
  EXPECT_EQ(Export(items, "items", "ALL"), "ITEM_ID,USER_ID\ni1,u1\n");
  EXPECT_EQ(Export(other, "users", "ALL"), "USER_ID,AGE\nu1,1\n");
}

TEST_F(DataDeletionJobsTest, AFolderIsReadAsAWhole) {
  const std::string users = MakeDataset(MakeGroup("g"), "USERS", MakeSchema("s", kUsersSchema));
  Import(users, "users", "USER_ID,AGE\nu1,1\nu2,2\nu3,3\n");
  app.PutObject("s3://source/gone/a.csv", "USER_ID\nu1\n");
  app.PutObject("s3://source/gone/b.csv", "NOTE,USER_ID\nx,u3\n");
  const std::string arn =
      Do("CreateDataDeletionJob", Input("folder", "s3://source/gone/")).at("dataDeletionJobArn");
  EXPECT_EQ(Job(Settled(arn)).at("numDeleted"), 2);
  EXPECT_EQ(Export(users, "e", "ALL"), "USER_ID,AGE\nu2,2\n");
}

TEST_F(DataDeletionJobsTest, ABadFileDeletesNothing) {
  const std::string users = MakeDataset(MakeGroup("g"), "USERS", MakeSchema("s", kUsersSchema));
  Import(users, "users", "USER_ID,AGE\nu1,1\n");
  const Json job = Delete("bad", "USER_ID,NOTE\nu1,x\n,y\n");
  EXPECT_EQ(job.at("status"), "FAILED");
  EXPECT_THAT(job.at("failureReason").get<std::string>(),
              ::testing::HasSubstr("s3://source/bad.csv, line 3, column USER_ID"));
  EXPECT_EQ(Export(users, "e", "ALL"), "USER_ID,AGE\nu1,1\n");
}

TEST_F(DataDeletionJobsTest, TheSourceIsLookedAtInTheCall) {
  MakeGroup("g");
  EXPECT_THAT(Try("CreateDataDeletionJob", Input("j", "s3://nowhere/x.csv")),
              Refused("InvalidInputException", "Insufficient privileges"));
  EXPECT_THAT(Try("CreateDataDeletionJob", Input("j", "s3://source/none.csv")),
              Refused("InvalidInputException", "Invalid Data location."));
  app.PutObject("s3://source/items.csv", "ITEM_ID\ni1\n");
  EXPECT_THAT(
      Try("CreateDataDeletionJob", Input("j", "s3://source/items.csv")),
      Refused("InvalidInputException", "Input csv is missing the following columns: [USER_ID]"));
}

TEST_F(DataDeletionJobsTest, FiveMayBePendingInAGroup) {
  MakeGroup("g");
  for (int i = 0; i < 5; ++i) Start("job" + std::to_string(i), "USER_ID\nu\n");
  EXPECT_THAT(Try("CreateDataDeletionJob", Input("more", "s3://source/job0.csv")),
              Refused("LimitExceededException", "More than 5 resources with PENDING"));
  EXPECT_THAT(
      Try("DeleteDatasetGroup", {{"datasetGroupArn", Named("dataset-group/g")}}),
      Refused("ResourceInUseException", "wait until its data deletion jobs have finished."));
  for (int i = 0; i < 5; ++i) app.Settle(Named("data-deletion-job/job" + std::to_string(i)));
  Do("DeleteDatasetGroup", {{"datasetGroupArn", Named("dataset-group/g")}});
}

}  // namespace
}  // namespace portside::personalize
