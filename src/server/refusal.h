// SPDX-License-Identifier: Apache-2.0
//
// Refusals of the front door: what breaks HTTP or a limit, what no service answers for, and what
// could not be finished. Each is told in the form in which the caller's SDK reads errors.

#pragma once

#include <memory>
#include <string_view>

#include "portside/aws/service_error.h"
#include "portside/control/operation_catalog.h"
#include "portside/http/exchange.h"
#include "portside/services/core/service.h"
#include "portside/services/s3/s3_service.h"

namespace portside {

// The code in the header and in the body, as the JSON protocols have it.
HttpResponse JsonError(const ServiceError& error);

// The error of a status of HTTP: 400, 403, 408, 413, 431, 500, 503.
ServiceError ErrorOfStatus(int status, std::string_view reason);

// What no service answers for: JSON, or the query protocol's XML.
HttpResponse Refusal(ErrorFamily family, const ServiceError& error, const Caller& caller,
                     CallRecord& record);

// An exchange that takes the body, then gives this answer.
std::unique_ptr<Exchange> RefusingExchange(HttpRequest request, HttpResponse response);

// The answer in the place of one that cannot be given any more. `method`: of the request.
HttpResponse Refusal(ErrorFamily family, int status, std::string_view reason,
                     std::string_view method, const Caller& caller, CallRecord& record,
                     S3Service& s3);

}  // namespace portside
