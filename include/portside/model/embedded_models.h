// SPDX-License-Identifier: Apache-2.0
//
// The files of models/, compiled into the program. The table ends with a null name.

#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace portside {

struct EmbeddedModel {
  const char* name;  // "glue"
  const char* begin;
  const char* end;
};

extern const EmbeddedModel kEmbeddedModels[];

// The text of models/<name>.json, or nothing.
std::optional<std::string_view> FindEmbeddedModel(std::string_view name);
std::vector<std::string_view> EmbeddedModelNames();

}  // namespace portside
