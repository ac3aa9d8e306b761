// SPDX-License-Identifier: Apache-2.0

#include "portside/formats/gzip.h"
#include "services/sagemaker/sagemaker_fixture.h"

namespace portside::sagemaker {
namespace {

class TransformJobsTest : public SageMakerTest {
 protected:
  TransformJobsTest() {
    Call("CreateModel", {{"ModelName", "m"}, {"PrimaryContainer", {{"Image", "repo/image:1"}}}});
    app.PutObject("s3://models/in/a.csv", "1,2\n3,4\n");
    app.PutObject("s3://models/in/sub/b.csv", "5,6");
  }

  static Json Input(const std::string& name) {
    return {{"TransformJobName", name},
            {"ModelName", "m"},
            {"TransformInput",
             {{"DataSource",
               {{"S3DataSource", {{"S3DataType", "S3Prefix"}, {"S3Uri", "s3://models/in/"}}}}},
              {"ContentType", "text/csv"}}},
            {"TransformOutput", {{"S3OutputPath", "s3://out/t"}}},
            {"TransformResources", {{"InstanceType", "ml.m5.large"}, {"InstanceCount", 1}}}};
  }

  Json Run(const Json& changes) {
    Json input = Input("t" + std::to_string(++runs));
    input.merge_patch(changes);
    Call("CreateTransformJob", input);
    app.Advance(2s);
    return Call("DescribeTransformJob", {{"TransformJobName", input.at("TransformJobName")}});
  }
  void ExpectRefusal(const Json& changes, const std::string& message,
                     const std::string& code = "ValidationException") {
    Json input = Input("refused");
    input.merge_patch(changes);
    ExpectError("CreateTransformJob", input, code, message);
  }

  int runs = 0;
};

TEST_F(TransformJobsTest, EachObjectHasAnOutput) {
  const Json job = Run(Json::object());
  EXPECT_EQ(job.at("TransformJobStatus"), "Completed");
  EXPECT_EQ(app.ListKeys("s3://out/t"),
            (std::vector<std::string>{"t/a.csv.out", "t/sub/b.csv.out"}));
  EXPECT_EQ(app.GetObject("s3://out/t/a.csv.out"), "1,2\n3,4\n");
  EXPECT_EQ(job.at("DataProcessing"),
            Json({{"InputFilter", "$"}, {"OutputFilter", "$"}, {"JoinSource", "None"}}));
  EXPECT_EQ(job.at("TransformOutput").at("KmsKeyId"), "");
  EXPECT_EQ(job.at("TransformInput").at("SplitType"), "None");
  EXPECT_TRUE(job.at("TransformEndTime").is_number());
  EXPECT_FALSE(job.contains("LastModifiedTime"));
}

// A prefix that ends within a name: the output's key begins behind its last slash.
TEST_F(TransformJobsTest, AKeyBeginsBehindTheLastSlashOfThePrefix) {
  Run({{"TransformInput", {{"DataSource", {{"S3DataSource", {{"S3Uri", "s3://models/in/a"}}}}}}}});
  EXPECT_TRUE(app.HasObject("s3://out/t/a.csv.out"));
  Run({{"TransformInput", {{"DataSource", {{"S3DataSource", {{"S3Uri", "s3://models/in"}}}}}}}});
  EXPECT_TRUE(app.HasObject("s3://out/t/in/sub/b.csv.out"));
}

TEST_F(TransformJobsTest, RowsAreFilteredAndJoined) {
  Run({{"TransformInput", {{"SplitType", "Line"}}},
       {"TransformOutput", {{"AssembleWith", "Line"}, {"Accept", "text/csv"}}},
       {"DataProcessing",
        {{"InputFilter", "$[1:]"}, {"JoinSource", "Input"}, {"OutputFilter", "$[0,-1]"}}}});
  EXPECT_EQ(app.GetObject("s3://out/t/a.csv.out"), "1,2\n3,4\n");
  Run({{"TransformInput", {{"SplitType", "Line"}}},
       {"TransformOutput", {{"AssembleWith", "Line"}, {"Accept", "text/csv"}}},
       {"DataProcessing", {{"InputFilter", "$[1]"}, {"JoinSource", "Input"}}}});
  EXPECT_EQ(app.GetObject("s3://out/t/a.csv.out"), "1,2,2\n3,4,4\n");
}

TEST_F(TransformJobsTest, ObjectsOfJsonAreJoined) {
  app.PutObject("s3://models/json/a.jsonl", "{\"id\":1,\"x\":[2]}\n{\"id\":2,\"x\":[3]}\n");
  Run({{"TransformInput",
        {{"SplitType", "Line"},
         {"ContentType", "application/jsonlines"},
         {"DataSource", {{"S3DataSource", {{"S3Uri", "s3://models/json/"}}}}}}},
       {"TransformOutput", {{"AssembleWith", "Line"}, {"Accept", "application/jsonlines"}}},
       {"DataProcessing",
        {{"InputFilter", "$.x"},
         {"JoinSource", "Input"},
         {"OutputFilter", "$['id','SageMakerOutput']"}}}});
  EXPECT_EQ(app.GetObject("s3://out/t/a.jsonl.out"),
            "{\"SageMakerOutput\":[2],\"id\":1}\n{\"SageMakerOutput\":[3],\"id\":2}\n");
}

TEST_F(TransformJobsTest, AnObjectThatFailsHasNoOutputAndTheOthersDo) {
  app.PutObject("s3://models/in/c.csv", "1\n");
  const Json job = Run(
      {{"TransformInput", {{"SplitType", "Line"}}}, {"DataProcessing", {{"InputFilter", "$[1]"}}}});
  EXPECT_EQ(job.at("TransformJobStatus"), "Failed");
  EXPECT_EQ(job.at("FailureReason"), "ClientError: See job logs for more information");
  EXPECT_EQ(app.ListKeys("s3://out/t"),
            (std::vector<std::string>{"t/a.csv.out", "t/sub/b.csv.out"}));
}

TEST_F(TransformJobsTest, GzipIsUnpacked) {
  app.PutObject("s3://models/gz/a.csv.gz", PackGzip("1,2\n3,4\n"));
  app.PutObject("s3://models/gz/b.csv.gz", "no gzip");
  const Json job = Run({{"TransformInput",
                         {{"CompressionType", "Gzip"},
                          {"DataSource", {{"S3DataSource", {{"S3Uri", "s3://models/gz/"}}}}}}}});
  EXPECT_EQ(job.at("TransformJobStatus"), "Failed");
  EXPECT_EQ(app.GetObject("s3://out/t/a.csv.gz.out"), "1,2\n3,4\n");
  EXPECT_FALSE(app.HasObject("s3://out/t/b.csv.gz.out"));
}

TEST_F(TransformJobsTest, ARecordLargerThanThePayloadFails) {
  app.PutObject("s3://models/big/a.bin", std::string(1024 * 1024 + 1, 'x'));
  const Json job = Run(
      {{"MaxPayloadInMB", 1},
       {"TransformInput", {{"DataSource", {{"S3DataSource", {{"S3Uri", "s3://models/big/"}}}}}}}});
  EXPECT_EQ(job.at("TransformJobStatus"), "Failed");
}

TEST_F(TransformJobsTest, ItCanBeStoppedAndItsNameIsUsedUp) {
  Call("CreateTransformJob", Input("t"));
  Call("StopTransformJob", {{"TransformJobName", "t"}});
  app.Advance(1s);
  ExpectError("StopTransformJob", {{"TransformJobName", "t"}}, "ValidationException",
              "The request was rejected because the transform job is in status Stopped.");
  ExpectError("StopTransformJob", {{"TransformJobName", "x"}}, "ValidationException",
              "Could not find job to update with name: x");
  ExpectError("DescribeTransformJob", {{"TransformJobName", "x"}}, "ValidationException",
              "Could not find requested job with name: x");
  ExpectError("CreateTransformJob", Input("t"), "ResourceInUse",
              "(arn:aws:sagemaker:us-west-2:123456789012:transform-job/t)");
  EXPECT_TRUE(app.ListKeys("s3://out/t").empty());
}

TEST_F(TransformJobsTest, WhatIsWrongWithARequestIsSaid) {
  ExpectRefusal({{"ModelName", "none"}},
                "Could not find model \"arn:aws:sagemaker:us-west-2:123456789012:model/none\".");
  ExpectRefusal(
      {{"TransformInput", {{"DataSource", {{"S3DataSource", {{"S3Uri", "s3://models/none/"}}}}}}}},
      "No S3 objects found under S3 URL \"s3://models/none/\"");
  ExpectRefusal({{"DataProcessing", {{"InputFilter", "x"}}}}, "'x' does not begin with $");
  ExpectRefusal({{"DataProcessing", {{"JoinSource", "Input"}}}}, "Accept");
  ExpectRefusal({{"MaxConcurrentTransforms", 20}}, "must not be greater than 100");
  ExpectRefusal({{"TransformInput", {{"SplitType", "RecordIO"}}}}, "RecordIO",
                "NotImplementedException");
}

}  // namespace
}  // namespace portside::sagemaker
