// SPDX-License-Identifier: Apache-2.0

#include "portside/model/embedded_models.h"

namespace portside {

std::optional<std::string_view> FindEmbeddedModel(std::string_view name) {
  for (const EmbeddedModel* model = kEmbeddedModels; model->name != nullptr; ++model) {
    if (model->name != name) continue;
    return std::string_view(model->begin, static_cast<std::size_t>(model->end - model->begin));
  }
  return std::nullopt;
}

std::vector<std::string_view> EmbeddedModelNames() {
  std::vector<std::string_view> names;
  for (const EmbeddedModel* model = kEmbeddedModels; model->name != nullptr; ++model) {
    names.emplace_back(model->name);
  }
  return names;
}

}  // namespace portside
