// SPDX-License-Identifier: Apache-2.0
//
// What the suites of this service share: a program, a model in S3, jobs made of it.

#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/tar_files.h"
#include "support/test_app.h"

namespace portside::sagemaker {

using namespace std::chrono_literals;

inline constexpr const char* kRole = "arn:aws:iam::123456789012:role/SageMakerEdge";

class SageMakerTest : public testing::Test {
 protected:
  SageMakerTest() {
    app.CreateBucket("models");
    app.CreateBucket("out");
    PutModel("s3://models/net.tar.gz", {{"net.onnx", "a model"}});
  }

  void PutModel(const std::string& uri, const std::vector<TarMember>& members) {
    app.PutObject(uri, WriteTarGz(members));
  }

  Json Call(std::string_view operation, const Json& input) {
    return app.Call("sagemaker", operation, input);
  }

  void ExpectError(std::string_view operation, const Json& input, const std::string& code,
                   const std::string& message) {
    const CallResult result = app.TryCall("sagemaker", operation, input);
    EXPECT_EQ(result.status, code == "NotImplementedException" ? 501 : 400);
    EXPECT_EQ(result.ErrorCode(), code);
    EXPECT_THAT(result.ErrorMessage(), testing::HasSubstr(message)) << operation;
  }

  // A valid CreateCompilationJob input; tests change what they are about.
  static Json CompilationInput(const std::string& name) {
    return {{"CompilationJobName", name},
            {"RoleArn", kRole},
            {"InputConfig",
             {{"S3Uri", "s3://models/net.tar.gz"},
              {"DataInputConfig", R"({"data":[1,3,224,224]})"},
              {"Framework", "ONNX"}}},
            {"OutputConfig", {{"S3OutputLocation", "s3://out/neo"}, {"TargetDevice", "rasp4b"}}},
            {"StoppingCondition", {{"MaxRuntimeInSeconds", 900}}}};
  }

  Json DescribeCompilation(const std::string& name) {
    return Call("DescribeCompilationJob", {{"CompilationJobName", name}});
  }

  // Runs a compilation job to its end and describes it.
  Json Compile(const Json& input) {
    Call("CreateCompilationJob", input);
    app.Advance(1s);
    return DescribeCompilation(input.at("CompilationJobName").get<std::string>());
  }

  // A valid CreateEdgePackagingJob input of the compilation job "comp".
  static Json PackagingInput(const std::string& name) {
    return {{"EdgePackagingJobName", name},
            {"CompilationJobName", "comp"},
            {"ModelName", "net"},
            {"ModelVersion", "1.0"},
            {"RoleArn", kRole},
            {"OutputConfig", {{"S3OutputLocation", "s3://out/pkg"}}}};
  }

  Json DescribePackaging(const std::string& name) {
    return Call("DescribeEdgePackagingJob", {{"EdgePackagingJobName", name}});
  }

  // Runs an edge packaging job to its end and describes it.
  Json Package(const Json& input) {
    Call("CreateEdgePackagingJob", input);
    app.Advance(1s);
    return DescribePackaging(input.at("EdgePackagingJobName").get<std::string>());
  }

  std::vector<TarMember> Unpack(const std::string& uri) {
    auto members = ReadTarGz(app.GetObject(uri));
    EXPECT_TRUE(members) << members.error().Describe();
    return members ? *members : std::vector<TarMember>();
  }

  static std::vector<std::string> Paths(const std::vector<TarMember>& members) {
    std::vector<std::string> paths;
    for (const TarMember& member : members) paths.push_back(member.path);
    return paths;
  }

  static std::string BytesOf(const std::vector<TarMember>& members, std::string_view path) {
    for (const TarMember& member : members) {
      if (member.path == path) return member.bytes;
    }
    ADD_FAILURE() << "no member " << path;
    return "";
  }

  TestApp app;
};

}  // namespace portside::sagemaker
