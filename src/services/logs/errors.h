// SPDX-License-Identifier: Apache-2.0
//
// The errors of CloudWatch Logs. Texts of what is not there are as recorded in public logs of the
// real service; the others are Portside's own, which name member, value and allowed form.

#pragma once

#include <string>

#include "portside/aws/service_error.h"

namespace portside::logs {

inline ServiceError InvalidParameter(std::string message) {
  return {"InvalidParameterException", 400, std::move(message)};
}
inline ServiceError NoGroup() {
  return {"ResourceNotFoundException", 400, "The specified log group does not exist."};
}
inline ServiceError NoStream() {
  return {"ResourceNotFoundException", 400, "The specified log stream does not exist."};
}
// Recorded.
inline ServiceError BadToken() { return InvalidParameter("The specified nextToken is invalid."); }

}  // namespace portside::logs
