// SPDX-License-Identifier: Apache-2.0

#include "portside/control/operation_catalog.h"

#include <algorithm>

#include "portside/base/glob.h"

namespace portside {

const CatalogError* CatalogOperation::FindError(std::string_view code) const {
  for (const CatalogError& error : modelled) {
    if (error.code == code) return &error;
  }
  for (const CatalogError& error : CommonErrors(family)) {
    if (error.code == code) return &error;
  }
  return nullptr;
}

CatalogError CatalogOperation::Throttling() const {
  switch (family) {
    case ErrorFamily::kS3: return *FindError("SlowDown");
    case ErrorFamily::kQuery: return *FindError("Throttling");
    case ErrorFamily::kJson: break;
  }
  CatalogError error = *FindError("ThrottlingException");
  if (error.message.empty()) error.message = "Rate exceeded";
  return error;
}

void OperationCatalog::Add(const ServiceModel& model) {
  for (const Operation& operation : model.operations()) {
    CatalogOperation entry{
        .service = model.name(), .signing_name = model.signing_name(), .operation = operation.name};
    for (const Shape* error : operation.errors) {
      entry.modelled.push_back({error->name, error->error_status, ""});
    }
    operations_.push_back(std::move(entry));
  }
}

void OperationCatalog::Add(std::string_view service, ErrorFamily family,
                           const std::vector<std::string_view>& operations) {
  for (const std::string_view operation : operations) {
    operations_.push_back({.service = std::string(service),
                           .signing_name = std::string(service),
                           .operation = std::string(operation),
                           .family = family});
  }
}

const CatalogOperation* OperationCatalog::Find(std::string_view service,
                                               std::string_view operation) const {
  for (const CatalogOperation& entry : operations_) {
    if (entry.operation == operation && entry.service == service) return &entry;
  }
  return nullptr;
}

const CatalogError* OperationCatalog::FindError(const CatalogOperation& operation,
                                                std::string_view code) const {
  const CatalogError* error = operation.FindError(code);
  for (const CatalogOperation& other : operations_) {
    if (error != nullptr) break;
    if (other.service == operation.service) error = other.FindError(code);
  }
  return error;
}

bool OperationCatalog::IsService(std::string_view glob, std::string_view service,
                                 std::string_view signing_name) {
  if (glob.empty() || MatchesGlob(glob, service) || MatchesGlob(glob, signing_name)) return true;
  std::string hyphened(service);
  std::replace(hyphened.begin(), hyphened.end(), '_', '-');
  return MatchesGlob(glob, hyphened);
}

std::vector<const CatalogOperation*> OperationCatalog::Matching(std::string_view service,
                                                                std::string_view operation) const {
  std::vector<const CatalogOperation*> matching;
  for (const CatalogOperation& entry : operations_) {
    if (!IsService(service, entry.service, entry.signing_name)) continue;
    if (operation.empty() || MatchesGlob(operation, entry.operation)) matching.push_back(&entry);
  }
  return matching;
}

std::vector<std::string> OperationCatalog::Services() const {
  std::vector<std::string> names;
  for (const CatalogOperation& entry : operations_) {
    if (std::find(names.begin(), names.end(), entry.service) == names.end()) {
      names.push_back(entry.service);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace portside
