// SPDX-License-Identifier: Apache-2.0
//
// ServiceError: what a client is told instead of an answer, as a value. The protocol decides how it
// looks on the wire. Result<T> is a value or a ServiceError.

#pragma once

#include <string>
#include <utility>

#include "portside/base/json.h"
#include "portside/base/result.h"

namespace portside {

struct ServiceError {
  std::string code;               // the error shape's name: "ResourceNotFoundException"
  int status = 400;               // HTTP status
  std::string message;            // exact AWS text where one is known; empty: no message member
  Json members = Json::object();  // further modelled members, e.g. {"ResourceId": "…"}

  ServiceError(std::string error_code, int http_status, std::string text,
               Json further = Json::object())
      : code(std::move(error_code)),
        status(http_status),
        message(std::move(text)),
        members(std::move(further)) {}
};

template <typename T>
using Result = Expected<T, ServiceError>;

// Errors of the common front end (Coral), the same for every JSON service.
inline ServiceError ValidationException(std::string message) {
  return {"ValidationException", 400, std::move(message)};
}
inline ServiceError SerializationException(std::string message) {
  return {"SerializationException", 400, std::move(message)};
}
inline ServiceError UnknownOperationException(int status = 400, std::string message = "") {
  return {"UnknownOperationException", status, std::move(message)};
}
// Portside's own answer for what a real service offers and Portside does not: never a silent 200.
inline ServiceError NotEmulated(const std::string& what) {
  return {"NotImplementedException", 501, what + " is not emulated by Portside."};
}

}  // namespace portside
