// SPDX-License-Identifier: Apache-2.0
//
// What all of Personalize's resources have in common: how a Describe shows one, how a List pages,
// how tags come with a Create. Each resource is a Family, a table of names.

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"
#include "portside/services/core/tagging.h"

namespace portside::personalize {

struct Family {
  std::string_view kind;           // "personalize::dataset"
  std::string_view name_member;    // "name" or "jobName"
  std::string_view arn_member;     // "datasetArn": in requests and answers
  std::string_view member;         // "dataset": what Describe answers with
  std::string_view list_member;    // "datasets"
  std::string_view parent_member;  // "datasetGroupArn": the filter of List; empty: none
  bool has_status;
  // Members of the document that Describe shows, and those that List shows.
  std::span<const std::string_view> described;
  std::span<const std::string_view> listed;
};

// The answer of Describe<Family>; the input names the resource by its ARN.
Result<Json> Describe(const Family& family, const Json& input, RequestContext& context);

// The answer of List<Family>s, oldest first. A filter that names nothing gives an empty list:
// the model of the lists has no ResourceNotFoundException.
Result<Json> List(const Family& family, const Json& input, RequestContext& context);

// A resource by ARN, or ResourceNotFoundException with `status` (the events API has 404).
Result<ResourcePtr> FindResource(std::string_view kind, std::string_view arn,
                                 RequestContext& context, int status = 400);
Result<ResourcePtr> FindDatasetGroup(std::string_view arn, RequestContext& context);

// ResourceInUseException with `status` unless the resource's state is ACTIVE.
Result<void> RequireActive(const Resource& resource, int status = 400);

// Sends a resource that has come to rest on its way out; ResourceInUseException in other states.
Result<Json> DeleteAtRest(const JobKind& kind, const Resource& resource, RequestContext& context);

// The tags of a create request, checked.
Result<Tags> TakeTags(const Json& input);
// Checks keys against the rules and the number of all tags against the quota.
Result<void> CheckTags(const Json& list, const Tags& all);

// Copies the members that are present.
void CopyMembers(const Json& from, std::span<const std::string_view> members, Json& to);

}  // namespace portside::personalize
