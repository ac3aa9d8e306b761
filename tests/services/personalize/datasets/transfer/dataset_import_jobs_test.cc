// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/gzip.h"
#include "services/personalize/fixture.h"

namespace portside::personalize {
namespace {

constexpr char kHeader[] = "ITEM_ID,PRICE,GENRES\n";

class DatasetImportJobsTest : public PersonalizeTest {
 protected:
  CallResult TryImport(const std::string& location, const std::string& mode = "") {
    return Try("CreateDatasetImportJob", ImportInput(kItems, "j", location, mode));
  }
  const std::string kItems = Named("dataset/g/ITEMS");
};

TEST_F(DatasetImportJobsTest, DescribeShowsEveryStateAndMember) {
  MakeItems();
  app.PutObject("s3://source/a.csv", std::string(kHeader) + "1,2,a\n");
  Json input = ImportInput(kItems, "j", "s3://source/a.csv");
  input["publishAttributionMetricsToS3"] = false;
  const std::string arn = Do("CreateDatasetImportJob", input).at("datasetImportJobArn");
  EXPECT_EQ(arn, Named("dataset-import-job/j"));
  const auto job = [&] {
    return Do("DescribeDatasetImportJob", {{"datasetImportJobArn", arn}}).at("datasetImportJob");
  };
  const Json pending = job();
  EXPECT_EQ(pending.at("status"), "CREATE PENDING");
  EXPECT_EQ(pending.at("jobName"), "j");
  EXPECT_EQ(pending.at("datasetArn"), kItems);
  EXPECT_EQ(pending.at("dataSource"), (Json{{"dataLocation", "s3://source/a.csv"}}));
  EXPECT_EQ(pending.at("roleArn"), kRole);
  EXPECT_EQ(pending.at("importMode"), "FULL");
  EXPECT_EQ(pending.at("publishAttributionMetricsToS3"), false);
  app.Advance(300ms);
  EXPECT_EQ(job().at("status"), "CREATE IN_PROGRESS");
  app.Advance(700ms);
  EXPECT_EQ(job().at("status"), "ACTIVE");
  EXPECT_FALSE(job().contains("failureReason"));
}

TEST_F(DatasetImportJobsTest, ColumnsAreFoundByName) {
  MakeItems();
  const char* files[] = {
      "GENRES,ITEM_ID,PRICE\na,1,2\n",
      ",item_id,Extra,\"Genres\",price\n0,1,x,a,2\n",
      "\xEF\xBB\xBFITEM_ID,PRICE,GENRES\r\n1,2,a\r\n",
      "\"ITEM_ID\",\"PRICE\",\"GENRES\"\n\"1\",\"2\",\"a\"",
  };
  int number = 0;
  for (const char* csv : files) {
    const std::string name = "j" + std::to_string(++number);
    EXPECT_EQ(Import(kItems, name, csv).at("status"), "ACTIVE") << csv;
    EXPECT_EQ(Export(kItems, name, "BULK"), std::string(kHeader) + "1,2,a\n") << csv;
  }
}

TEST_F(DatasetImportJobsTest, ValuesAreReadInPersonalizesDialect) {
  MakeItems();
  const Json job = Import(kItems, "j",
                          std::string(kHeader) +
                              "1,1.50,\"a,b\"\n"
                              "2,,\"say \\\"hi\\\"\"\n"
                              "3,0.1,\"say \"\"ho\"\"\"\n"
                              "4,2,back\\slash\n"
                              "5,3,\n"
                              "\n"
                              "6,4,Drama|Comedy\n");
  ASSERT_EQ(job.at("status"), "ACTIVE") << job;
  const std::string exported = Export(kItems, "e", "BULK");
  EXPECT_EQ(exported, std::string(kHeader) +
                          "1,1.5,\"a,b\"\n"
                          "2,,\"say \\\"hi\\\"\"\n"
                          "3,0.1,\"say \\\"ho\\\"\"\n"
                          "4,2,\"back\\\\slash\"\n"
                          "5,3,\n"
                          "6,4,Drama|Comedy\n");
  // What an export wrote, an import takes back.
  ASSERT_EQ(Import(kItems, "again", exported).at("status"), "ACTIVE");
  EXPECT_EQ(Export(kItems, "e2", "BULK"), exported);
}

TEST_F(DatasetImportJobsTest, MissingColumnsAreRefusedAtOnce) {
  MakeItems();
  app.PutObject("s3://source/a.csv", "ITEM_ID,PRICES\n1,2\n");
  EXPECT_THAT(TryImport("s3://source/a.csv"),
              Refused("InvalidInputException",
                      "Input csv is missing the following columns: [PRICE, GENRES]"));
  app.PutObject("s3://source/a.csv", "");
  EXPECT_THAT(TryImport("s3://source/a.csv"),
              Refused("InvalidInputException", "[ITEM_ID, PRICE, GENRES]"));
  EXPECT_EQ(Do("ListDatasetImportJobs", Json::object()).at("datasetImportJobs").size(), 0u);
}

TEST_F(DatasetImportJobsTest, DataThatCannotBeReachedIsRefusedAtOnce) {
  MakeItems();
  EXPECT_THAT(TryImport("s3://none/a.csv"),
              Refused("InvalidInputException",
                      "Insufficient privileges for accessing data in S3. Please look at "
                      "https://docs.aws.amazon.com/personalize/latest/dg/"
                      "granting-personalize-s3-access.html#attach-bucket-policy and fix bucket "
                      "policy on none."));
  app.CreateBucket("source");
  EXPECT_THAT(TryImport("s3://source/a.csv"),
              Refused("InvalidInputException", "Invalid Data location."));
  EXPECT_THAT(TryImport("s3://source/folder/"),
              Refused("InvalidInputException",
                      "Invalid Data location. There is no object s3://source/folder/"));
  EXPECT_THAT(TryImport("http://example.com/a.csv"),
              Refused("InvalidInputException", "Invalid Data location."));
  EXPECT_THAT(TryImport("ftp://in/a.csv"), Refused("ValidationException", "dataLocation"));
  app.account = "210987654321";
  app.PutObject("s3://theirs/a.csv", kHeader);
  app.account = "123456789012";
  EXPECT_THAT(TryImport("s3://theirs/a.csv"),
              Refused("InvalidInputException", "fix bucket policy on theirs."));
}

TEST_F(DatasetImportJobsTest, AFolderGivesItsOwnFilesInOrder) {
  MakeItems();
  app.PutObject("s3://source/folder/b.csv", "PRICE,GENRES,ITEM_ID\n2,b,2\n");
  app.PutObject("s3://source/folder/a.csv", std::string(kHeader) + "1,1,a\n");
  app.PutObject("s3://source/folder/", "");
  app.PutObject("s3://source/folder/below/c.csv", "not,a,header\n");
  app.PutObject("s3://source/folder-other/d.csv", "not,a,header\n");
  const std::string expected = std::string(kHeader) + "1,1,a\n2,2,b\n";
  int number = 0;
  for (const char* location : {"s3://source/folder/", "s3://source/folder"}) {
    const std::string name = "j" + std::to_string(++number);
    const Json job = Finish(Do("CreateDatasetImportJob", ImportInput(kItems, name, location))
                                .at("datasetImportJobArn"));
    EXPECT_EQ(job.at("status"), "ACTIVE") << job;
    EXPECT_EQ(Export(kItems, name, "BULK"), expected);
  }
}

TEST_F(DatasetImportJobsTest, BadRowsFailTheWholeJobWithTheirPlace) {
  MakeItems();
  Import(kItems, "good", std::string(kHeader) + "0,0,z\n");
  const std::string too_long =
      "Length cannot be more than 256 characters for ITEM_ID. If no values "
      "exceed the character limit, make sure";
  const struct {
    std::string rows;
    std::string reason;
  } cases[] = {
      {"1,2,a\n2,much,b\n", ".csv, line 3, column PRICE: expected a float"},
      {"1,2,a\n,2,b\n", "line 3, column ITEM_ID: expected a string"},
      {"1,2\n", "line 2: expected 3 values, as in the header row, found 2."},
      {"1,2,a,b\n", "line 2: expected 3 values, as in the header row, found 4."},
      {"1,2,\"a\n", "line 2, column 3: "},
      {"1,2,\"a\nb\"\n", "line 2, column 3: line break inside quotes"},
      {std::string(257, 'i') + ",2,a\n", too_long},
      {std::string("1,2,\xFF\n"), "column GENRES: expected a string in UTF-8"},
  };
  int number = 0;
  for (const auto& test : cases) {
    const std::string name = "bad" + std::to_string(++number);
    const Json job = Import(kItems, name, kHeader + test.rows);
    EXPECT_EQ(job.at("status"), "CREATE FAILED") << test.rows;
    EXPECT_THAT(job.value("failureReason", ""), ::testing::HasSubstr(test.reason));
    EXPECT_THAT(job.value("failureReason", ""),
                ::testing::HasSubstr("s3://source/" + name + ".csv"));
  }
  EXPECT_EQ(Export(kItems, "e", "BULK"), std::string(kHeader) + "0,0,z\n");
}

TEST_F(DatasetImportJobsTest, DataThatChangesAfterCreateFailsTheJob) {
  MakeItems();
  app.PutObject("s3://source/a.csv", kHeader);
  const std::string arn = TryImport("s3://source/a.csv").body.at("datasetImportJobArn");
  app.PutObject("s3://source/a.csv", "ITEM_ID\n");
  const Json job = Finish(arn);
  EXPECT_EQ(job.at("status"), "CREATE FAILED");
  EXPECT_EQ(job.at("failureReason"),
            "Input csv is missing the following columns: [PRICE, GENRES] (s3://source/a.csv)");
  const Json listed = Do("ListDatasetImportJobs", {{"datasetArn", kItems}}).at("datasetImportJobs");
  EXPECT_EQ(listed.at(0).at("failureReason"), job.at("failureReason"));
  EXPECT_EQ(listed.at(0).at("importMode"), "FULL");
  EXPECT_FALSE(listed.at(0).contains("dataSource"));
}

TEST_F(DatasetImportJobsTest, FullReplacesBulkRowsAndNotPutOnes) {
  MakeItems();
  Do("PutItems", {{"datasetArn", kItems}, {"items", {{{"itemId", "9"}}}}});
  Import(kItems, "j1", std::string(kHeader) + "1,1,a\n");
  Import(kItems, "j2", std::string(kHeader) + "2,2,b\n");
  EXPECT_EQ(Export(kItems, "bulk", "BULK"), std::string(kHeader) + "2,2,b\n");
  EXPECT_EQ(Export(kItems, "put", "PUT"), std::string(kHeader) + "9,,\n");
  EXPECT_EQ(Export(kItems, "all", "ALL"), std::string(kHeader) + "2,2,b\n9,,\n");
}

TEST_F(DatasetImportJobsTest, IncrementalNeedsASuccessfulImportAndReplacesItsIds) {
  MakeItems();
  app.PutObject("s3://source/a.csv", std::string(kHeader) + "1,9,z\n3,3,c\n");
  const auto refused = Refused("InvalidInputException", "You can only specify FULL");
  EXPECT_THAT(TryImport("s3://source/a.csv", "INCREMENTAL"), refused);
  Import(kItems, "failed", std::string(kHeader) + "1,x,a\n");
  EXPECT_THAT(TryImport("s3://source/a.csv", "INCREMENTAL"), refused);
  Import(kItems, "full", std::string(kHeader) + "1,1,a\n2,2,b\n");
  const Json job =
      Finish(TryImport("s3://source/a.csv", "INCREMENTAL").body.at("datasetImportJobArn"));
  EXPECT_EQ(job.at("importMode"), "INCREMENTAL");
  EXPECT_EQ(Export(kItems, "e", "BULK"), std::string(kHeader) + "2,2,b\n1,9,z\n3,3,c\n");
}

TEST_F(DatasetImportJobsTest, FiveJobsMayBeOnTheWay) {
  MakeItems();
  app.PutObject("s3://source/a.csv", kHeader);
  for (int i = 0; i < 5; ++i) {
    Do("CreateDatasetImportJob", ImportInput(kItems, "j" + std::to_string(i), "s3://source/a.csv"));
  }
  EXPECT_THAT(TryImport("s3://source/a.csv"),
              Refused("LimitExceededException",
                      "More than 5 resources with PENDING or IN_PROGRESS status."));
  app.Advance(400ms);
  EXPECT_THAT(TryImport("s3://source/a.csv"), Refused("LimitExceededException", "More than 5"));
  app.Advance(1s);
  EXPECT_EQ(TryImport("s3://source/a.csv").status, 200);
}

TEST_F(DatasetImportJobsTest, NamesAreNeverFreeAgain) {
  MakeItems();
  Import(kItems, "j", kHeader);
  EXPECT_THAT(TryImport("s3://source/j.csv"),
              Refused("ResourceAlreadyExistsException", Named("dataset-import-job/j")));
}

TEST_F(DatasetImportJobsTest, TheDatasetMustBeThereAndActive) {
  app.PutObject("s3://source/a.csv", kHeader);
  EXPECT_THAT(TryImport("s3://source/a.csv"), Refused("ResourceNotFoundException", kItems));
  const std::string group = MakeGroup("g");
  Do("CreateDataset", {{"name", "d"},
                       {"datasetGroupArn", group},
                       {"datasetType", "ITEMS"},
                       {"schemaArn", MakeSchema("s", kItemsSchema)}});
  EXPECT_THAT(TryImport("s3://source/a.csv"), Refused("ResourceInUseException", "CREATE PENDING"));
}

TEST_F(DatasetImportJobsTest, AMinimumOfRowsIsAskedForByTag) {
  MakeItems();
  app.PutObject("s3://source/a.csv", std::string(kHeader) + "1,1,a\n");
  Json input = ImportInput(kItems, "j", "s3://source/a.csv");
  input["tags"] = {{{"tagKey", "portside:minimum-interactions"}, {"tagValue", "2"}}};
  const Json job = Finish(Do("CreateDatasetImportJob", input).at("datasetImportJobArn"));
  EXPECT_EQ(job.at("status"), "CREATE FAILED");
  EXPECT_THAT(job.at("failureReason").get<std::string>(),
              ::testing::HasSubstr("has 1 records; an import into this dataset needs at least 2"));
  input["jobName"] = "k";
  input["tags"][0]["tagValue"] = "many";
  EXPECT_THAT(Try("CreateDatasetImportJob", input), Refused("InvalidInputException", "'many'"));
}

TEST_F(DatasetImportJobsTest, TenThousandRowsComeThrough) {
  MakeItems();
  std::string csv = kHeader;
  for (int i = 0; i < 10'000; ++i) csv += std::to_string(i) + ",1," + std::string(20, 'g') + "\n";
  ASSERT_EQ(Import(kItems, "j", csv).at("status"), "ACTIVE");
  EXPECT_EQ(Export(kItems, "e", "BULK"), csv);
}

TEST_F(DatasetImportJobsTest, FilesOfOtherFormatsAreRefusedByName) {
  const std::string dataset = MakeItems();
  app.CreateBucket("source");
  struct Case {
    std::string bytes;
    const char* text;
  };
  const Case kCases[] = {{"PAR1\x15\x04", "is an Apache Parquet file. It must be a CSV file"},
                         {"PK\x03\x04", "is a zip file. It must be a CSV file, plain or in"}};
  for (const Case& one : kCases) {
    app.PutObject("s3://source/in.csv", one.bytes);
    EXPECT_THAT(Try("CreateDatasetImportJob", ImportInput(dataset, "job", "s3://source/in.csv")),
                Refused("InvalidInputException",
                        "Invalid Data location. s3://source/in.csv " + std::string(one.text)));
  }
  // Of a folder the job looks at the files behind the first.
  app.PutObject("s3://source/folder/1.csv", "ITEM_ID,PRICE,GENRES\na,1,x\n");
  app.PutObject("s3://source/folder/2.csv", kCases[0].bytes);
  const Json job =
      Finish(Do("CreateDatasetImportJob", ImportInput(dataset, "folder", "s3://source/folder/"))
                 .at("datasetImportJobArn"));
  EXPECT_EQ(job.at("status"), "CREATE FAILED");
  EXPECT_THAT(job.at("failureReason").get<std::string>(),
              testing::HasSubstr("s3://source/folder/2.csv is an Apache Parquet file"));
}

TEST_F(DatasetImportJobsTest, GzipIsUnpacked) {
  const std::string dataset = MakeItems();
  app.CreateBucket("source");
  std::string csv = "ITEM_ID,PRICE,GENRES\n";
  for (int item = 0; item < 20'000; ++item) csv += "i" + std::to_string(item) + ",1,of a\n";
  const std::string packed = PackGzip(csv);
  app.PutObject("s3://source/folder/1.csv.gz", packed);
  app.PutObject("s3://source/folder/2.csv", "ITEM_ID,PRICE,GENRES\nplain,2,of b\n");
  // By its bytes, whatever its name.
  app.PutObject("s3://source/folder/3.csv", PackGzip("PRICE,GENRES,ITEM_ID\n3,of c,third\n"));
  const Json job =
      Finish(Do("CreateDatasetImportJob", ImportInput(dataset, "folder", "s3://source/folder/"))
                 .at("datasetImportJobArn"));
  ASSERT_EQ(job.at("status"), "ACTIVE") << job;
  EXPECT_EQ(Export(kItems, "e", "BULK"), csv + "plain,2,of b\nthird,3,of c\n");

  app.PutObject("s3://source/cut.csv.gz", packed.substr(0, packed.size() / 2));
  app.PutObject("s3://source/plain.csv.gz", csv);
  app.PutObject("s3://source/packed.csv", PackGzip("PAR1\x15"));
  struct Case {
    const char* file;
    const char* text;
  };
  for (const Case& one : {Case{"cut.csv.gz", " cannot be unpacked: truncated archive"},
                          Case{"plain.csv.gz", " cannot be unpacked: not a gzip file."},
                          Case{"packed.csv", " is an Apache Parquet file. It must be a CSV"}}) {
    const std::string uri = std::string("s3://source/") + one.file;
    EXPECT_THAT(Try("CreateDatasetImportJob", ImportInput(dataset, "job", uri)),
                Refused("InvalidInputException", uri + one.text));
  }
  // Of a folder the job looks at the files behind the first.
  app.PutObject("s3://source/damaged/1.csv", "ITEM_ID,PRICE,GENRES\na,1,x\n");
  app.PutObject("s3://source/damaged/2.csv.gz", packed.substr(0, packed.size() - 1));
  const Json failed =
      Finish(Do("CreateDatasetImportJob", ImportInput(dataset, "damaged", "s3://source/damaged/"))
                 .at("datasetImportJobArn"));
  EXPECT_EQ(failed.at("status"), "CREATE FAILED");
  EXPECT_THAT(failed.at("failureReason").get<std::string>(),
              testing::HasSubstr("s3://source/damaged/2.csv.gz cannot be unpacked"));
}

}  // namespace
}  // namespace portside::personalize
