// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/edge/preset_deployment.h"

#include <algorithm>
#include <array>
#include <vector>

#include "portside/base/encoding.h"
#include "services/sagemaker/errors.h"

namespace portside::sagemaker {
namespace {

constexpr std::array<std::string_view, 5> kOptions = {"ComponentName", "ComponentDescription",
                                                      "ComponentVersion", "PlatformOS",
                                                      "PlatformArchitecture"};

// The default version is nowhere published; the first release of a semantic version is chosen.
constexpr std::string_view kDefaultVersion = "1.0.0";
constexpr std::size_t kComponentNameLength = 128;  // AWS IoT Greengrass

// The documented architectures, each with its operating system. "Linux x86_64" is documented with
// the space; the bare names are what people write.
struct Architecture {
  std::string_view name;
  std::string_view os;
};
constexpr Architecture kArchitectures[] = {
    {"Windows32_x86", "Windows"}, {"Windows64_x64", "Windows"}, {"Linux x86_64", "Linux"},
    {"Linux ARMV8", "Linux"},     {"x86_64", "Linux"},          {"ARMV8", "Linux"},
};

auto Problem(const std::string& text) {
  return Fail(InvalidPresetDeployment("OutputConfig.PresetDeploymentConfig: " + text));
}

bool IsComponentName(std::string_view name) {
  return !name.empty() && name.size() <= kComponentNameLength &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_' || c == '.';
         });
}

// major.minor.patch, each a number of at most six digits without leading zeros.
bool IsSemanticVersion(std::string_view version) {
  const std::vector<std::string_view> parts = Split(version, '.');
  return parts.size() == 3 && std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
           return !part.empty() && part.size() <= 6 && (part.size() == 1 || part[0] != '0') &&
                  std::all_of(part.begin(), part.end(),
                              [](char c) { return c >= '0' && c <= '9'; });
         });
}

// The text's options as an object, each known and a string. No text: no options.
Result<Json> ReadOptions(const Json& output_config) {
  const auto text = output_config.find("PresetDeploymentConfig");
  if (text == output_config.end()) return Json::object();
  std::optional<Json> options = ParseJson(text->get_ref<const std::string&>());
  if (!options || !options->is_object()) {
    return Problem(
        "the value is not a JSON object in a string. Use a form like "
        "{\"ComponentName\": \"my-component\", \"ComponentVersion\": \"1.0.0\"}.");
  }
  for (const auto& [name, value] : options->items()) {
    if (std::find(kOptions.begin(), kOptions.end(), name) == kOptions.end()) {
      return Problem("the option '" + name +
                     "' is unknown. The options are ComponentName, ComponentDescription, "
                     "ComponentVersion, PlatformOS and PlatformArchitecture.");
    }
    if (!value.is_string()) return Problem("the value of " + name + " is not a string.");
  }
  return std::move(*options);
}

Result<void> CheckPlatform(const Json& options) {
  const std::string os = StringOr(options, "PlatformOS");
  if (options.contains("PlatformOS") && !EqualsIgnoreCase(os, "Windows") &&
      !EqualsIgnoreCase(os, "Linux")) {
    return Problem("PlatformOS is '" + os + "'. Supported are Windows and Linux.");
  }
  if (!options.contains("PlatformArchitecture")) return {};
  const std::string architecture = StringOr(options, "PlatformArchitecture");
  const auto known =
      std::find_if(std::begin(kArchitectures), std::end(kArchitectures),
                   [&](const Architecture& a) { return EqualsIgnoreCase(a.name, architecture); });
  if (known == std::end(kArchitectures)) {
    return Problem("PlatformArchitecture is '" + architecture +
                   "'. Supported are Windows32_x86, Windows64_x64, Linux x86_64 and Linux ARMV8.");
  }
  if (!os.empty() && !EqualsIgnoreCase(os, known->os)) {
    return Problem("PlatformArchitecture '" + architecture + "' does not belong to PlatformOS '" +
                   os + "'.");
  }
  return {};
}

Result<void> CheckOptions(const Json& options) {
  const std::string name = StringOr(options, "ComponentName");
  if (options.contains("ComponentName") && !IsComponentName(name)) {
    return Problem("ComponentName is '" + name +
                   "'. It must have 1 to 128 characters out of a-z, A-Z, 0-9, '-', '_' and '.'.");
  }
  const std::string version = StringOr(options, "ComponentVersion");
  if (options.contains("ComponentVersion") && !IsSemanticVersion(version)) {
    return Problem("ComponentVersion is '" + version +
                   "'. It must be a semantic version, major.minor.patch, such as 1.0.0.");
  }
  return CheckPlatform(options);
}

}  // namespace

Result<Json> PlanComponent(const Json& output_config, const std::string& job_name,
                           const RequestContext& context) {
  const bool wanted = output_config.contains("PresetDeploymentType");
  if (!wanted && output_config.contains("PresetDeploymentConfig")) {
    return Fail(InvalidPresetDeployment(
        "OutputConfig.PresetDeploymentConfig is given without OutputConfig.PresetDeploymentType. "
        "Set PresetDeploymentType to GreengrassV2Component."));
  }
  if (!wanted) return Json();

  Json component = TRY(ReadOptions(output_config));
  TRY(CheckOptions(component));
  const std::string name = StringOr(component, "ComponentName", "SagemakerEdgeManager" + job_name);
  const std::string version = StringOr(component, "ComponentVersion", kDefaultVersion);
  component["ComponentName"] = name;
  component["ComponentVersion"] = version;
  component["Arn"] = context.Arn("greengrass", "components:" + name + ":versions:" + version);
  return component;
}

void RegisterComponent(const Resource& job, const Json& component, Stores& stores) {
  Resource resource;
  resource.arn = StringOr(component, "Arn");
  if (stores.resources.Find(resource.arn) != nullptr) return;
  resource.kind = kGreengrassComponentKind;
  resource.account = job.account;
  resource.region = job.region;
  resource.name = StringOr(component, "ComponentName");
  resource.parent = job.arn;
  resource.created_at = job.updated_at;
  resource.updated_at = job.updated_at;
  resource.document = component;
  resource.document["ModelArtifact"] = StringOr(job.document, "ModelArtifact");
  stores.resources.Insert(std::move(resource));
}

Json DescribePresetDeployment(const Resource& job, const Json& component,
                              ResourceRepository& resources) {
  Json output = {{"Type", "GreengrassV2Component"}};
  if (job.document.contains("DeploymentFailure")) {  // a test has ordered it
    output["Status"] = "FAILED";
    output["StatusMessage"] = job.document["DeploymentFailure"];
    return output;
  }
  const std::string arn = StringOr(component, "Arn");
  const ResourcePtr registered = resources.Find(arn);
  if (registered != nullptr && registered->parent == job.arn) {
    output["Artifact"] = arn;
    output["Status"] = "COMPLETED";
    return output;
  }
  // The first sentence is Greengrass's own for a version that exists.
  output["Status"] = "FAILED";
  output["StatusMessage"] = "Component [" + StringOr(component, "ComponentName") + " : " +
                            StringOr(component, "ComponentVersion") + "] for account [" +
                            job.account +
                            "] already exists with state: [DEPLOYABLE]. Components cannot be "
                            "changed: package again with a higher ComponentVersion.";
  return output;
}

}  // namespace portside::sagemaker
