// SPDX-License-Identifier: Apache-2.0
//
// OperationCatalog: every operation of every service, and the errors that a client of it can meet:
// those of its model, and those that any call of its service may get.

#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "portside/model/service_model.h"

namespace portside {

struct CatalogError {
  std::string code;
  int status = 400;
  std::string message;  // what the service says; empty where it varies
};

// How a service says what any call may be told (AWS, "Common error types"; S3's list of its own).
enum class ErrorFamily { kJson, kS3, kQuery };

struct CatalogOperation {
  std::string service;  // the model's name, "s3", "sts"
  std::string signing_name;
  std::string operation;
  ErrorFamily family = ErrorFamily::kJson;
  std::vector<CatalogError> modelled;

  // Of the model, else of the family; null: no client would expect it.
  [[nodiscard]] const CatalogError* FindError(std::string_view code) const;
  // What a client is told that calls too often.
  [[nodiscard]] CatalogError Throttling() const;
};

class OperationCatalog {
 public:
  void Add(const ServiceModel& model);
  void Add(std::string_view service, ErrorFamily family,
           const std::vector<std::string_view>& operations);

  [[nodiscard]] const CatalogOperation* Find(std::string_view service,
                                             std::string_view operation) const;
  // The error of that operation, else of another one of its service; null: the service has none.
  [[nodiscard]] const CatalogError* FindError(const CatalogOperation& operation,
                                              std::string_view code) const;
  // Globs; empty ones match everything. A service is known by its model's name, its signing name,
  // and with hyphens for underscores.
  [[nodiscard]] std::vector<const CatalogOperation*> Matching(std::string_view service,
                                                              std::string_view operation) const;
  // Once each, sorted.
  [[nodiscard]] std::vector<std::string> Services() const;

  static bool IsService(std::string_view glob, std::string_view service,
                        std::string_view signing_name);

 private:
  std::deque<CatalogOperation> operations_;
};

// What any call of a service of this family may be told, by code.
const std::deque<CatalogError>& CommonErrors(ErrorFamily family);

}  // namespace portside
