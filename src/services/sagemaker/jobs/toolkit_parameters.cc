// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/jobs/toolkit_parameters.h"

#include "services/sagemaker/jobs/stand_in_metrics.h"

namespace portside::sagemaker {
namespace {

bool IsToolkits(const std::string& name) {
  return name.starts_with("sagemaker_") || name == "default_user_module_name" ||
         name == kTuningMetric;
}

std::string TextOf(const Json& value) {
  return value.is_string() ? value.get<std::string>() : DumpJson(value);
}

// As Python writes what the toolkits have read: True, None, a=1,b=2. A number stays as it was sent,
// whatever digits it has; so does a list (chosen: Python would quote texts in it otherwise).
std::string ArgumentOf(const Json& value, const std::string& given) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "True" : "False";
  if (value.is_null()) return "None";
  if (!value.is_object()) return given;
  std::string text;
  for (const auto& [name, member] : value.items()) {
    if (!text.empty()) text += ',';
    text += name + "=" + ArgumentOf(member, DumpJson(member));
  }
  return text;
}

}  // namespace

ToolkitParameters::ToolkitParameters(const Json& document) {
  for (auto& [name, text] : HyperParametersOf(document)) {
    if (IsToolkits(name)) continue;
    values_[name] = ParseJson(text).value_or(Json(text));
    given_[name] = text;
  }
}

std::map<std::string, std::string> ToolkitParameters::Texts() const {
  std::map<std::string, std::string> texts;
  for (const auto& [name, value] : values_.items()) {
    texts[name] = value.is_number() ? given_.at(name) : TextOf(value);
  }
  return texts;
}

std::vector<std::string> ToolkitParameters::Arguments() const {
  std::vector<std::string> arguments;
  for (const auto& [name, value] : values_.items()) {
    arguments.push_back((name.size() == 1 ? "-" : "--") + name);
    arguments.push_back(ArgumentOf(value, given_.at(name)));
  }
  return arguments;
}

}  // namespace portside::sagemaker
