// SPDX-License-Identifier: Apache-2.0
//
// RestJson: restJson1. Operations by method and path; members in labels, query, headers and body.

#pragma once

#include <unordered_map>
#include <vector>

#include "portside/http/uri.h"
#include "portside/protocol/protocol.h"

namespace portside {

class RestJson final : public Protocol {
 public:
  explicit RestJson(const ServiceModel& model);

  Result<OperationMatch> Match(const HttpRequest& request) const override;
  bool Offers(const HttpRequest& request) const override;
  Result<Json> ParseInput(const OperationMatch& match, const HttpRequest& request) const override;
  HttpResponse WriteOutput(const Operation& operation, const Json& output) const override;
  HttpResponse WriteError(const ServiceError& error, const HttpRequest& request) const override;

 private:
  struct Route {
    const Operation* operation;
    UriTemplate uri;
  };

  [[nodiscard]] Result<Json> ReadBody(const Shape& input, const HttpRequest& request) const;
  void WriteBody(const Operation& operation, const Json& output, HttpResponse& response) const;

  const ServiceModel& model_;
  std::unordered_map<std::string, const Operation*> fixed_;  // "POST /events"
  std::vector<Route> routes_;                                // those with labels, specific first
};

}  // namespace portside
