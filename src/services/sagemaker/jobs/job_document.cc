// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/jobs/job_document.h"

namespace portside::sagemaker {

void SetIfAbsent(Json& object, const char* name, Json value) {
  if (!object.contains(name)) object[name] = std::move(value);
}

std::int64_t MaxRuntimeOf(const Json& document) {
  return document.at("StoppingCondition").at("MaxRuntimeInSeconds").get<std::int64_t>();
}

InputForm FormOf(const Json& s3_source) {
  return StringOr(s3_source, "S3DataType") == "ManifestFile" ? InputForm::kManifest
                                                             : InputForm::kPrefix;
}

void AddEnvironment(const Json& document, std::map<std::string, std::string>& variables) {
  const auto given = document.find("Environment");
  if (given == document.end()) return;
  for (const auto& [name, value] : given->items()) variables[name] = value.get<std::string>();
}

}  // namespace portside::sagemaker
