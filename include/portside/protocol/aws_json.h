// SPDX-License-Identifier: Apache-2.0
//
// AwsJson: awsJson1.1. Every operation is POST / with its name in X-Amz-Target.

#pragma once

#include "portside/protocol/protocol.h"

namespace portside {

class AwsJson final : public Protocol {
 public:
  explicit AwsJson(const ServiceModel& model) : model_(model) {}

  Result<OperationMatch> Match(const HttpRequest& request) const override;
  bool Offers(const HttpRequest& request) const override;
  Result<Json> ParseInput(const OperationMatch& match, const HttpRequest& request) const override;
  HttpResponse WriteOutput(const Operation& operation, const Json& output) const override;
  HttpResponse WriteError(const ServiceError& error, const HttpRequest& request) const override;

 private:
  [[nodiscard]] const Operation* Target(const HttpRequest& request) const;
  // The error's shape; null for the errors of the front end.
  [[nodiscard]] const Shape* ShapeOf(const ServiceError& error, const HttpRequest& request) const;

  const ServiceModel& model_;
};

}  // namespace portside
