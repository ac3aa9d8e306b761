// SPDX-License-Identifier: Apache-2.0
//
// Tags of jobs, and what the public collections answer.

#pragma once

#include "portside/services/core/service.h"
#include "portside/services/core/tagging.h"

namespace portside::sagemaker_geospatial {

// `existing` with the tags of a Tags member added, or what AWS's general tagging rules object to.
Result<Tags> CheckedTags(const Json& wanted, const Tags& existing);

Result<Json> TagResource(const Json& input, RequestContext& context);
Result<Json> UntagResource(const Json& input, RequestContext& context);
Result<Json> ListTagsForResource(const Json& input, RequestContext& context);

}  // namespace portside::sagemaker_geospatial
