// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/neo/neo_targets.h"

#include <algorithm>
#include <array>
#include <utility>

namespace portside::sagemaker {
namespace {

// The accounts that hold Neo's inference images, as the SageMaker Python SDK lists them.
constexpr std::pair<std::string_view, std::string_view> kImageAccounts[] = {
    {"af-south-1", "774647643957"},     {"ap-east-1", "110948597952"},
    {"ap-northeast-1", "941853720454"}, {"ap-northeast-2", "151534178276"},
    {"ap-south-1", "763008648453"},     {"ap-southeast-1", "324986816169"},
    {"ap-southeast-2", "355873309152"}, {"ca-central-1", "464438896020"},
    {"cn-north-1", "472730292857"},     {"cn-northwest-1", "474822919863"},
    {"eu-central-1", "746233611703"},   {"eu-north-1", "601324751636"},
    {"eu-south-1", "966458181534"},     {"eu-west-1", "802834080501"},
    {"eu-west-2", "205493899709"},      {"eu-west-3", "254080097072"},
    {"me-south-1", "836785723513"},     {"sa-east-1", "756306329178"},
    {"us-east-1", "785573368785"},      {"us-east-2", "007439368137"},
    {"us-gov-west-1", "263933020539"},  {"us-west-1", "710691900526"},
    {"us-west-2", "301217895009"},
};

// The first row whose framework matches and whose version the job's begins with.
struct ImageRow {
  std::string_view framework;
  std::string_view version;  // of the job; empty: any, also none
  std::string_view repository;
  std::string_view tag;  // "" with `-cpu-py3` or `-gpu-py3` behind, but for "latest"
};

constexpr ImageRow kImages[] = {
    {"MXNET", "", "sagemaker-inference-mxnet", "1.8"},
    {"TENSORFLOW", "2", "sagemaker-inference-tensorflow", "2.9.2"},
    {"TENSORFLOW", "", "sagemaker-inference-tensorflow", "1.15.3"},
    {"PYTORCH", "1.12", "sagemaker-inference-pytorch", "1.12"},
    {"PYTORCH", "1.8", "sagemaker-inference-pytorch", "1.8"},
    {"PYTORCH", "1.7", "sagemaker-inference-pytorch", "1.7"},
    {"PYTORCH", "1.6", "sagemaker-inference-pytorch", "1.6"},
    {"PYTORCH", "1.5", "sagemaker-inference-pytorch", "1.5"},
    {"PYTORCH", "1.4", "sagemaker-inference-pytorch", "1.4"},
    {"XGBOOST", "", "xgboost-neo", "latest"},
};

constexpr std::array<std::string_view, 3> kGpuInstances = {"ml_p2", "ml_p3", "ml_g4dn"};
constexpr std::array<std::string_view, 6> kCpuInstances = {"ml_m4", "ml_m5", "ml_m6g",
                                                           "ml_c4", "ml_c5", "ml_c6g"};

template <std::size_t N>
bool Contains(const std::array<std::string_view, N>& set, std::string_view value) {
  return std::find(set.begin(), set.end(), value) != set.end();
}

}  // namespace

std::string TargetName(const Json& output_config) {
  const auto platform = output_config.find("TargetPlatform");
  if (platform == output_config.end()) return StringOr(output_config, "TargetDevice");
  std::string name = StringOr(*platform, "Os") + "_" + StringOr(*platform, "Arch");
  const std::string accelerator = StringOr(*platform, "Accelerator");
  return accelerator.empty() ? name : name + "_" + accelerator;
}

std::string_view TargetDeviceType(const Json& output_config) {
  const auto platform = output_config.find("TargetPlatform");
  if (platform != output_config.end()) {
    const std::string accelerator = StringOr(*platform, "Accelerator");
    return accelerator == "NVIDIA" || accelerator == "MALI" || accelerator == "INTEL_GRAPHICS"
               ? "gpu"
               : "cpu";
  }
  const std::string device = StringOr(output_config, "TargetDevice");
  if (device.starts_with("ml_inf") || device.starts_with("ml_trn")) return "inf";
  if (device.starts_with("jetson_") || Contains(kGpuInstances, device)) return "gpu";
  return "cpu";
}

std::string CompiledModelName(std::string_view input_key, std::string_view target) {
  constexpr std::string_view kSuffix = ".tar.gz";
  const auto slash = input_key.rfind('/');
  std::string_view stem = slash == input_key.npos ? input_key : input_key.substr(slash + 1);
  if (stem.ends_with(kSuffix)) stem.remove_suffix(kSuffix.size());
  return std::string(stem) + "-" + std::string(target) + std::string(kSuffix);
}

std::optional<std::string> InferenceImage(const Json& input_config, const Json& output_config,
                                          std::string_view region) {
  const std::string device = StringOr(output_config, "TargetDevice");
  const bool gpu = Contains(kGpuInstances, device);
  if (!gpu && !Contains(kCpuInstances, device)) return std::nullopt;

  const std::string framework = StringOr(input_config, "Framework");
  const std::string version = StringOr(input_config, "FrameworkVersion");
  const auto row = std::find_if(std::begin(kImages), std::end(kImages), [&](const ImageRow& image) {
    return image.framework == framework && version.starts_with(image.version);
  });
  const auto account =
      std::find_if(std::begin(kImageAccounts), std::end(kImageAccounts),
                   [&](const auto& candidate) { return candidate.first == region; });
  if (row == std::end(kImages) || account == std::end(kImageAccounts)) return std::nullopt;

  std::string image = std::string(account->second) + ".dkr.ecr." + std::string(region) +
                      (region.starts_with("cn-") ? ".amazonaws.com.cn/" : ".amazonaws.com/") +
                      std::string(row->repository) + ":" + std::string(row->tag);
  if (row->tag != "latest") image += gpu ? "-gpu-py3" : "-cpu-py3";
  return image;
}

}  // namespace portside::sagemaker
