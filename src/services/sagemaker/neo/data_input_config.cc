// SPDX-License-Identifier: Apache-2.0

#include "services/sagemaker/neo/data_input_config.h"

#include <algorithm>
#include <optional>

namespace portside::sagemaker {
namespace {

constexpr std::string_view kForm = R"(Expected a form like {"data": [1,3,224,224]}.)";

// Copies one quoted string, starting at its quote, as a JSON string. Returns where it ends.
std::size_t CopyString(std::string_view text, std::size_t at, std::string& json) {
  const char quote = text[at++];
  json += '"';
  while (at < text.size() && text[at] != quote) {
    if (text[at] == '\\' && at + 1 < text.size()) {
      // \' is Python's escape and none of JSON's.
      if (text[at + 1] != '\'') json += '\\';
      json += text[at + 1];
      at += 2;
      continue;
    }
    if (text[at] == '"') json += '\\';
    json += text[at++];
  }
  if (at < text.size()) json += '"';  // else unterminated: the parser refuses it
  return at + 1;
}

// A Python literal in JSON's spelling. What was JSON stays as it is.
std::string PythonToJson(std::string_view text) {
  std::string json;
  json.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      at = CopyString(text, at, json);
    } else if (text.substr(at, 4) == "None") {
      json += "null";
      at += 4;
    } else {
      json += c == '(' ? '[' : c == ')' ? ']' : c;
      ++at;
    }
  }
  return json;
}

bool IsSize(const Json& value) {
  return value.is_null() || (value.is_number_integer() && value.get<std::int64_t>() >= -1);
}

bool IsShape(const Json& value) {
  return value.is_array() && !value.empty() &&
         std::all_of(value.begin(), value.end(), [](const Json& size) {
           if (!size.is_array()) return IsSize(size);
           return size.size() == 2 && IsSize(size[0]) && IsSize(size[1]);
         });
}

std::optional<ModelInput> ReadInput(std::string name, const Json& value) {
  const Json& shape = value.is_object() && value.contains("shape") ? value["shape"] : value;
  if (!IsShape(shape)) return std::nullopt;
  return ModelInput{std::move(name), shape};
}

// The value comes last: where it is long, the job's failure reason is cut there.
tl::unexpected<std::string> BadShape(const std::string& name, const Json& value) {
  return Fail("The shape of input '" + name +
              "' in DataInputConfig is not a list of integers (-1 for an unknown size). " +
              std::string(kForm) + " It is " + DumpJson(value));
}

}  // namespace

Expected<DataInputConfig, std::string> ParseDataInputConfig(std::string_view text) {
  std::optional<Json> value = ParseJson(PythonToJson(text));
  if (!value || !(value->is_object() || value->is_array())) {
    return Fail("DataInputConfig is not a JSON object or list. " + std::string(kForm));
  }

  DataInputConfig config{std::move(*value), {}};
  if (config.value.is_array()) {
    for (std::size_t i = 0; i < config.value.size(); ++i) {
      const std::string name = "input" + std::to_string(i);
      std::optional<ModelInput> input = ReadInput(name, config.value[i]);
      if (!input) return BadShape(name, config.value[i]);
      config.inputs.push_back(std::move(*input));
    }
    return config;
  }
  for (const auto& [name, given] : config.value.items()) {
    std::optional<ModelInput> input = ReadInput(name, given);
    if (!input) return BadShape(name, given);
    config.inputs.push_back(std::move(*input));
  }
  return config;
}

}  // namespace portside::sagemaker
