// SPDX-License-Identifier: Apache-2.0

#include "services/personalize/fixture.h"

namespace portside::personalize {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

constexpr char kHeader[] = "ITEM_ID,PRICE,GENRES\n";

class DatasetExportJobsTest : public PersonalizeTest {
 protected:
  void SetUp() override { MakeItems(); }
  void PutItem(const std::string& id, const std::string& properties) {
    Do("PutItems",
       {{"datasetArn", kItems}, {"items", {{{"itemId", id}, {"properties", properties}}}}});
  }
  const std::string kItems = Named("dataset/g/ITEMS");
};

TEST_F(DatasetExportJobsTest, DescribeShowsEveryStateAndMember) {
  app.CreateBucket("out");
  const Json input = ExportInput(kItems, "j");
  const std::string arn = Do("CreateDatasetExportJob", input).at("datasetExportJobArn");
  EXPECT_EQ(arn, Named("dataset-export-job/j"));
  const auto job = [&] {
    return Do("DescribeDatasetExportJob", {{"datasetExportJobArn", arn}}).at("datasetExportJob");
  };
  const Json pending = job();
  EXPECT_EQ(pending.at("status"), "CREATE PENDING");
  EXPECT_EQ(pending.at("jobName"), "j");
  EXPECT_EQ(pending.at("datasetArn"), kItems);
  EXPECT_EQ(pending.at("ingestionMode"), "PUT");
  EXPECT_EQ(pending.at("roleArn"), kRole);
  EXPECT_EQ(pending.at("jobOutput"), input.at("jobOutput"));
  app.Advance(300ms);
  EXPECT_EQ(job().at("status"), "CREATE IN_PROGRESS");
  app.Advance(700ms);
  EXPECT_EQ(job().at("status"), "ACTIVE");
  const Json listed = Do("ListDatasetExportJobs", {{"datasetArn", kItems}}).at("datasetExportJobs");
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed.at(0).at("status"), "ACTIVE");
  EXPECT_FALSE(listed.at(0).contains("ingestionMode"));
}

TEST_F(DatasetExportJobsTest, TheFileStandsBelowThePathInAFolderOfTheJob) {
  app.CreateBucket("out");
  int number = 0;
  for (const char* path : {"s3://out/exports/", "s3://out/exports", "s3://out", "s3://out/"}) {
    const std::string name = "j" + std::to_string(++number);
    EXPECT_EQ(RunExport(ExportInput(kItems, name, "ALL", path)).at("status"), "ACTIVE");
    const std::string folder = number <= 2 ? "exports/" + name : name;
    const auto keys = app.ListKeys("s3://out/" + folder + "/");
    ASSERT_EQ(keys.size(), 1u) << path;
    EXPECT_THAT(keys.front(), MatchesRegex(folder + "/part-00000-[0-9a-f-]{36}-c000\\.csv"));
  }
}

TEST_F(DatasetExportJobsTest, AnEmptyDatasetGivesTheHeaderAlone) {
  for (const char* mode : {"BULK", "PUT", "ALL"}) {
    EXPECT_EQ(Export(kItems, mode, mode), kHeader);
  }
}

TEST_F(DatasetExportJobsTest, TheDefaultModeHasNoImportedRows) {
  Import(kItems, "j", std::string(kHeader) + "1,1,a\n");
  EXPECT_EQ(Export(kItems, "default"), kHeader);
  EXPECT_EQ(Export(kItems, "bulk", "BULK"), std::string(kHeader) + "1,1,a\n");
}

TEST_F(DatasetExportJobsTest, ModesDifferInWhichRowsOfOneIdTheyKeep) {
  Import(kItems, "j", std::string(kHeader) + "1,1,a\n1,1,a\n1,2,a\n2,1,b\n");
  PutItem("1", R"({"price":7})");
  PutItem("1", R"({"price":7})");
  PutItem("1", R"({"price":8,"genres":"c"})");
  PutItem("3", "{}");
  EXPECT_EQ(Export(kItems, "bulk", "BULK"), std::string(kHeader) + "1,1,a\n1,2,a\n2,1,b\n");
  EXPECT_EQ(Export(kItems, "put", "PUT"), std::string(kHeader) + "1,7,\n1,8,c\n3,,\n");
  EXPECT_EQ(Export(kItems, "all", "ALL"), std::string(kHeader) + "2,1,b\n1,8,c\n3,,\n");
}

TEST_F(DatasetExportJobsTest, LineBreaksInValuesBecomeSpaces) {
  PutItem("1", R"({"genres":"a\nb\r\nc\rd"})");
  EXPECT_EQ(Export(kItems, "e"), std::string(kHeader) + "1,,a b c d\n");
}

TEST_F(DatasetExportJobsTest, RowsThatArriveLaterAreNotInTheFile) {
  app.CreateBucket("out");
  const std::string arn =
      Do("CreateDatasetExportJob", ExportInput(kItems, "j")).at("datasetExportJobArn");
  PutItem("1", "{}");
  app.Advance(500ms);
  PutItem("2", "{}");
  app.Settle(arn);
  const auto keys = app.ListKeys("s3://out/exports/j/");
  ASSERT_EQ(keys.size(), 1u);
  EXPECT_EQ(app.GetObject("s3://out/" + keys.front()), std::string(kHeader) + "1,,\n");
}

TEST_F(DatasetExportJobsTest, AMissingOrForeignBucketFailsTheJob) {
  app.account = "210987654321";
  app.CreateBucket("theirs");
  app.account = "123456789012";
  for (const char* bucket : {"none", "theirs"}) {
    const Json job = RunExport(
        ExportInput(kItems, std::string("j-") + bucket, "ALL", std::string("s3://") + bucket));
    EXPECT_EQ(job.at("status"), "CREATE FAILED");
    EXPECT_THAT(job.at("failureReason").get<std::string>(),
                HasSubstr(std::string("fix bucket policy on ") + bucket + "."));
    const Json listed = Do("ListDatasetExportJobs", Json::object()).at("datasetExportJobs");
    EXPECT_EQ(listed.back().at("failureReason"), job.at("failureReason"));
  }
}

TEST_F(DatasetExportJobsTest, PathsThatAreNotInS3AreRefusedAtOnce) {
  for (const char* path : {"http://example.com/x", "s3:///x"}) {
    EXPECT_THAT(Try("CreateDatasetExportJob", ExportInput(kItems, "j", "", path)),
                Refused("InvalidInputException", "Invalid S3 output path"))
        << path;
  }
  EXPECT_THAT(Try("CreateDatasetExportJob", ExportInput(kItems, "j", "", "out/x")),
              Refused("ValidationException", "path"));
  EXPECT_THAT(Try("CreateDatasetExportJob", ExportInput(kItems, "j", "EVERYTHING")),
              Refused("ValidationException", "[BULK, PUT, ALL]"));
}

TEST_F(DatasetExportJobsTest, AKeyEncryptsTheFileAsS3Shows) {
  app.CreateBucket("out");
  Json input = ExportInput(kItems, "j");
  input["jobOutput"]["s3DataDestination"]["kmsKeyArn"] =
      "arn:aws:kms:us-west-2:123456789012:key/0f5bd4c0";
  EXPECT_EQ(RunExport(input).at("status"), "ACTIVE");
  const auto keys = app.ListKeys("s3://out/exports/j/");
  ASSERT_EQ(keys.size(), 1u);
  const auto info = app.objects().Head("out", keys.front());
  ASSERT_TRUE(info);
  EXPECT_EQ(info->attributes.headers.at("x-amz-server-side-encryption"), "aws:kms");
}

TEST_F(DatasetExportJobsTest, NamesAreNeverFreeAgain) {
  Export(kItems, "j");
  EXPECT_THAT(Try("CreateDatasetExportJob", ExportInput(kItems, "j")),
              Refused("ResourceAlreadyExistsException", Named("dataset-export-job/j")));
}

TEST_F(DatasetExportJobsTest, TheDatasetMustBeThereAndActive) {
  EXPECT_THAT(Try("CreateDatasetExportJob", ExportInput(Named("dataset/g/USERS"), "j")),
              Refused("ResourceNotFoundException",
                      "Resource Arn " + Named("dataset/g/USERS") + " does not exist."));
  Do("DeleteDataset", {{"datasetArn", kItems}});
  EXPECT_THAT(Try("CreateDatasetExportJob", ExportInput(kItems, "j")),
              Refused("ResourceInUseException", "DELETE PENDING"));
}

TEST_F(DatasetExportJobsTest, ActionsCannotBeExported) {
  const std::string schema =
      MakeSchema("actions", SchemaText("Actions", R"({"name":"ACTION_ID","type":"string"},
                                         {"name":"VALUE","type":["long","null"]})"));
  const std::string actions = MakeDataset(Named("dataset-group/g"), "ACTIONS", schema);
  EXPECT_THAT(Try("CreateDatasetExportJob", ExportInput(actions, "j")),
              Refused("InvalidInputException", "ACTIONS cannot be exported"));
}

}  // namespace
}  // namespace portside::personalize
