// SPDX-License-Identifier: Apache-2.0
//
// Batches by names: of some that are there and some that are not, each has its part of the answer.

#include "services/core/families/verbs.h"

namespace portside {
namespace {

Result<ResourcePtr> FindNamed(const Family& family, const Json& name, RequestContext& context) {
  Json request = Json::object();
  request[std::string(family.name_member)] = name;
  return FindResource(family, request, context);
}

}  // namespace

Result<Json> BatchGetResources(const BoundVerb& bound, const Json& input, RequestContext& context) {
  Json output = Json::object();
  Json& found = output[bound.list_member] = Json::array();
  Json& missing = output[bound.other_member] = Json::array();
  for (const Json& name : input.value(bound.names_member, Json::array())) {
    const auto resource = FindNamed(*bound.family, name, context);
    if (!resource) {
      missing.push_back(name);
      continue;
    }
    if (bound.family->states != nullptr) context.jobs.Observed(**resource);
    found.push_back(Present(bound, input, **resource, context));
  }
  return output;
}

// The errors are a map by name.
Result<Json> BatchDeleteResources(const BoundVerb& bound, const Json& input,
                                  RequestContext& context) {
  Json output = Json::object();
  Json& gone = output[bound.list_member] = Json::array();
  Json& errors = output[bound.other_member] = Json::object();
  for (const Json& name : input.value(bound.names_member, Json::array())) {
    const auto resource = FindNamed(*bound.family, name, context);
    const auto deleted = resource ? DeleteFound(*bound.family, **resource, context)
                                  : Result<void>(Fail(resource.error()));
    if (deleted) {
      gone.push_back(name);
    } else {
      errors[name.get<std::string>()] = {{"ErrorCode", deleted.error().code},
                                         {"ErrorMessage", deleted.error().message}};
    }
  }
  return output;
}

}  // namespace portside
