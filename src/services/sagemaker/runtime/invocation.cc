// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/runtime/invocation.h"

#include <algorithm>

#include "portside/runners/runners.h"
#include "services/sagemaker/hosting/deployment.h"
#include "services/sagemaker/hosting/endpoint.h"
#include "services/sagemaker/hosting/inference_component.h"
#include "services/sagemaker/runtime/runtime_errors.h"
#include "services/sagemaker/style.h"

namespace portside::sagemaker {
namespace {

constexpr std::string_view kServing[] = {"InService", "Updating", "RollingBack",
                                         "UpdateRollbackFailed", "SystemUpdating"};

// As moto tells requests apart: by the body, and the headers that the model sees.
std::string RequestText(const Json& input) {
  std::string text = StringOr(input, "Body");
  for (const char* member :
       {"EndpointName", "Accept", "CustomAttributes", "TargetModel", "TargetVariant",
        "TargetContainerHostname", "InferenceId", "EnableExplanations", "InferenceComponentName",
        "SessionId", "PrefixAwareId"}) {
    text += '\n' + StringOr(input, member);
  }
  return text;
}

bool IsForComponents(const Json& variants) {
  return std::none_of(variants.begin(), variants.end(),
                      [](const Json& variant) { return variant.contains("ModelName"); });
}

// Whose name it is, for calls that go to a variant of another; null: nobody's.
const Json* FindVariant(const Json& variants, const std::string& name) {
  const auto found = std::find_if(variants.begin(), variants.end(), [&](const Json& variant) {
    return variant.at("VariantName") == name;
  });
  return found == variants.end() ? nullptr : &*found;
}

// Of the component that the request names, which must be one of the endpoint and in service.
Result<std::string> VariantOfComponent(const Json& input, const Resource& endpoint,
                                       RequestContext& context) {
  const ResourcePtr component =
      context.FindOwn(kInferenceComponent.name, ArnOf(kInferenceComponents, input, context));
  if (component == nullptr || component->parent != endpoint.arn ||
      (component->state != "InService" && component->state != "Updating")) {
    return Fail(NoSuchComponent(StringOr(input, "InferenceComponentName"), endpoint.name));
  }
  return StringOr(component->document, "VariantName");
}

}  // namespace

Result<ResourcePtr> FindInService(const Json& input, RequestContext& context) {
  const std::string name = StringOr(input, "EndpointName");
  ResourcePtr endpoint = context.FindOwn(kEndpoint.name, ArnOf(kEndpoints, input, context));
  if (endpoint == nullptr ||
      std::find(std::begin(kServing), std::end(kServing), endpoint->state) == std::end(kServing)) {
    return Fail(NoSuchEndpoint(name, context.account));
  }
  return endpoint;
}

Result<std::string> ChooseVariant(const Json& input, const Resource& endpoint,
                                  RequestContext& context) {
  const Json& variants = endpoint.document.at("Variants");
  if (const std::string wanted = StringOr(input, "TargetVariant"); !wanted.empty()) {
    if (FindVariant(variants, wanted) == nullptr) return Fail(NoSuchVariant(wanted, endpoint.name));
    return wanted;
  }
  double total = 0;
  for (const Json& variant : variants) total += variant.at("CurrentWeight").get<double>();
  std::size_t chosen = 0;
  if (variants.size() > 1 && total > 0) {
    double left = context.random().Unit() * total;
    while (chosen + 1 < variants.size()) {
      left -= variants[chosen].at("CurrentWeight").get<double>();
      if (left < 0) break;
      ++chosen;
    }
  }
  return variants.at(chosen).at("VariantName").get<std::string>();
}

std::optional<HttpUrl> ServerOf(const Resource& endpoint, const std::string& variant,
                                const Runners* runners) {
  const Json* found = FindVariant(endpoint.document.at("Variants"), variant);
  if (found == nullptr) return std::nullopt;
  const Runner* runner = RunnerOf(endpoint.name, *found, runners);
  if (runner == nullptr || runner->url) return runner == nullptr ? std::nullopt : runner->url;
  const auto command = runners->servers().Find(endpoint.arn, variant);
  if (command != nullptr) return command->url();
  return HttpUrl{.is_https = false, .host = "127.0.0.1", .port = 0, .target = "/"};
}

Result<Invocation> Invoke(const Json& input, RequestContext& context, EndpointAnswers& answers) {
  const std::string name = StringOr(input, "EndpointName");
  Invocation invocation;
  auto endpoint = FindInService(input, context);
  if (endpoint) {
    invocation.endpoint = *endpoint;
    const Json& document = (*endpoint)->document;
    if (document.contains("AsyncInferenceConfig")) return Fail(NotSynchronous(name));
    if (IsForComponents(document.at("Variants")) && !input.contains("InferenceComponentName")) {
      return Fail(ComponentNameMissing());
    }
    invocation.variant = input.contains("InferenceComponentName")
                             ? TRY(VariantOfComponent(input, **endpoint, context))
                             : TRY(ChooseVariant(input, **endpoint, context));
    invocation.answer = answers.Take(name, context.account, context.region);
  }
  if (invocation.answer == nullptr) {
    invocation.answer = answers.TakeResult(context.account, context.region, RequestText(input));
  }
  if (invocation.answer == nullptr && endpoint) {
    invocation.server = ServerOf(**endpoint, invocation.variant, context.runners);
    if (invocation.server) return invocation;
  }
  if (invocation.answer == nullptr) {
    return Fail(endpoint ? NoAnswer(name) : std::move(endpoint.error()));
  }
  if (!invocation.answer->variant.empty()) invocation.variant = invocation.answer->variant;
  return invocation;
}

}  // namespace portside::sagemaker
