// SPDX-License-Identifier: Apache-2.0
//
// The verbs of families: one function for each, over any declaration.

#pragma once

#include "services/core/families/binding.h"

namespace portside {

// By bound.verb.
Result<Json> PerformVerb(const BoundVerb& bound, const Json& input, RequestContext& context);

Result<Json> CreateResource(const BoundVerb& bound, const Json& input, RequestContext& context);
Result<Json> DescribeResource(const BoundVerb& bound, const Json& input, RequestContext& context);
Result<Json> ListResources(const BoundVerb& bound, const Json& input, RequestContext& context);
Result<Json> UpdateResource(const BoundVerb& bound, const Json& input, RequestContext& context);
Result<Json> DeleteResource(const BoundVerb& bound, const Json& input, RequestContext& context);
Result<Json> StopResource(const BoundVerb& bound, const Json& input, RequestContext& context);
Result<Json> BatchGetResources(const BoundVerb& bound, const Json& input, RequestContext& context);
Result<Json> BatchDeleteResources(const BoundVerb& bound, const Json& input,
                                  RequestContext& context);

// The members that the verb's form shows of a resource, by themselves.
Json Present(const BoundVerb& bound, const Json& input, const Resource& resource,
             RequestContext& context);
// The same as the whole answer of a verb about one resource.
Json AnswerWith(const BoundVerb& bound, const Json& input, const Resource& resource,
                RequestContext& context);
// Deletes what the request of a Delete was about; what stands in its way is an error.
Result<void> DeleteFound(const Family& family, const Resource& resource, RequestContext& context);

}  // namespace portside
