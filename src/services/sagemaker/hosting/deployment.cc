// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/hosting/deployment.h"

#include <functional>

#include "portside/base/digest.h"
#include "portside/runners/runners.h"
#include "services/sagemaker/hosting/model_process.h"
#include "services/sagemaker/hosting/rules.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

// The images of a model's containers. One that is a package's has none here.
Json ImagesOf(const Resource& model, Timestamp now) {
  Json images = Json::array();
  const auto add = [&](const Json& container) {
    const std::string image = StringOr(container, "Image");
    if (image.empty()) return;
    images.push_back({{"SpecifiedImage", image},
                      {"ResolvedImage", ResolveImage(image)},
                      {"ResolutionTime", ToEpochSeconds(now)}});
  };
  if (const auto primary = model.document.find("PrimaryContainer");
      primary != model.document.end()) {
    add(*primary);
  }
  if (const auto list = model.document.find("Containers"); list != model.document.end()) {
    for (const Json& container : *list) add(container);
  }
  return images;
}

// `model` is null where the variant has none.
Json DeployVariant(const Json& variant, const Resource* model, Timestamp now) {
  Json deployed = {{"VariantName", variant.at("VariantName")},
                   {"CurrentWeight", variant.at("InitialVariantWeight")},
                   {"DesiredWeight", variant.at("InitialVariantWeight")}};
  if (model != nullptr) {
    deployed["DeployedImages"] = ImagesOf(*model, now);
    deployed["Container"] = ServedContainer(model->document);
  }
  if (variant.contains("ServerlessConfig")) {
    // As notebooks of AWS show it: no instances, and no wish for any.
    deployed["CurrentInstanceCount"] = 0;
    deployed["CurrentServerlessConfig"] = variant.at("ServerlessConfig");
  } else {
    // Of a variant for components that says nothing: one.
    const Json count = variant.value("InitialInstanceCount", Json(1));
    deployed["CurrentInstanceCount"] = count;
    deployed["DesiredInstanceCount"] = count;
  }
  for (const char* member : {"ManagedInstanceScaling", "RoutingConfig", "InstanceType",
                             "AcceleratorType", "ModelName"}) {
    if (variant.contains(member)) deployed[member] = variant.at(member);
  }
  if (variant.contains("CapacityReservationConfig")) {
    deployed["CapacityReservationConfig"] = variant.at("CapacityReservationConfig");
  }
  return deployed;
}

using Deployer = std::function<Result<Json>(const Json& variant)>;

Result<Json> DeployAll(const Resource& config, Timestamp now, const Deployer& deploy) {
  Json deployment = {{"EndpointConfigName", config.name}, {"StartTime", ToEpochSeconds(now)}};
  for (const auto& [given, kept] : {std::pair("ProductionVariants", "Variants"),
                                    std::pair("ShadowProductionVariants", "ShadowVariants")}) {
    const auto list = config.document.find(given);
    if (list == config.document.end()) continue;
    Json& variants = deployment[kept] = Json::array();
    for (const Json& variant : *list) variants.push_back(TRY(deploy(variant)));
  }
  for (const char* member : {"DataCaptureConfig", "AsyncInferenceConfig", "ExplainerConfig",
                             "MetricsConfig", "CrossRegionTrafficConfig"}) {
    if (config.document.contains(member)) deployment[member] = config.document.at(member);
  }
  return deployment;
}

}  // namespace

Result<Json> DeploymentOf(const Resource& config, RequestContext& context) {
  return DeployAll(config, context.now, [&context](const Json& variant) -> Result<Json> {
    if (!variant.contains("ModelName")) return DeployVariant(variant, nullptr, context.now);
    const ResourcePtr model = TRY(FindResource(kModels, variant, context));
    return DeployVariant(variant, model.get(), context.now);
  });
}

Json DeploymentOf(const Resource& config, const Resource& model, Timestamp now) {
  return *DeployAll(config, now, [&](const Json& variant) -> Result<Json> {
    return DeployVariant(variant, &model, now);
  });
}

std::string ResolveImage(const std::string& image) {
  if (image.find('@') != std::string::npos) return image;
  // A colon before the last slash is a registry's port.
  const auto slash = image.rfind('/');
  const auto tag = image.find(':', slash == std::string::npos ? 0 : slash);
  return image.substr(0, tag) + "@sha256:" + HexDigest(DigestAlgorithm::kSha256, image);
}

const Runner* RunnerOf(const std::string& endpoint, const Json& variant, const Runners* runners) {
  if (runners == nullptr) return nullptr;
  const Json images = variant.value("DeployedImages", Json::array());
  const std::string image = images.empty() ? "" : StringOr(images.front(), "SpecifiedImage");
  const Runner* runner = runners->Find(RunnerKind::kEndpoint, endpoint, image);
  const bool is_served = runner != nullptr && (runner->url || variant.contains("Container"));
  return is_served ? runner : nullptr;
}

}  // namespace portside::sagemaker
