// SPDX-License-Identifier: Apache-2.0

#include "portside/services/core/request_context.h"

namespace portside {

Resource RequestContext::NewResource(std::string_view kind, std::string arn,
                                     std::string name) const {
  Resource resource;
  resource.arn = std::move(arn);
  resource.kind = kind;
  resource.account = account;
  resource.region = region;
  resource.name = std::move(name);
  resource.created_at = now;
  resource.updated_at = now;
  return resource;
}

ResourcePtr RequestContext::FindOwn(std::string_view kind, std::string_view arn) const {
  ResourcePtr resource = resources.Find(arn);
  if (resource == nullptr || resource->kind != kind || resource->account != account ||
      resource->region != region) {
    return nullptr;
  }
  return resource;
}

}  // namespace portside
