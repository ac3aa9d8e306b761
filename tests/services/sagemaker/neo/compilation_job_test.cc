// SPDX-License-Identifier: Apache-2.0
//
// What a compilation job reads and writes.

#include "services/sagemaker/neo/compilation_job.h"

#include "portside/base/digest.h"
#include "services/sagemaker/sagemaker_fixture.h"

namespace portside::sagemaker {
namespace {

using testing::ElementsAre;

class CompilationJobTest : public SageMakerTest {
 protected:
  void ExpectFailure(const Json& input, const std::string& reason) {
    const Json job = Compile(input);
    EXPECT_EQ(job["CompilationJobStatus"], "FAILED");
    EXPECT_EQ(job["FailureReason"], reason);
    EXPECT_FALSE(job.contains("ModelDigests"));
    EXPECT_TRUE(job.contains("CompilationEndTime"));
  }

  static Json InputOf(const std::string& uri, const std::string& framework = "ONNX") {
    Json input = CompilationInput("comp");
    input["InputConfig"]["S3Uri"] = uri;
    input["InputConfig"]["Framework"] = framework;
    return input;
  }
};

TEST_F(CompilationJobTest, WritesTheCompiledModelUnderInputAndTarget) {
  const Json job = Compile(CompilationInput("comp"));
  EXPECT_EQ(job["CompilationJobStatus"], "COMPLETED");
  EXPECT_EQ(job["FailureReason"], "");
  EXPECT_EQ(job["ModelArtifacts"]["S3ModelArtifacts"], "s3://out/neo/net-rasp4b.tar.gz");
  EXPECT_THAT(app.ListKeys("s3://out/"), ElementsAre("neo/net-rasp4b.tar.gz"));

  const std::vector<TarMember> members = Unpack("s3://out/neo/net-rasp4b.tar.gz");
  EXPECT_THAT(Paths(members),
              ElementsAre("net.onnx", "compiled.meta", "compiled.params", "compiled.so",
                          "compiled_model.json", "dlr.h", "libdlr.so", "manifest"));
  EXPECT_EQ(BytesOf(members, "net.onnx"), "a model");
  const auto meta = ParseJson(BytesOf(members, "compiled.meta"));
  ASSERT_TRUE(meta);
  EXPECT_EQ((*meta)["Requirements"]["TargetDevice"], "rasp4b");
  EXPECT_EQ((*meta)["Model"]["Inputs"][0]["name"], "data");
}

TEST_F(CompilationJobTest, APlatformGivesTheFileItsName) {
  Json input = CompilationInput("comp");
  input["OutputConfig"] = {
      {"S3OutputLocation", "s3://out/neo/"},
      {"TargetPlatform", {{"Os", "LINUX"}, {"Arch", "ARM64"}, {"Accelerator", "NVIDIA"}}}};
  EXPECT_EQ(Compile(input)["ModelArtifacts"]["S3ModelArtifacts"],
            "s3://out/neo/net-LINUX_ARM64_NVIDIA.tar.gz");
}

TEST_F(CompilationJobTest, ABucketAloneIsAnOutputLocation) {
  Json input = CompilationInput("comp");
  input["OutputConfig"]["S3OutputLocation"] = "s3://out";
  EXPECT_EQ(Compile(input)["ModelArtifacts"]["S3ModelArtifacts"], "s3://out/net-rasp4b.tar.gz");
}

TEST_F(CompilationJobTest, TheDigestIsOfTheBytesAndTheBytesRepeat) {
  const Json first = Compile(CompilationInput("one"));
  const std::string bytes = app.GetObject("s3://out/neo/net-rasp4b.tar.gz");
  EXPECT_EQ(first["ModelDigests"]["ArtifactDigest"],
            HexDigest(DigestAlgorithm::kBlake2b512, bytes));
  app.Advance(1h);
  const Json second = Compile(CompilationInput("two"));
  EXPECT_EQ(second["ModelDigests"], first["ModelDigests"]);
  EXPECT_EQ(app.GetObject("s3://out/neo/net-rasp4b.tar.gz"), bytes);
}

TEST_F(CompilationJobTest, TheModelIsEncryptedWithTheKeyThatIsNamed) {
  Json input = CompilationInput("comp");
  input["OutputConfig"]["KmsKeyId"] = "1234abcd-12ab-34cd-56ef-1234567890ab";
  Compile(input);
  const auto model = app.objects().Head("out", "neo/net-rasp4b.tar.gz");
  ASSERT_TRUE(model);
  EXPECT_EQ(model->attributes.headers.at("x-amz-server-side-encryption"), "aws:kms");
  EXPECT_EQ(model->attributes.headers.at("x-amz-server-side-encryption-aws-kms-key-id"),
            "arn:aws:kms:" + app.region + ":" + app.account +
                ":key/1234abcd-12ab-34cd-56ef-1234567890ab");
}

// By its table a compilation takes 0.7 seconds; a test can order that it takes longer.
TEST_F(CompilationJobTest, ACompilationOverItsMaxRuntimeTimesOut) {
  app.Control("POST", "/_portside/outcomes",
              {{"match", {{"kind", "sagemaker::compilation_job"}}},
               {"outcome", {{"state", "INPROGRESS"}, {"seconds", 3600}}}});
  Json input = CompilationInput("comp");
  input["StoppingCondition"]["MaxRuntimeInSeconds"] = 900;
  Call("CreateCompilationJob", input);
  app.Advance(899s);
  EXPECT_EQ(DescribeCompilation("comp")["CompilationJobStatus"], "INPROGRESS");
  app.Advance(2s);
  const Json job = DescribeCompilation("comp");
  EXPECT_EQ(job["CompilationJobStatus"], "FAILED");
  EXPECT_EQ(job["FailureReason"],
            "ClientError: TimeOut: the compilation ran longer than the MaxRuntimeInSeconds of its "
            "StoppingCondition, 900.");
  EXPECT_FALSE(app.HasObject("s3://out/neo/net-rasp4b.tar.gz"));
}

TEST_F(CompilationJobTest, TheInputConfigIsRepeatedAsJson) {
  Json input = CompilationInput("comp");
  input["InputConfig"]["DataInputConfig"] = "{'data': [1, 3, 224, 224]}";
  EXPECT_EQ(Compile(input)["DerivedInformation"]["DerivedDataInputConfig"],
            R"({"data":[1,3,224,224]})");
}

TEST_F(CompilationJobTest, XgboostInputsAreDerivedFromTheModel) {
  PutModel("s3://models/xgb.tar.gz",
           {{"xgboost-model", R"({"learner":{"learner_model_param":{"num_feature":"5"}}})"}});
  Json input = InputOf("s3://models/xgb.tar.gz", "XGBOOST");
  input["InputConfig"].erase("DataInputConfig");
  const Json job = Compile(input);
  EXPECT_EQ(job["CompilationJobStatus"], "COMPLETED");
  EXPECT_EQ(job["DerivedInformation"]["DerivedDataInputConfig"], R"({"data":[-1,5]})");
}

TEST_F(CompilationJobTest, AModelThatTellsNothingDerivesNothing) {
  PutModel("s3://models/xgb.tar.gz", {{"xgboost-model", "binf"}});
  Json input = InputOf("s3://models/xgb.tar.gz", "XGBOOST");
  input["InputConfig"].erase("DataInputConfig");
  const Json job = Compile(input);
  EXPECT_EQ(job["CompilationJobStatus"], "COMPLETED");
  EXPECT_FALSE(job.contains("DerivedInformation"));
}

TEST_F(CompilationJobTest, AMissingObjectOrBucketFailsTheJob) {
  ExpectFailure(InputOf("s3://models/none.tar.gz"),
                "ClientError: InputConfiguration: S3 object does not exist. Bucket: models, Key: "
                "none.tar.gz");
  Call("DeleteCompilationJob", {{"CompilationJobName", "comp"}});
  ExpectFailure(InputOf("s3://nowhere/net.tar.gz"),
                "ClientError: InputConfiguration: S3 object does not exist. Bucket: nowhere, Key: "
                "net.tar.gz");
  Call("DeleteCompilationJob", {{"CompilationJobName", "comp"}});
  ExpectFailure(InputOf("s3://models"),
                "ClientError: InputConfiguration: S3 object does not exist. Bucket: models, Key: ");
}

TEST_F(CompilationJobTest, ABucketOfAnotherRegionFailsTheJob) {
  app.CreateBucket("far", "eu-west-1");
  PutModel("s3://far/net.tar.gz", {{"net.onnx", "a model"}});
  ExpectFailure(InputOf("s3://far/net.tar.gz"),
                "ClientError: InputConfiguration: Bucket far is in region eu-west-1 which is "
                "different from AWS Sagemaker service region us-west-2");
}

TEST_F(CompilationJobTest, WhatIsNoArchiveFailsTheJob) {
  app.PutObject("s3://models/text.tar.gz", "this is no archive");
  ExpectFailure(InputOf("s3://models/text.tar.gz"),
                "ClientError: InputConfiguration: Unable to untar input model. Please confirm the "
                "model is a tar.gz file");
}

TEST_F(CompilationJobTest, WrongModelFilesFailTheJob) {
  PutModel("s3://models/two.tar.gz", {{"a.pb", "1"}, {"b.pbtxt", "2"}});
  ExpectFailure(InputOf("s3://models/two.tar.gz", "TENSORFLOW"),
                "ClientError: InputConfiguration: Exactly one .pb or .pbtxt file is allowed for "
                "TensorFlow models.");
}

TEST_F(CompilationJobTest, AShapeMustBeGivenWhereItIsNotDerived) {
  Json input = CompilationInput("comp");
  input["InputConfig"].erase("DataInputConfig");
  const char* reason =
      "ClientError: InputConfiguration: data_shape not found. Make sure a valid data_shape "
      "parameter is provided.";
  ExpectFailure(input, reason);
  Call("DeleteCompilationJob", {{"CompilationJobName", "comp"}});
  input["InputConfig"]["DataInputConfig"] = "{}";
  ExpectFailure(input, reason);
}

TEST_F(CompilationJobTest, AMalformedShapeFailsTheJobWithTheExpectedForm) {
  Json input = CompilationInput("comp");
  input["InputConfig"]["DataInputConfig"] = "1,3,224,224";
  ExpectFailure(input,
                "ClientError: InputConfiguration: DataInputConfig is not a JSON object or list. "
                R"(Expected a form like {"data": [1,3,224,224]}.)");
}

TEST_F(CompilationJobTest, AMissingOutputBucketFailsTheJob) {
  Json input = CompilationInput("comp");
  input["OutputConfig"]["S3OutputLocation"] = "s3://nowhere/neo";
  const Json job = Compile(input);
  EXPECT_EQ(job["CompilationJobStatus"], "FAILED");
  EXPECT_THAT(job["FailureReason"].get<std::string>(),
              testing::StartsWith("ClientError: OutputConfiguration: The bucket 'nowhere'"));
}

TEST(FailureTextTest, NamesTheSideAndFitsTheMember) {
  EXPECT_EQ(FailureText({"No.", "CLIENT_ERROR"}), "ClientError: No.");
  EXPECT_EQ(FailureText({"No.", "SERVER_ERROR"}), "ServerError: No.");
  const std::string whole = FailureText({std::string(1011, 'x')});
  EXPECT_EQ(whole.size(), 1024U);
  EXPECT_EQ(whole.back(), 'x');
  std::string umlauts;
  for (int i = 0; i < 800; ++i) umlauts += "ü";
  const std::string cut = FailureText({umlauts});
  EXPECT_LE(cut.size(), 1024U);
  EXPECT_THAT(cut, testing::EndsWith("ü … (shortened)"));
}

}  // namespace
}  // namespace portside::sagemaker
