// SPDX-License-Identifier: Apache-2.0
//
// What an edge packaging job reads and writes.

#include "services/sagemaker/edge/edge_packaging_job.h"

#include "portside/base/digest.h"
#include "portside/base/encoding.h"
#include "services/sagemaker/sagemaker_fixture.h"

namespace portside::sagemaker {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kCompiled = "s3://out/neo/net-rasp4b.tar.gz";
constexpr const char* kPackage = "s3://out/pkg/net-1.0.tar.gz";

class EdgePackagingJobTest : public SageMakerTest {
 protected:
  EdgePackagingJobTest() { Compile(CompilationInput("comp")); }
};

TEST_F(EdgePackagingJobTest, ThePackageIsTheCompiledModelAndAManifest) {
  Package(PackagingInput("pack"));
  const std::vector<TarMember> compiled = Unpack(kCompiled);
  const std::vector<TarMember> package = Unpack(kPackage);
  EXPECT_THAT(Paths(package), ElementsAre("net.onnx", "compiled.meta", "compiled.params",
                                          "compiled.so", "compiled_model.json", "dlr.h",
                                          "libdlr.so", "manifest", "sagemaker_edge_manifest"));
  for (const TarMember& member : compiled) {
    EXPECT_EQ(BytesOf(package, member.path), member.bytes) << member.path;
  }
  const auto manifest = ParseJson(BytesOf(package, "sagemaker_edge_manifest"));
  ASSERT_TRUE(manifest);
  EXPECT_EQ((*manifest)["metadata"], Json({{"model_name", "net"},
                                           {"model_version", "1.0"},
                                           {"compilation_job_name", "comp"},
                                           {"target", "rasp4b"},
                                           {"packaged_by", "Portside"}}));
  EXPECT_EQ((*manifest)["files"].size(), compiled.size());
}

TEST_F(EdgePackagingJobTest, OneObjectIsWrittenAndItsBytesRepeat) {
  Package(PackagingInput("one"));
  EXPECT_THAT(app.ListKeys("s3://out/pkg"), ElementsAre("pkg/net-1.0.tar.gz"));
  const std::string bytes = app.GetObject(kPackage);
  Package(PackagingInput("two"));
  EXPECT_EQ(app.GetObject(kPackage), bytes);
}

TEST_F(EdgePackagingJobTest, SpacesOfAVersionAreSpacesOfTheKey) {
  Json input = PackagingInput("pack");
  input["ModelVersion"] = "1.0 beta_2";
  EXPECT_EQ(Package(input)["ModelArtifact"], "s3://out/pkg/net-1.0 beta_2.tar.gz");
  EXPECT_THAT(app.ListKeys("s3://out/pkg"), ElementsAre("pkg/net-1.0 beta_2.tar.gz"));
}

TEST_F(EdgePackagingJobTest, TheSignatureCoversTheManifestOfThePackage) {
  const Json job = Package(PackagingInput("pack"));
  const auto text = Base64Decode(job["ModelSignature"].get<std::string>());
  ASSERT_TRUE(text);
  const auto document = ParseJson(*text);
  ASSERT_TRUE(document);
  const std::string manifest = BytesOf(Unpack(kPackage), "sagemaker_edge_manifest");
  EXPECT_EQ((*document)["manifest_sha256"], HexDigest(DigestAlgorithm::kSha256, manifest));
}

TEST_F(EdgePackagingJobTest, OutlivesItsCompilationJob) {
  Call("CreateEdgePackagingJob", PackagingInput("pack"));
  Call("DeleteCompilationJob", {{"CompilationJobName", "comp"}});
  app.Advance(1s);
  EXPECT_EQ(DescribePackaging("pack")["EdgePackagingJobStatus"], "COMPLETED");
}

TEST_F(EdgePackagingJobTest, AMissingCompiledModelFailsTheJob) {
  ASSERT_TRUE(app.objects().Remove("out", "neo/net-rasp4b.tar.gz"));
  const Json job = Package(PackagingInput("pack"));
  EXPECT_EQ(job["EdgePackagingJobStatus"], "FAILED");
  EXPECT_THAT(job["EdgePackagingJobStatusMessage"].get<std::string>(),
              AllOf(StartsWith("ClientError: The compiled model s3://out/neo/net-rasp4b.tar.gz of "
                               "compilation job 'comp' cannot be packaged: "),
                    HasSubstr("There is no object at"), HasSubstr("Run a compilation job again")));
  EXPECT_FALSE(job.contains("ModelArtifact"));
  EXPECT_FALSE(job.contains("ModelSignature"));
}

TEST_F(EdgePackagingJobTest, ADamagedCompiledModelFailsTheJob) {
  app.PutObject(kCompiled, "this is no archive");
  EXPECT_THAT(Package(PackagingInput("text"))["EdgePackagingJobStatusMessage"].get<std::string>(),
              HasSubstr("it is not a tar.gz file"));
  app.PutObject(kCompiled, WriteTarGz({}));
  EXPECT_THAT(Package(PackagingInput("void"))["EdgePackagingJobStatusMessage"].get<std::string>(),
              HasSubstr("it has no files."));
}

TEST_F(EdgePackagingJobTest, AMissingOutputBucketFailsTheJob) {
  Json input = PackagingInput("pack");
  input["OutputConfig"]["S3OutputLocation"] = "s3://nowhere/pkg";
  EXPECT_THAT(Package(input)["EdgePackagingJobStatusMessage"].get<std::string>(),
              StartsWith("ClientError: The packaged model cannot be written to "
                         "s3://nowhere/pkg/net-1.0.tar.gz: The bucket 'nowhere' does not exist."));
}

}  // namespace
}  // namespace portside::sagemaker
