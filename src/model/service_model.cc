// SPDX-License-Identifier: Apache-2.0

#include "portside/model/service_model.h"

#include <stdexcept>

#include "model/model_loader.h"
#include "portside/model/embedded_models.h"

namespace portside {

Expected<std::unique_ptr<const ServiceModel>, std::string> ServiceModel::Load(
    const Json& document) {
  return ModelLoader(document).Run();
}

const Operation* ServiceModel::FindOperation(std::string_view name) const {
  const auto found = operation_by_name_.find(name);
  return found == operation_by_name_.end() ? nullptr : found->second;
}

const Shape* ServiceModel::FindShape(std::string_view name) const {
  const auto found = shape_by_name_.find(name);
  return found == shape_by_name_.end() ? nullptr : found->second;
}

const Shape* ServiceModel::FindError(std::string_view code) const {
  const Shape* shape = FindShape(code);
  return shape != nullptr && shape->error_status != 0 ? shape : nullptr;
}

std::string ServiceModel::QualifiedName(const Operation& operation) const {
  return (target_prefix_.empty() ? endpoint_prefix_ : target_prefix_) + "." + operation.name;
}

std::unique_ptr<const ServiceModel> LoadEmbeddedModel(std::string_view name) {
  const std::string file = "models/" + std::string(name) + ".json";
  const std::optional<std::string_view> text = FindEmbeddedModel(name);
  if (!text) throw std::logic_error(file + " is not part of this build");
  const std::optional<Json> document = ParseJson(*text);
  if (!document) throw std::logic_error(file + " is not JSON");
  auto model = ServiceModel::Load(*document);
  if (!model) throw std::logic_error(file + ": " + model.error());
  return std::move(*model);
}

}  // namespace portside
