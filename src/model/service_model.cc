// SPDX-License-Identifier: Apache-2.0

#include "portside/model/service_model.h"

#include <stdexcept>

#include "model/model_loader.h"
#include "model/shape_library.h"
#include "portside/model/embedded_models.h"

namespace portside {

ServiceModel::ServiceModel() = default;
ServiceModel::~ServiceModel() = default;

const Shape* LazyShape::get() const {
  if (shape_ == nullptr && model_ != nullptr) shape_ = model_->FindShape(name_);
  return shape_;
}

const Member* Operation::IdempotencyToken() const {
  if (input == nullptr) return nullptr;
  for (const Member& member : input->members) {
    if (member.idempotency_token) return &member;
  }
  return nullptr;
}

Expected<std::unique_ptr<const ServiceModel>, std::string> ServiceModel::Load(
    const Json& document) {
  const auto shapes = document.find("shapes");
  if (shapes == document.end() || !shapes->is_object()) {
    return Fail(std::string("shapes is missing"));
  }
  return ModelLoader(document, ShapesOf(*shapes)).ReadAll();
}

Expected<std::unique_ptr<const ServiceModel>, std::string> ServiceModel::Open(
    std::string_view text) {
  const std::optional<Json> head = HeadOfText(text);
  if (!head) return Fail(std::string("is not a file of tools/import-models"));
  return ModelLoader(*head, ShapesOfText(text)).ReadHead();
}

const Operation* ServiceModel::FindOperation(std::string_view name) const {
  const auto found = operation_by_name_.find(name);
  return found == operation_by_name_.end() ? nullptr : found->second;
}

const Shape* ServiceModel::FindShape(std::string_view name) const {
  const auto shape = shapes_->Find(name);
  if (!shape) throw std::logic_error("models/" + name_ + ".json: " + shape.error());
  return *shape;
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
  auto model = ServiceModel::Open(*text);
  if (!model) throw std::logic_error(file + ": " + model.error());
  return std::move(*model);
}

}  // namespace portside
