// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/neo/neo_targets.h"

#include <gtest/gtest.h>

namespace portside::sagemaker {
namespace {

Json Device(const char* name) { return {{"TargetDevice", name}}; }

Json Platform(const char* os, const char* arch, const char* accelerator) {
  Json output_config = {{"TargetPlatform", {{"Os", os}, {"Arch", arch}}}};
  if (*accelerator != '\0') output_config["TargetPlatform"]["Accelerator"] = accelerator;
  return output_config;
}

// Pairs seen in real outputs.
TEST(CompiledModelNameTest, IsTheInputsNameAndTheTarget) {
  const auto name = [](const char* key, const Json& output_config) {
    return CompiledModelName(key, TargetName(output_config));
  };
  EXPECT_EQ(name("models/model.tar.gz", Device("ml_c5")), "model-ml_c5.tar.gz");
  EXPECT_EQ(name("mobilenet_ssd_v1.tar.gz", Device("rasp3b")), "mobilenet_ssd_v1-rasp3b.tar.gz");
  EXPECT_EQ(name("a/b/model.tar.gz", Platform("LINUX", "X86_64", "")), "model-LINUX_X86_64.tar.gz");
  EXPECT_EQ(name("resnet18_model.tar.gz", Platform("LINUX", "ARM64", "NVIDIA")),
            "resnet18_model-LINUX_ARM64_NVIDIA.tar.gz");
  EXPECT_EQ(name("models/train", Device("ml_c5")), "train-ml_c5.tar.gz");
  EXPECT_EQ(name("m.1.tar.gz", Device("ml_c5")), "m.1-ml_c5.tar.gz");
}

TEST(TargetDeviceTypeTest, TellsGpuAndInferentiaFromCpu) {
  EXPECT_EQ(TargetDeviceType(Device("ml_c5")), "cpu");
  EXPECT_EQ(TargetDeviceType(Device("ml_g4dn")), "gpu");
  EXPECT_EQ(TargetDeviceType(Device("jetson_nano")), "gpu");
  EXPECT_EQ(TargetDeviceType(Device("ml_inf1")), "inf");
  EXPECT_EQ(TargetDeviceType(Platform("LINUX", "ARM64", "NVIDIA")), "gpu");
  EXPECT_EQ(TargetDeviceType(Platform("LINUX", "ARM64", "NNA")), "cpu");
  EXPECT_EQ(TargetDeviceType(Platform("ANDROID", "ARM64", "")), "cpu");
}

struct ImageCase {
  const char* framework;
  const char* version;
  const char* device;
  const char* region;
  const char* image;  // "" where AWS publishes none
};

const ImageCase kImageCases[] = {
    {"MXNET", "", "ml_c5", "us-west-2",
     "301217895009.dkr.ecr.us-west-2.amazonaws.com/"
     "sagemaker-inference-mxnet:1.8-cpu-py3"},
    {"PYTORCH", "1.12.1", "ml_p3", "us-east-1",
     "785573368785.dkr.ecr.us-east-1.amazonaws.com/"
     "sagemaker-inference-pytorch:1.12-gpu-py3"},
    {"TENSORFLOW", "2.4.1", "ml_m5", "cn-north-1",
     "472730292857.dkr.ecr.cn-north-1.amazonaws.com.cn/"
     "sagemaker-inference-tensorflow:2.9.2-cpu-py3"},
    {"TENSORFLOW", "", "ml_m5", "eu-west-1",
     "802834080501.dkr.ecr.eu-west-1.amazonaws.com/"
     "sagemaker-inference-tensorflow:1.15.3-cpu-py3"},
    {"XGBOOST", "", "ml_c4", "us-west-2",
     "301217895009.dkr.ecr.us-west-2.amazonaws.com/xgboost-neo:latest"},
    {"PYTORCH", "", "ml_c5", "us-west-2", ""},
    {"ONNX", "", "ml_c5", "us-west-2", ""},
    {"MXNET", "", "rasp3b", "us-west-2", ""},
    {"MXNET", "", "ml_inf1", "us-west-2", ""},
    {"MXNET", "", "ml_c5", "mars-1", ""}};

TEST(InferenceImageTest, IsThePublishedOne) {
  for (const ImageCase& c : kImageCases) {
    Json input_config = {{"Framework", c.framework}};
    if (*c.version != '\0') input_config["FrameworkVersion"] = c.version;
    EXPECT_EQ(InferenceImage(input_config, Device(c.device), c.region).value_or(""), c.image)
        << c.framework << " " << c.version << " " << c.device << " " << c.region;
  }
}

TEST(InferenceImageTest, APlatformHasNone) {
  EXPECT_FALSE(
      InferenceImage({{"Framework", "MXNET"}}, Platform("LINUX", "X86_64", ""), "us-west-2"));
}

}  // namespace
}  // namespace portside::sagemaker
