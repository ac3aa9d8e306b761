// SPDX-License-Identifier: Apache-2.0
//
// ServiceRouter: which service a request is for. X-Amz-Target first, then the service of the
// credential scope, then signatures and hosts that only S3 has, then the path; what is left is S3.
// A request that names a service Portside does not have is refused, never handed to S3.

#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "portside/aws/credential_scope.h"
#include "portside/aws/service_error.h"
#include "portside/control/operation_catalog.h"
#include "portside/services/core/service.h"

namespace portside {

struct Route {
  std::string target_prefix;  // "AWSGlue"; empty for rest-json
  std::string signing_name;   // "glue"; several routes may share one
  // rest-json: whether method and path are one of the service's operations, served or not.
  std::function<bool(const HttpRequest&)> matches;
  Service* service;
};

class ServiceRouter {
 public:
  // `bucket_exists` settles paths that are both an operation and a legal bucket name.
  ServiceRouter(std::vector<Route> routes, Service& s3, Service& sts,
                std::function<bool(std::string_view bucket)> bucket_exists);

  using Decision = std::variant<Service*, ServiceError>;
  [[nodiscard]] Decision Find(const HttpRequest& request,
                              const std::optional<CredentialScope>& scope) const;
  // How the caller reads errors, also where no service is found.
  [[nodiscard]] ErrorFamily FamilyOf(const HttpRequest& request, const Decision& decision) const;

 private:
  [[nodiscard]] Decision ByTarget(std::string_view target) const;
  [[nodiscard]] Decision BySigningName(const HttpRequest& request, std::string_view name) const;
  [[nodiscard]] Service* ByPath(const HttpRequest& request) const;

  std::vector<Route> routes_;
  Service& s3_;
  Service& sts_;
  std::function<bool(std::string_view)> bucket_exists_;
};

}  // namespace portside
