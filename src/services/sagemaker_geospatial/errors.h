// SPDX-License-Identifier: Apache-2.0
//
// The errors of SageMaker geospatial beyond those of the common front end. Names, HTTP statuses
// and the ResourceId member are the botocore model's; no text of the real service is public, so
// the texts are Portside's own.

#pragma once

#include <string>
#include <string_view>

#include "portside/aws/service_error.h"

namespace portside::sagemaker_geospatial {

inline ServiceError ResourceNotFoundException(std::string message, const std::string& resource) {
  return {"ResourceNotFoundException", 404, std::move(message), {{"ResourceId", resource}}};
}

// `what`: "Earth observation job".
inline ServiceError NoSuchResource(const std::string& what, const std::string& arn) {
  return ResourceNotFoundException(what + " " + arn + " does not exist.", arn);
}

inline ServiceError ConflictException(std::string message, const std::string& resource) {
  return {"ConflictException", 409, std::move(message), {{"ResourceId", resource}}};
}

inline ServiceError AccessDeniedException(std::string message) {
  return {"AccessDeniedException", 403, std::move(message)};
}

inline constexpr std::string_view kInvalidNextTokenText =
    "NextToken is not a token of this list. Call without NextToken to start again, and keep the "
    "filters and the order the same from page to page.";
inline ServiceError InvalidNextToken() {
  return ValidationException(std::string(kInvalidNextTokenText));
}

}  // namespace portside::sagemaker_geospatial
