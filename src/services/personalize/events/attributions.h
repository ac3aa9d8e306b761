// SPDX-License-Identifier: Apache-2.0
//
// What a metric attribution wants to be counted in an import (developer guide, "Publishing metric
// attribution reports to Amazon S3").

#pragma once

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"

namespace portside::personalize {

// For AttributionReport and the file's place: {"metrics", "destination", "campaigns", "schemas",
// "datasetGroupArn"}, where "campaigns" has the ARNs of the group's campaigns and recommenders by
// what their recommendation ids end with. Refused where the dataset is not of interactions, or its
// group has no ACTIVE metric attribution with a place in S3.
Result<Json> AttributionOrder(const Resource& dataset, RequestContext& context);

}  // namespace portside::personalize
