// SPDX-License-Identifier: Apache-2.0
//
// Lists that no family declares, such as those of devices. Their members are those of the service's
// other lists, and so are the refusals. Core thread.

#pragma once

#include <functional>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/services/core/request_context.h"
#include "portside/store/resource_query.h"

namespace portside::sagemaker {

// The edge family's one documented default (ListEdgeDeploymentPlans).
inline constexpr std::size_t kListLimit = 50;

// MaxResults of the request; its model has no minimum.
Result<std::size_t> ListLimit(const Json& input, const RequestContext& context,
                              std::size_t otherwise = kListLimit);

// {`list`: […], "NextToken"}: the page that the request's NextToken asks for.
Result<Json> ListAnswer(std::string_view operation, std::string_view list, ResourceQuery query,
                        const Json& input, RequestContext& context,
                        const std::function<Json(const Resource&)>& show);

}  // namespace portside::sagemaker
