// SPDX-License-Identifier: Apache-2.0

#include "portside/server/service_router.h"

#include <algorithm>

#include "portside/base/encoding.h"
#include "portside/http/uri.h"

namespace portside {
namespace {

std::string_view FirstSegment(std::string_view path) {
  path.remove_prefix(std::min<std::size_t>(1, path.size()));
  return path.substr(0, path.find('/'));
}

bool HasPrefix(std::string_view text, std::string_view prefix) {
  return EqualsIgnoreCase(text.substr(0, prefix.size()), prefix);
}

// The query protocol, as STS speaks it: a form POST to the root, or Action in the query.
bool IsQueryProtocol(const HttpRequest& request) {
  if (request.RawPath() != "/" && !request.RawPath().empty()) return false;
  if (Query::Parse(request.RawQuery()).Has("Action")) return true;
  return request.method == "POST" &&
         HasPrefix(request.headers.Get("Content-Type"), "application/x-www-form-urlencoded");
}

// An unsigned operation path that is also a legal bucket name is an operation where its label is an
// ARN or where the path has no label at all (exact POST paths).
bool CannotBeObject(const HttpRequest& request) {
  const std::string_view path = request.RawPath();
  const auto second = path.find('/', 1);
  if (second == std::string_view::npos) return false;
  const auto label = PercentDecode(path.substr(second + 1));
  return label && label->starts_with("arn:");
}

}  // namespace

ServiceRouter::ServiceRouter(std::vector<Route> routes, Service& s3, Service& sts,
                             std::function<bool(std::string_view)> bucket_exists)
    : routes_(std::move(routes)), s3_(s3), sts_(sts), bucket_exists_(std::move(bucket_exists)) {}

ServiceRouter::Decision ServiceRouter::Find(const HttpRequest& request,
                                            const std::optional<CredentialScope>& scope) const {
  if (const auto target = request.headers.Find("X-Amz-Target")) return ByTarget(*target);
  if (scope) return BySigningName(request, scope->service);
  if (IsQueryProtocol(request)) return &sts_;
  if (Service* service = ByPath(request)) return service;
  return &s3_;
}

ErrorFamily ServiceRouter::FamilyOf(const HttpRequest& request, const Decision& decision) const {
  const auto* service = std::get_if<Service*>(&decision);
  if (service != nullptr && *service == &s3_) return ErrorFamily::kS3;
  if (service != nullptr && *service != &sts_) return ErrorFamily::kJson;
  const bool is_query =
      service != nullptr || (!request.headers.Has("X-Amz-Target") && IsQueryProtocol(request));
  return is_query ? ErrorFamily::kQuery : ErrorFamily::kJson;
}

ServiceRouter::Decision ServiceRouter::ByTarget(std::string_view target) const {
  const std::string_view prefix = target.substr(0, target.rfind('.'));
  for (const Route& route : routes_) {
    if (!route.target_prefix.empty() && route.target_prefix == prefix) return route.service;
  }
  return UnknownOperationException();
}

ServiceRouter::Decision ServiceRouter::BySigningName(const HttpRequest& request,
                                                     std::string_view name) const {
  if (name == "s3" || name == "s3express") return &s3_;
  if (name == "sts") return &sts_;
  const Route* only = nullptr;
  for (const Route& route : routes_) {
    if (route.signing_name != name) continue;
    // Several APIs share the name `personalize`; the path tells them apart.
    if (route.matches && route.matches(request)) return route.service;
    if (only == nullptr) only = &route;
  }
  // The awsJson service of that name answers for a missing target, the rest-json one for its path.
  if (only != nullptr) return only->service;
  return NotEmulated("The service '" + std::string(name) + "'");
}

Service* ServiceRouter::ByPath(const HttpRequest& request) const {
  for (const Route& route : routes_) {
    if (!route.matches || !route.matches(request)) continue;
    if (request.method == "POST" || CannotBeObject(request)) return route.service;
    // GET /raster-data-collections could also list a bucket of that name: an existing bucket wins.
    if (!bucket_exists_(FirstSegment(request.RawPath()))) return route.service;
  }
  return nullptr;
}

}  // namespace portside
