// SPDX-License-Identifier: Apache-2.0
//
// Inference components: models that share the instances of an endpoint's variant.

#include <algorithm>
#include <string>

#include "services/sagemaker/hosting/deployment.h"
#include "services/sagemaker/hosting/endpoint.h"
#include "services/sagemaker/hosting/hosting_errors.h"
#include "services/sagemaker/hosting/inference_component.h"
#include "services/sagemaker/hosting/rules.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

// As Describe shows it: the image that is deployed in place of the one that was named.
Json Summary(Json specification, Timestamp now) {
  const auto container = specification.find("Container");
  if (container == specification.end()) return specification;
  if (const std::string image = StringOr(*container, "Image"); !image.empty()) {
    (*container)["DeployedImage"] = {{"SpecifiedImage", image},
                                     {"ResolvedImage", ResolveImage(image)},
                                     {"ResolutionTime", ToEpochSeconds(now)}};
  }
  container->erase("Image");
  return specification;
}

Result<void> CheckSpecification(const Json& specification, RequestContext& context) {
  if (specification.contains("ModelName")) TRY(FindResource(kModels, specification, context));
  if (!specification.contains("BaseInferenceComponentName")) return {};
  TRY(FindResource(kInferenceComponents,
                   {{"InferenceComponentName", specification.at("BaseInferenceComponentName")}},
                   context));
  return {};
}

// Specification and Specifications of a request, looked at, as they are kept.
Result<Json> ReadSpecifications(const Json& input, RequestContext& context) {
  Json kept = Json::object();
  if (const auto one = input.find("Specification"); one != input.end()) {
    TRY(CheckSpecification(*one, context));
    kept["Specification"] = Summary(*one, context.now);
  }
  if (const auto several = input.find("Specifications"); several != input.end()) {
    kept["Specifications"] = Json::array();
    for (const Json& one : *several) {
      TRY(CheckSpecification(one, context));
      kept["Specifications"].push_back(Summary(one, context.now));
    }
  }
  return kept;
}

// The variant that the request names, or the endpoint's first; one for components.
Result<std::string> FindVariant(const Json& input, const Resource& endpoint) {
  const Json variants = endpoint.document.value("Variants", Json::array());
  const std::string wanted = StringOr(input, "VariantName");
  for (const Json& variant : variants) {
    if (variant.contains("ModelName")) return Fail(NoComponentsHere());
    const std::string name = variant.at("VariantName");
    if (wanted.empty() || wanted == name) return name;
  }
  return Fail(
      NoSuchVariants("\"" + wanted + "\"", StringOr(endpoint.document, "EndpointConfigName")));
}

Result<Json> Begin(Resource component, RequestContext& context) {
  const std::string arn = component.arn;
  const std::string state = component.state;
  component.updated_at = context.now;
  if (context.jobs.Command(kInferenceComponent, JobVerb::kUpdate, std::move(component)) ==
      CommandOutcome::kNotLegal) {
    return Fail(ComponentInProgress(arn, state));
  }
  return Json{{"InferenceComponentArn", arn}};
}

void WishCopies(const Json& config, Json& document) {
  document["RuntimeConfig"]["DesiredCopyCount"] = config.at("CopyCount");
}

}  // namespace

Result<void> PrepareInferenceComponent(const Json& input, Resource& component,
                                       RequestContext& context) {
  const ResourcePtr endpoint = TRY(FindResource(kEndpoints, input, context));
  const std::string variant = TRY(FindVariant(input, *endpoint));
  if (!input.contains("Specification") && !input.contains("Specifications")) {
    return Fail(NoSpecification());
  }
  component.document.update(TRY(ReadSpecifications(input, context)));
  component.document["VariantName"] = variant;
  component.parent = endpoint->arn;
  int copies = 1;
  if (const auto config = input.find("RuntimeConfig"); config != input.end()) {
    copies = config->at("CopyCount").get<int>();
    if (copies < 1) return Fail(NoCopies());
  }
  component.document["RuntimeConfig"] = {{"DesiredCopyCount", copies}, {"CurrentCopyCount", 0}};
  const std::string base = StringOr(component.document.value("Specification", Json::object()),
                                    "BaseInferenceComponentName");
  if (!base.empty()) {
    component.attribute = ArnOf(kInferenceComponents, {{"InferenceComponentName", base}}, context);
  }
  return {};
}

Json EndpointArnOf(const Resource& component, const RequestContext&) { return component.parent; }

Result<Json> UpdateInferenceComponent(const Json& input, RequestContext& context) {
  Resource component = *TRY(FindResource(kInferenceComponents, input, context));
  component.document["Pending"] = TRY(ReadSpecifications(input, context));
  if (input.contains("RuntimeConfig")) WishCopies(input.at("RuntimeConfig"), component.document);
  component.document.erase("LastDeploymentConfig");
  SetIfPresent(component.document, "LastDeploymentConfig", input.value("DeploymentConfig", Json()));
  return Begin(std::move(component), context);
}

Result<Json> UpdateInferenceComponentRuntimeConfig(const Json& input, RequestContext& context) {
  Resource component = *TRY(FindResource(kInferenceComponents, input, context));
  WishCopies(input.at("DesiredRuntimeConfig"), component.document);
  return Begin(std::move(component), context);
}

}  // namespace portside::sagemaker
